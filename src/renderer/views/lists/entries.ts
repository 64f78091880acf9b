import type { Notes } from '../../../contract/notes.ts'
import type { Subject } from '../../client/note-queries.ts'

/** A latent or a document with what was set down about it. */
export type Entry = {
  readonly on: Subject
  /** The label of a latent; null where it has none, and of documents. */
  readonly label: string | null
  /** The place of a document in its corpus; null where it is gone, and of latents. */
  readonly ordinal: number | null
  readonly flag: string | null
  readonly note: string
}

/** Everything flagged, or everything with a note: latents first, by number, then documents by corpus and id. */
export function entriesOf(
  { latents, documents }: Notes,
  only: 'flagged' | 'noted',
  lens: { readonly lens?: string },
): readonly Entry[] {
  const all: readonly Entry[] = [
    ...latents.map(({ latent, label, flag, note }) => ({ on: { latent, ...lens }, label, ordinal: null, flag, note })),
    ...documents.map(({ corpus, document, ordinal, flag, note }) => ({
      on: { corpus, document },
      label: null,
      ordinal,
      flag,
      note,
    })),
  ]
  return all.filter(({ flag, note }) => (only === 'flagged' ? flag !== null : note !== ''))
}

/** A document with a note outlives its corpus: then there is nothing to open. */
export const isGone = ({ on, ordinal }: Entry): boolean => !('latent' in on) && ordinal === null

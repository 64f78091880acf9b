import type { LabelVersion } from '../../contract/latents.ts'
import { didAct } from '../client/acts.ts'
import { api } from '../client/api.ts'
import { newRequestId } from '../client/request-id.ts'
import { Drafts } from './drafts.ts'
import { EditingSpells } from './editing-spells.ts'
import { type LabelDocument, sameLabel } from './label-document.ts'

/** A label being written, and of what. The project is by its folder: a draft outlives the window, another project may be open then. */
export type LabelDraft = LabelDocument & { readonly project: string; readonly lens: string; readonly latent: number }

const spells = new EditingSpells<LabelVersion>()

export const nameOf = ({ project, lens, latent }: Omit<LabelDraft, keyof LabelDocument>): string =>
  JSON.stringify([project, lens, latent])

export const labelDrafts = new Drafts<LabelDraft>({
  kept: 'etalon.label-draft:',
  save: saveLabel,
  same: sameLabel,
  read: labelDraftIn,
  newId: newRequestId,
  storage: localStorage,
  rest: 600,
})

async function saveLabel(draft: LabelDraft, requestId: string): Promise<void> {
  const { project, lens, latent, text, notes } = draft
  const current = await api.project.current.query()
  // Of a project that is not open now: kept until it is.
  if (current?.folder !== project) throw new Error(`The project ${project} is not open.`)
  const name = nameOf(draft)
  const spell = spells.current(name)
  const before = spell === null ? await currentVersion(lens, latent) : null
  const last = await api.labels.set.mutate({ lens, latent, text, notes, requestId })
  if (spell !== null) return spells.goOn(spell, last)
  spells.begin(name, {
    title: `Label of latent ${latent}`,
    before,
    last,
    putBack: (version) => putBack(lens, latent, version),
  })
}

/** Makes an earlier version current again; null: no label, as before there was any. */
function putBack(lens: string, latent: number, version: LabelVersion | null): Promise<LabelVersion> {
  const requestId = newRequestId()
  return version === null
    ? api.labels.set.mutate({ lens, latent, text: '', notes: '', requestId })
    : api.labels.revert.mutate({ id: version.id, requestId })
}

/** Makes an earlier version current, as an act that can be undone. */
export async function revertTo(lens: string, latent: number, version: LabelVersion): Promise<void> {
  const before = await currentVersion(lens, latent)
  await putBack(lens, latent, version)
  didAct({
    title: `Revert of the label of latent ${latent}`,
    undo: () => putBack(lens, latent, before),
    redo: () => putBack(lens, latent, version),
  })
}

async function currentVersion(lens: string, latent: number): Promise<LabelVersion | null> {
  const versions = await api.labels.history.query({ lens, latent })
  return versions.find(({ current }) => current) ?? null
}

function labelDraftIn(stored: unknown): LabelDraft | null {
  const { project, lens, latent, text, notes } = (stored ?? {}) as Partial<Record<keyof LabelDraft, unknown>>
  const whole = typeof project === 'string' && typeof lens === 'string' && Number.isSafeInteger(latent)
  if (!whole || typeof text !== 'string' || typeof notes !== 'string') return null
  return { project, lens, latent: latent as number, text, notes }
}

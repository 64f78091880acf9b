import { prepare, type Connection } from './connection.ts'
import { write } from './write.ts'

/** What a person set down about a latent or a document. */
export type Note = {
  /** Markdown; empty where there is none */
  readonly note: string
  /** what it was flagged for, maybe nothing in words; null where it is not flagged */
  readonly flag: string | null
}

/** `note` or `flag` left out stays as it was; a flag of null is taken away. */
export type NoteChange = { readonly note?: string | undefined; readonly flag?: string | null | undefined }

const none: Note = { note: '', flag: null }

export function latentNote(db: Connection, lens: number, latent: number): Note {
  return prepare<Note>(db, 'SELECT note, flag FROM latent_notes WHERE lens = ? AND latent = ?').get(lens, latent) ?? none
}

/** Every latent of a lens with a note or a flag, ascending. */
export function latentNotes(db: Connection, lens: number): ReadonlyMap<number, Note> {
  const rows = prepare<Note & { readonly latent: number }>(
    db,
    'SELECT latent, note, flag FROM latent_notes WHERE lens = ? ORDER BY latent',
  ).all(lens)
  return new Map(rows.map(({ latent, note, flag }) => [latent, { note, flag }]))
}

export function setLatentNote(db: Connection, lens: number, latent: number, change: NoteChange): Note {
  return write(db, () => {
    const changed = changedNote(latentNote(db, lens, latent), change)
    if (changed.note === '' && changed.flag === null)
      prepare(db, 'DELETE FROM latent_notes WHERE lens = ? AND latent = ?').run(lens, latent)
    else
      prepare(db, 'INSERT OR REPLACE INTO latent_notes (lens, latent, note, flag, changed_at) VALUES (?, ?, ?, ?, ?)').run(
        lens,
        latent,
        changed.note,
        changed.flag,
        new Date().toISOString(),
      )
    return changed
  })
}

/** By the names a person knows it by, so that a corpus that is imported anew has its notes again. */
export function documentNote(db: Connection, corpus: string, document: string): Note {
  return prepare<Note>(db, 'SELECT note, flag FROM document_notes WHERE corpus = ? AND document = ?').get(corpus, document) ?? none
}

/** Every document with a note or a flag, by the names of corpus and document; also those of corpora that are gone. */
export function documentNotes(db: Connection): readonly (Note & { readonly corpus: string; readonly document: string })[] {
  return prepare<Note & { readonly corpus: string; readonly document: string }>(
    db,
    'SELECT corpus, document, note, flag FROM document_notes ORDER BY corpus, document',
  ).all()
}

export function setDocumentNote(db: Connection, corpus: string, document: string, change: NoteChange): Note {
  return write(db, () => {
    const changed = changedNote(documentNote(db, corpus, document), change)
    if (changed.note === '' && changed.flag === null)
      prepare(db, 'DELETE FROM document_notes WHERE corpus = ? AND document = ?').run(corpus, document)
    else
      prepare(db, 'INSERT OR REPLACE INTO document_notes (corpus, document, note, flag, changed_at) VALUES (?, ?, ?, ?, ?)').run(
        corpus,
        document,
        changed.note,
        changed.flag,
        new Date().toISOString(),
      )
    return changed
  })
}

function changedNote(before: Note, { note, flag }: NoteChange): Note {
  return { note: note ?? before.note, flag: flag === undefined ? before.flag : flag }
}

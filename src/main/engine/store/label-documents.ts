import { prepare, type Connection } from './connection.ts'
import { refuseKeptForJudging } from './reserved-documents.ts'
import { write } from './write.ts'

/**
 * What a document served for a latent: to make its label, to score it, or, the third, to score a label that was made anew with the old
 * one in view.
 */
export type DocumentPurpose = 'making' | 'scoring' | 'third'

/** `hash`: 16 bytes, `contentHash`. */
export type UsedDocument = { readonly hash: Uint8Array; readonly purpose: DocumentPurpose }

type UseRow = { readonly content_hash: Buffer; readonly purpose: DocumentPurpose }

/** Every document that was ever drawn for a latent, near-duplicates of the drawn ones with them; of one purpose, or of all. */
export function usedDocuments(db: Connection, lens: number, latent: number, purpose?: DocumentPurpose): readonly UsedDocument[] {
  return prepare<UseRow>(
    db,
    `SELECT content_hash, purpose FROM label_documents WHERE lens = ? AND latent = ? AND purpose = coalesce(?, purpose)`,
  )
    .all(lens, latent, purpose ?? null)
    .map((row) => ({ hash: row.content_hash, purpose: row.purpose }))
}

/**
 * Within a transaction: gives documents to one purpose of a latent, for good. Again for the same purpose changes nothing.
 *
 * Throws an Error, and so takes the whole write back, where one serves another purpose of the latent already or is kept for judging:
 * what made a label never scores it.
 *
 * @param hashes 16 bytes each; with every document drawn, those that are nearly equal to it
 */
export function useDocuments(
  db: Connection,
  lens: number,
  latent: number,
  purpose: DocumentPurpose,
  hashes: readonly Uint8Array[],
): void {
  write(db, () => {
    if (purpose === 'making') refuseKeptForJudging(db, hashes)
    const add = prepare(
      db,
      `INSERT INTO label_documents (lens, latent, content_hash, purpose) VALUES (?, ?, ?, ?)
       ON CONFLICT (lens, latent, content_hash) DO NOTHING`,
    )
    const known = prepare<DocumentPurpose>(
      db,
      'SELECT purpose FROM label_documents WHERE lens = ? AND latent = ? AND content_hash = ?',
      'first-column',
    )
    for (const hash of hashes) {
      if (add.run(lens, latent, hash, purpose).changes === 1) continue
      const other = known.get(lens, latent, hash)
      if (other !== purpose)
        throw new Error(`a document that served ${other ?? 'nothing'} for latent ${latent} was drawn for ${purpose}`)
    }
  })
}

import { prepare, type Connection } from './connection.ts'
import { write } from './write.ts'

export type VectorPurpose = 'label' | 'query'

/** The direction of a text, [dimensions]; null where it was never embedded. @param hash 32 bytes, of text, address and model */
export function textVector(db: Connection, hash: Uint8Array): Int8Array | null {
  const codes = prepare<Buffer>(db, 'SELECT codes FROM text_vectors WHERE hash = ?', 'first-column').get(hash)
  return codes === undefined ? null : new Int8Array(codes.buffer, codes.byteOffset, codes.byteLength)
}

export function isEmbedded(db: Connection, hash: Uint8Array): boolean {
  return prepare(db, 'SELECT 1 FROM text_vectors WHERE hash = ?').get(hash) !== undefined
}

/** Keeps a direction. Of two of one text the first stays. */
export function keepTextVector(db: Connection, hash: Uint8Array, purpose: VectorPurpose, codes: Int8Array): void {
  write(db, () =>
    prepare(
      db,
      `INSERT INTO text_vectors (hash, purpose, codes, embedded_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (hash) DO NOTHING`,
    ).run(hash, purpose, Buffer.from(codes.buffer, codes.byteOffset, codes.byteLength), new Date().toISOString()),
  )
}

/** A number that grows with every label that is embedded; 0 before the first. */
export function lastLabelVector(db: Connection): number {
  return prepare<number | null>(db, "SELECT max(vector) FROM text_vectors WHERE purpose = 'label'", 'first-column').get() ?? 0
}

import { prepare, type Connection } from './connection.ts'
import { rowNumber } from './row-number.ts'

export type StoredDocument = {
  /** place in the corpus from 0, without gaps */
  readonly ordinal: number
  /** of the source, 1-based, as the user counts */
  readonly row: number
  readonly id: string
  readonly metadata: Readonly<Record<string, unknown>>
  /** 16 bytes, see `contentHash` */
  readonly contentHash: Uint8Array
}

type DocumentRow = {
  readonly ordinal: number
  readonly row: number
  readonly id: string
  readonly metadata: string
  readonly content_hash: Buffer
}

const documentColumns = 'ordinal, row, id, metadata, content_hash'

/** Null when the corpus has no such document. */
export function documentById(db: Connection, corpus: number, id: string): StoredDocument | null {
  const row = prepare<DocumentRow>(db, `SELECT ${documentColumns} FROM documents WHERE corpus = ? AND id = ?`).get(corpus, id)
  return row === undefined ? null : toDocument(row)
}

/** Null when the corpus has no such document. */
export function documentByOrdinal(db: Connection, corpus: number, ordinal: number): StoredDocument | null {
  const row = prepare<DocumentRow>(db, `SELECT ${documentColumns} FROM documents WHERE document = ?`).get(
    rowNumber(corpus, ordinal),
  )
  return row === undefined ? null : toDocument(row)
}

/** The documents from `first` on, at most `count`, in order. */
export function documentsFrom(db: Connection, corpus: number, first: number, count: number): readonly StoredDocument[] {
  return prepare<DocumentRow>(db, `SELECT ${documentColumns} FROM documents WHERE document >= ? AND document < ? ORDER BY document`)
    .all(rowNumber(corpus, first), rowNumber(corpus, first + count))
    .map(toDocument)
}

/** The text of a document in a channel; null when there is none. */
export function textOf(db: Connection, channel: number, ordinal: number): string | null {
  return prepare<string>(db, 'SELECT content FROM texts WHERE text = ?', 'first-column').get(rowNumber(channel, ordinal)) ?? null
}

/** The texts of a channel from the ordinal `first` on, at most `count`, in order. */
export function textsFrom(db: Connection, channel: number, first: number, count: number): readonly string[] {
  return prepare<string>(db, 'SELECT content FROM texts WHERE text >= ? AND text < ? ORDER BY text', 'first-column').all(
    rowNumber(channel, first),
    rowNumber(channel, first + count),
  )
}

function toDocument({ metadata, content_hash: contentHash, ...same }: DocumentRow): StoredDocument {
  return { ...same, metadata: JSON.parse(metadata) as Record<string, unknown>, contentHash }
}

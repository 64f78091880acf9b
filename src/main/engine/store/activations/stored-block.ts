import { Failure } from '../../../../contract/failure.ts'
import type { Connection } from '../connection.ts'
import { prepare } from '../connection.ts'

/** A committed block without its blobs. */
export type StoredBlock = {
  readonly block: number
  readonly firstOrdinal: number
  readonly documents: number
  /** [documents + 1], prefix sums of tokens. */
  readonly tokenStarts: Uint32Array
}

type BlockRow = {
  readonly block: number
  readonly first_ordinal: number
  readonly documents: number
  readonly token_starts: Buffer
}

const columns = 'block, first_ordinal, documents, token_starts'

/** The block a document is in. Throws a Failure 'not-read' where it is in none yet. */
export function blockOfDocument(db: Connection, encoding: number, ordinal: number): StoredBlock {
  const select = `SELECT ${columns} FROM activation_blocks WHERE encoding = ? AND first_ordinal <= ? ORDER BY first_ordinal DESC LIMIT 1`
  const row = prepare<BlockRow>(db, select).get(encoding, ordinal)
  if (row === undefined || ordinal >= row.first_ordinal + row.documents) {
    throw new Failure(
      'not-read',
      `Document ${ordinal + 1} has not been read with this lens.`,
      'Read the corpus with this lens first.',
    )
  }
  return toStoredBlock(row)
}

/** The blocks `first` to `end` (exclusive), in order. */
export function storedBlocks(db: Connection, encoding: number, first: number, end: number): StoredBlock[] {
  const select = `SELECT ${columns} FROM activation_blocks WHERE encoding = ? AND block >= ? AND block < ? ORDER BY block`
  return prepare<BlockRow>(db, select).all(encoding, first, end).map(toStoredBlock)
}

function toStoredBlock(row: BlockRow): StoredBlock {
  const bytes = Uint8Array.from(row.token_starts)
  return { block: row.block, firstOrdinal: row.first_ordinal, documents: row.documents, tokenStarts: new Uint32Array(bytes.buffer) }
}

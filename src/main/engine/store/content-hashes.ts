import { prepare, type Connection } from './connection.ts'
import { rowNumber } from './row-number.ts'

const page = 50_000

/** The content hash of each document of a corpus (16 bytes, `contentHash`), in order. */
export function* contentHashes(db: Connection, corpus: number): Generator<Uint8Array> {
  const select = prepare<Buffer>(
    db,
    'SELECT content_hash FROM documents WHERE document >= ? AND document < ? ORDER BY document',
    'first-column',
  )
  for (let first = 0; ; first += page) {
    const hashes = select.all(rowNumber(corpus, first), rowNumber(corpus, first + page))
    yield* hashes
    if (hashes.length < page) return
  }
}

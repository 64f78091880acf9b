import { prepare, type Connection } from './connection.ts'
import { write } from './write.ts'

/** Removes a corpus, ready or being imported, with its encodings; at once for everybody, while `housekeepingStep` frees the disk. */
export function removeCorpus(db: Connection, corpus: number): void {
  write(db, () => markCorpusRemoved(db, corpus))
}

/** Removes an encoding and its activations, in the same way. */
export function removeEncoding(db: Connection, encoding: number): void {
  write(db, () => markEncodings(db, 'encoding', encoding))
}

/** Within a transaction: the corpus' row, its channels and documents stay until they are swept, seen by nobody. */
export function markCorpusRemoved(db: Connection, corpus: number): void {
  prepare(db, "UPDATE corpora SET state = 'removed' WHERE corpus = ?").run(corpus)
  markEncodings(db, 'corpus', corpus)
}

/** The identity is given free, so that the same can be read again before the old is swept. */
function markEncodings(db: Connection, by: 'encoding' | 'corpus', number: number): void {
  prepare(
    db,
    `UPDATE encodings
     SET state = 'removed', identity = 'removed ' || encoding
     WHERE ${by} = ? AND state <> 'removed'`,
  ).run(number)
}

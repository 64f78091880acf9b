import { prepare, type Connection } from './connection.ts'

/**
 * From here on the connection sees the store as it is now, whatever others write, until it is closed.
 *
 * For one that reads for minutes, on a connection of its own: meanwhile the write-ahead log cannot be emptied.
 */
export function holdSnapshot(db: Connection): void {
  db.exec('BEGIN')
  // The snapshot is taken by the first read.
  prepare(db, 'SELECT count(*) FROM corpora').get()
}

import type { Connection } from './connection.ts'
import { toStoreFailure } from './store-failure.ts'

/**
 * Runs `change` in one transaction: all of it is kept, durably, or none.
 *
 * Inside another `write` it becomes a part of that one. `change` is synchronous: whatever needs waiting for is gathered before.
 * Throws a Failure for what the user can act on (disk full, no permission, locked, damaged); anything else as it was thrown.
 */
export function write<Result>(db: Connection, change: () => Result): Result {
  try {
    return db.transaction(change).immediate()
  } catch (error) {
    throw toStoreFailure(error, db.name)
  }
}

import { statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { Failure } from '../../../contract/failure.ts'
import type { Connection } from './connection.ts'
import { migrate, refuseOtherVersion } from './migrate.ts'
import { makeStoreFolder, refuseNetworkFileSystem, storeFile } from './store-folder.ts'
import { toStoreFailure } from './store-failure.ts'
import { WriterLock } from './writer-lock.ts'

const locks = new WeakMap<Connection, WriterLock>()

/** How long a statement waits, in milliseconds, where SQLite's own short locks collide (opening, checkpoints, recovery). */
const patience = 5000

/**
 * Opens the store in `folder` as its one writer, making it and bringing it up to date where needed.
 *
 * `application` is what others are told who is writing. Close it with `closeStore`. Throws Failures: 'locked' (naming the writer),
 * 'unsupported' (network file system, newer version), 'no-permission', 'disk-full', 'store-damaged'.
 */
export function openStoreForWriting(folder: string, application = 'Etalon'): Connection {
  makeStoreFolder(folder)
  const lock = WriterLock.acquire(folder, application)
  const file = storeFile(folder)
  let db: Connection | null = null
  try {
    db = new Database(file, { timeout: patience })
    prepareFile(db)
    configure(db)
    db.pragma('synchronous = FULL')
    // Without it macOS leaves what was committed in the disk's own cache.
    db.pragma('fullfsync = ON')
    db.pragma('journal_size_limit = 67108864')
    migrate(db)
    locks.set(db, lock)
    return db
  } catch (error) {
    db?.close()
    lock.release()
    throw toStoreFailure(error, file)
  }
}

/**
 * Opens the store in `folder` for reading, beside a writer if there is one.
 *
 * Throws Failures: 'not-found' (nothing imported yet), 'stale' (an older version that a writer must migrate first), and those of writing.
 */
export function openStoreForReading(folder: string): Connection {
  const file = storeFile(folder)
  let db: Connection | null = null
  try {
    if (statSync(file, { throwIfNoEntry: false }) === undefined)
      throw new Failure('not-found', `There is no store at ${file} yet.`, 'Run etalon import on the project first.')
    refuseNetworkFileSystem(folder)
    db = new Database(file, { readonly: true, fileMustExist: true, timeout: patience })
    configure(db)
    refuseOtherVersion(db)
    return db
  } catch (error) {
    db?.close()
    throw toStoreFailure(error, file)
  }
}

/** Closes a store opened by either of the above; a writer's lock is free from then on. */
export function closeStore(db: Connection): void {
  db.close()
  locks.get(db)?.release()
  locks.delete(db)
}

/** What must be settled before the first table, and the log, without which nothing here holds. */
function prepareFile(db: Connection): void {
  if (db.pragma('page_count', { simple: true }) === 0) {
    db.pragma('page_size = 8192')
    db.pragma('auto_vacuum = INCREMENTAL')
  }
  if (db.pragma('journal_mode = WAL', { simple: true }) !== 'wal')
    throw new Failure(
      'unsupported',
      `The file system that holds ${db.name} cannot keep a store (no write-ahead log).`,
      'Keep the store on another disk of this machine with --store DIR.',
    )
}

function configure(db: Connection): void {
  db.pragma('foreign_keys = ON')
  db.pragma('cache_size = -32768')
  db.pragma('temp_store = MEMORY')
}

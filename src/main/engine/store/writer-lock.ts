import { hostname } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { Failure } from '../../../contract/failure.ts'
import type { Connection } from './connection.ts'
import { toStoreFailure } from './store-failure.ts'

/** Who writes to a store. */
export type WriterHolder = {
  /** what a person would call it, such as 'etalon import' */
  readonly application: string
  readonly pid: number
  readonly host: string
  /** ISO 8601, UTC */
  readonly since: string
}

/** Milliseconds; only a moment's collision with one who reads the holder's name is waited for, never the holder. */
const patience = 250

/**
 * The right to write to a store, of which there is one.
 *
 * It is a write transaction held open on `writer.lock`, an SQLite file of its own beside the store. The operating system ends it with
 * the process, however that ends, and readers of the file still see the holder that was committed just before.
 */
export class WriterLock {
  readonly #db: Connection

  private constructor(db: Connection) {
    this.#db = db
  }

  /** Throws a Failure 'locked' that names the holder when there is one. */
  static acquire(folder: string, application: string): WriterLock {
    const file = join(folder, 'writer.lock')
    let db: Connection | null = null
    try {
      db = new Database(file, { timeout: patience })
      holdAs(db, { application, pid: process.pid, host: hostname(), since: new Date().toISOString() })
      return new WriterLock(db)
    } catch (error) {
      const refused = db !== null && isBusy(error) ? heldBy(db) : toStoreFailure(error, file)
      db?.close()
      throw refused
    }
  }

  release(): void {
    this.#db.close()
  }
}

function holdAs(db: Connection, holder: WriterHolder): void {
  db.pragma('synchronous = OFF')
  for (;;) {
    db.exec('BEGIN IMMEDIATE')
    db.exec('CREATE TABLE IF NOT EXISTS holder (application TEXT, pid INTEGER, host TEXT, since TEXT) STRICT')
    db.exec('DELETE FROM holder')
    db.prepare('INSERT INTO holder (application, pid, host, since) VALUES (@application, @pid, @host, @since)').run(holder)
    db.exec('COMMIT')
    db.exec('BEGIN IMMEDIATE')
    // Another may have come in between the two: then the name on the lock is not ours, and we sign again.
    const signed = readHolder(db)
    if (signed?.pid === holder.pid && signed.since === holder.since) return
    db.exec('ROLLBACK')
  }
}

function heldBy(db: Connection): Failure {
  const holder = readHolderIfAny(db)
  const who =
    holder === null
      ? 'Another program'
      : `${holder.application} (process ${holder.pid}, since ${holder.since.slice(0, 16).replace('T', ' ')} UTC)`
  return new Failure(
    'locked',
    `${who} is writing to this project's store.`,
    'Do it there, or close it and try again; commands that only read work beside it.',
  )
}

function readHolderIfAny(db: Connection): WriterHolder | null {
  try {
    return readHolder(db)
  } catch {
    return null
  }
}

function readHolder(db: Connection): WriterHolder | null {
  const row = db.prepare<[], WriterHolder>('SELECT application, pid, host, since FROM holder').get()
  return row ?? null
}

function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')
}

/** Whether anybody writes to the store in `folder`. Takes the right for a moment to find out; false where that cannot be told. */
export function isWrittenTo(folder: string): boolean {
  let db: Connection | null = null
  try {
    db = new Database(join(folder, 'writer.lock'), { fileMustExist: true, timeout: 0 })
    db.exec('BEGIN IMMEDIATE; ROLLBACK')
    return false
  } catch (error) {
    return isBusy(error)
  } finally {
    db?.close()
  }
}

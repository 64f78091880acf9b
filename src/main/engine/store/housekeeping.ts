import { prepare, type Connection } from './connection.ts'
import { lastRowNumber, rowNumber } from './row-number.ts'
import { dropSearchIndex, mergeSearchIndexStep } from './search-index.ts'
import { write } from './write.ts'

/** Rows that one step deletes: of texts and documents, and of blobs of about 1 MB. */
const stepRows = 1000
const stepBlobs = 16

/** Free pages (of 8 KB) that are left in the file, and how many one step gives back. */
const sparePages = 256
const stepPages = 1024

/**
 * Does a bounded piece, some tens of milliseconds, of what removals and imports left to do: deletes what was removed, merges full-text
 * indexes, gives free pages back to the disk. False when nothing is left.
 *
 * To be called by the writer, after opening and after an import or a removal, until it says false, letting others in between. A process
 * killed between two steps leaves a store that is right; the next writer goes on.
 */
export function housekeepingStep(db: Connection): boolean {
  return sweepEncoding(db) || sweepCorpus(db) || mergeIndex(db) || givePagesBack(db)
}

function sweepEncoding(db: Connection): boolean {
  const encoding = numberIn(db, "SELECT encoding FROM encodings WHERE state = 'removed' LIMIT 1")
  if (encoding === null) return false
  write(db, () => {
    for (const table of tablesOfEncodings(db)) {
      if (prepare(db, `DELETE FROM ${table} WHERE encoding = ? LIMIT ${stepBlobs}`).run(encoding).changes > 0) return
    }
    prepare(db, 'DELETE FROM encodings WHERE encoding = ?').run(encoding)
  })
  return true
}

/** Every table whose rows belong to an encoding. */
function tablesOfEncodings(db: Connection): readonly string[] {
  return prepare<string>(
    db,
    `SELECT DISTINCT tables.name
     FROM sqlite_schema AS tables, pragma_foreign_key_list(tables.name) AS keys
     WHERE tables.type = 'table' AND keys."table" = 'encodings'`,
    'first-column',
  ).all()
}

function sweepCorpus(db: Connection): boolean {
  const corpus = numberIn(db, "SELECT corpus FROM corpora WHERE state = 'removed' LIMIT 1")
  if (corpus === null) return false
  write(db, () => {
    const channel = numberIn(db, 'SELECT channel FROM channels WHERE corpus = ? LIMIT 1', corpus)
    if (channel !== null) {
      if (deleteRows(db, 'texts', 'text', channel)) return
      dropSearchIndex(db, channel)
      prepare(db, 'DELETE FROM channels WHERE channel = ?').run(channel)
    } else if (!deleteRows(db, 'documents', 'document', corpus)) {
      prepare(db, 'DELETE FROM corpora WHERE corpus = ?').run(corpus)
    }
  })
  return true
}

function deleteRows(db: Connection, table: string, key: string, owner: number): boolean {
  const remove = prepare(db, `DELETE FROM ${table} WHERE ${key} BETWEEN ? AND ? LIMIT ${stepRows}`)
  return remove.run(rowNumber(owner, 0), lastRowNumber(owner)).changes > 0
}

function mergeIndex(db: Connection): boolean {
  const channel = numberIn(
    db,
    `SELECT channel
     FROM channels JOIN corpora USING (corpus)
     WHERE state = 'ready' AND search_merged = 0
     LIMIT 1`,
  )
  if (channel === null) return false
  write(db, () => {
    if (!mergeSearchIndexStep(db, channel)) prepare(db, 'UPDATE channels SET search_merged = 1 WHERE channel = ?').run(channel)
  })
  return true
}

function givePagesBack(db: Connection): boolean {
  const free = db.pragma('freelist_count', { simple: true }) as number
  if (free <= sparePages) return false
  db.pragma(`incremental_vacuum(${Math.min(stepPages, free - sparePages)})`)
  // The file shrinks when the log is written back to it; readers are not waited for.
  db.pragma('wal_checkpoint(PASSIVE)')
  return true
}

function numberIn(db: Connection, sql: string, ...parameters: readonly number[]): number | null {
  return prepare<number>(db, sql, 'first-column').get(...parameters) ?? null
}

import { createHash } from 'node:crypto'
import Database from 'better-sqlite3'

/** Columns that say when, how fast or by which number something was written, not what. */
const incidental = ['created_at', 'started_at', 'finished_at', 'seconds', 'search_merged', 'request_id', 'fingerprint']
/** Tables that tell of runs, not of what was read. */
const besides = /^(jobs|holder|sqlite_|texts_search)/

/**
 * A digest of every row of every table, by table: two stores with equal digests hold the same documents, activations and statistics,
 * bit for bit. What is incidental to a run (times, jobs) is left out.
 */
export function storeDigest(file: string): Record<string, string> {
  const db = new Database(file, { readonly: true })
  try {
    const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all() as string[]
    return Object.fromEntries(tables.filter((table) => !besides.test(table)).map((table) => [table, tableDigest(db, table)]))
  } finally {
    db.close()
  }
}

function tableDigest(db: Database.Database, table: string): string {
  const columns = (db.prepare(`SELECT name FROM pragma_table_xinfo(?)`).pluck().all(table) as string[]).filter(
    (column) => !incidental.includes(column),
  )
  const hash = createHash('sha256')
  let rows = 0
  for (const row of db
    .prepare(`SELECT ${columns.join(', ')} FROM ${table} ORDER BY ${columns.map((_, at) => at + 1).join(', ')}`)
    .raw()
    .iterate() as Iterable<unknown[]>) {
    rows += 1
    for (const value of row) hash.update(value instanceof Uint8Array ? value : JSON.stringify(value)).update('\0')
  }
  return `${rows} rows ${hash.digest('hex').slice(0, 16)}`
}

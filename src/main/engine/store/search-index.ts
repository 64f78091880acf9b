import { prepare, type Connection } from './connection.ts'

/** Pages of 4 KB that one step of merging writes at most: some tens of milliseconds. */
const stepPages = 150

/** The full-text table of a channel, whose row numbers are document ordinals. It holds no text: what it finds is read from `texts`. */
export function searchTable(channel: number): string {
  if (!Number.isSafeInteger(channel)) throw new Error(`no channel number: ${channel}`)
  return `texts_search_${channel}`
}

/**
 * Makes the full-text index of a channel, within a transaction.
 *
 * A table per channel, because dropping it takes milliseconds where deleting its rows takes as long as writing them. Its parts are merged
 * once, when the import is over (`mergeSearchIndexStep`), which halves the time of an import.
 */
export function createSearchIndex(db: Connection, channel: number): void {
  const table = searchTable(channel)
  db.exec(`
    CREATE VIRTUAL TABLE ${table} USING fts5(content, content = '', tokenize = 'unicode61 remove_diacritics 2');
    INSERT INTO ${table} (${table}, rank) VALUES ('automerge', 0);
    INSERT INTO ${table} (${table}, rank) VALUES ('crisismerge', 1999);
    INSERT INTO ${table} (${table}, rank) VALUES ('hashsize', 8388608);
  `)
}

export function dropSearchIndex(db: Connection, channel: number): void {
  db.exec(`DROP TABLE IF EXISTS ${searchTable(channel)}`)
}

/** Adds one text; ordinals of a channel come in ascending order. */
export function addToSearchIndex(db: Connection, channel: number, ordinal: number, content: string): void {
  prepare(db, `INSERT INTO ${searchTable(channel)} (rowid, content) VALUES (?, ?)`).run(ordinal, content)
}

/** Merges a bounded part of the index into one; false when it is one already. */
export function mergeSearchIndexStep(db: Connection, channel: number): boolean {
  const table = searchTable(channel)
  const before = totalChanges(db)
  // Negative: all parts are to become one. Asked again, it goes on where it was. Fewer than two changes: nothing was left to do.
  prepare(db, `INSERT INTO ${table} (${table}, rank) VALUES ('merge', ?)`).run(-stepPages)
  return totalChanges(db) - before >= 2
}

function totalChanges(db: Connection): number {
  return prepare<number>(db, 'SELECT total_changes()', 'first-column').get() ?? 0
}

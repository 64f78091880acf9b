import { prepare, type Connection } from './connection.ts'
import { searchTable } from './search-index.ts'

/**
 * Ordinals, ascending, of a channel's texts that hold a word as a whole, whatever its case and diacritics; null where they are more than
 * `atMost`. `word` is of letters and digits alone.
 */
export function documentsWithWord(db: Connection, channel: number, word: string, atMost: number): Uint32Array | null {
  const table = searchTable(channel)
  const select = `SELECT rowid FROM ${table} WHERE ${table} MATCH ? ORDER BY rowid LIMIT ?`
  const found = prepare<number>(db, select, 'first-column').all(`"${word.replaceAll('"', '""')}"`, atMost + 1)
  return found.length > atMost ? null : Uint32Array.from(found)
}

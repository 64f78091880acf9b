import { prepare, type Connection } from './connection.ts'
import { rowNumber } from './row-number.ts'
import { searchTable } from './search-index.ts'
import { textQuery } from './text-query.ts'

/** Ordinals of the first documents, by id, whose id begins so; letter case counts. At most `limit`. */
export function documentsByIdStart(db: Connection, corpus: number, start: string, limit: number): readonly number[] {
  return prepare<number>(
    db,
    'SELECT ordinal FROM documents WHERE corpus = ? AND id >= ? AND id < ? ORDER BY id LIMIT ?',
    'first-column',
  ).all(corpus, start, `${start}\u{10ffff}`, limit)
}

/** Letters that a word must have before its beginning alone is looked for: of fewer, too many words begin so. */
const leastLetters = 3

/**
 * Ordinals, ascending, of the first texts of a channel that hold all words, of which the last may be unfinished. At most `limit`. Words that only
 * a pass over all texts would find (signs, scripts without spaces) find nothing here.
 */
export function textsWithWords(db: Connection, channel: number, typed: string, limit: number): readonly number[] {
  const [, last = ''] = /(\S+)$/.exec(typed) ?? []
  const query = textQuery([...last].length >= leastLetters && !last.endsWith('*') ? `${typed}*` : typed)
  if (query === null || query.match === null || query.substrings.length > 0) return []
  const table = searchTable(channel)
  const select = `SELECT rowid FROM ${table} WHERE ${table} MATCH ? ORDER BY rowid LIMIT ?`
  return prepare<number>(db, select, 'first-column').all(query.match, limit)
}

/** The beginning of a text, at most `characters` code points. */
export function textPart(db: Connection, channel: number, ordinal: number, characters: number): string {
  const select = 'SELECT substr(content, 1, ?) FROM texts WHERE text = ?'
  return prepare<string>(db, select, 'first-column').get(characters, rowNumber(channel, ordinal)) ?? ''
}

import { prepare, type Connection } from './connection.ts'
import { lastRowNumber, rowNumber } from './row-number.ts'

/** A metadata column of every document of a corpus, [documents], as text (numbers and booleans as JSON writes them); null where it has none. */
export function columnValues(db: Connection, corpus: number, column: string): readonly (string | null)[] {
  const path = `$.${JSON.stringify(column)}`
  return prepare<string | null>(
    db,
    `SELECT CASE json_type(metadata, ?) WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE CAST(metadata ->> ? AS TEXT) END
     FROM documents WHERE document BETWEEN ? AND ? ORDER BY document`,
    'first-column',
  ).all(path, path, rowNumber(corpus, 0), lastRowNumber(corpus))
}

/** The ids of every document of a corpus, [documents]. */
export function documentIds(db: Connection, corpus: number): readonly string[] {
  return prepare<string>(db, 'SELECT id FROM documents WHERE document BETWEEN ? AND ? ORDER BY document', 'first-column').all(
    rowNumber(corpus, 0),
    lastRowNumber(corpus),
  )
}

/** The texts of a channel, in order, a few hundred in memory at a time. */
export function* channelTexts(
  db: Connection,
  channel: number,
): Generator<{ readonly ordinal: number; readonly content: string }, void, void> {
  const select = prepare<{ ordinal: number; content: string }>(
    db,
    'SELECT text & 4294967295 AS ordinal, content FROM texts WHERE text BETWEEN ? AND ? ORDER BY text LIMIT 256',
  )
  for (let next = 0; ;) {
    const page = select.all(rowNumber(channel, next), lastRowNumber(channel))
    yield* page
    const last = page.at(-1)
    if (last === undefined) return
    next = last.ordinal + 1
  }
}

import type { DocumentFilter } from '../../../contract/documents.ts'
import { prepare, type Connection } from './connection.ts'
import { lastRowNumber, rowNumber } from './row-number.ts'
import { searchTable } from './search-index.ts'
import { textQuery, type TextQuery } from './text-query.ts'

/** Which documents of a corpus are wanted: words in the text of any one of `channels`, and metadata that equal, or do not. */
export type StoreFilter = Pick<DocumentFilter, 'text' | 'where'> & {
  readonly corpus: number
  readonly channels: readonly number[]
  readonly whereNot?: DocumentFilter['where']
}

/** Ordinals, ascending, of all documents that pass, [matches]. */
export function matchingOrdinals(db: Connection, filter: StoreFilter): Uint32Array {
  const { sql, parameters } = ordinalsQuery(filter)
  return Uint32Array.from(prepare<number>(db, sql, 'first-column').all(...parameters))
}

/** An SQL condition or query with the values of its question marks. */
type Fragment = { readonly sql: string; readonly parameters: readonly (string | number)[] }

/** A query of one column, `ordinal`, ascending. */
function ordinalsQuery(filter: StoreFilter): Fragment {
  const query = textQuery(filter.text ?? '')
  const equals = [
    ...Object.entries(filter.where ?? {}).map(([name, value]) => columnEquals(name, value)),
    ...Object.entries(filter.whereNot ?? {}).map(([name, value]) => negated(columnEquals(name, value))),
  ]
  const inTexts = query === null ? null : joined(filter.channels.map((channel) => textsWith(channel, query)))
  if (inTexts !== null && equals.length === 0) return inTexts
  const conditions = [...equals, ownedBy('document', filter.corpus)]
  if (inTexts !== null)
    conditions.push({
      sql: `document IN (SELECT ordinal + ? FROM (${inTexts.sql}))`,
      parameters: [rowNumber(filter.corpus, 0), ...inTexts.parameters],
    })
  const where = allOf(conditions)
  return {
    sql: `SELECT document & 4294967295 AS ordinal FROM documents WHERE ${where.sql} ORDER BY document`,
    parameters: where.parameters,
  }
}

/** Ordinals of a channel's texts that answer the query. */
function textsWith(channel: number, query: TextQuery): Fragment {
  const found = query.match === null ? null : wordsIn(channel, query.match)
  if (found !== null && query.substrings.length === 0) return found
  const contains = query.substrings.map((substring): Fragment => {
    return { sql: "content LIKE ? ESCAPE '\\'", parameters: [`%${substring.replace(/[\\%_]/g, '\\$&')}%`] }
  })
  const conditions = [...contains, ownedBy('text', channel)]
  if (found !== null)
    conditions.push({
      sql: `text IN (SELECT ordinal + ? FROM (${found.sql}))`,
      parameters: [rowNumber(channel, 0), ...found.parameters],
    })
  const where = allOf(conditions)
  return { sql: `SELECT text & 4294967295 AS ordinal FROM texts WHERE ${where.sql} ORDER BY text`, parameters: where.parameters }
}

function wordsIn(channel: number, match: string): Fragment {
  const table = searchTable(channel)
  return {
    sql: `SELECT rowid AS ordinal FROM ${table} WHERE ${table} MATCH ? ORDER BY rowid`,
    parameters: [match],
  }
}

/** Several channels: a document counts once. */
function joined(perChannel: readonly Fragment[]): Fragment {
  const [only] = perChannel
  if (only === undefined) throw new Error('no channel to search in')
  if (perChannel.length === 1) return only
  return {
    sql: `${perChannel.map(({ sql }) => `SELECT ordinal FROM (${sql})`).join(' UNION ')} ORDER BY ordinal`,
    parameters: perChannel.flatMap(({ parameters }) => parameters),
  }
}

/**
 * A metadata column equals `value` as a person writes it: the text itself, or a number, true, false or null. Of a list one element does.
 *
 * `->` gives a value's JSON, which is what `JSON.stringify` once wrote. A column the document lacks counts as null.
 */
function columnEquals(name: string, value: string): Fragment {
  const path = `$.${JSON.stringify(name)}`
  const forms = [JSON.stringify(value), ...(/^["[{]/.test(value) ? [] : [value])]
  const places = forms.map(() => '?').join(', ')
  return {
    sql: `CASE json_type(metadata, ?) WHEN 'array' THEN
      coalesce(metadata -> ?, 'null') IN (${places}) OR EXISTS (SELECT 1 FROM json_each(metadata, ?) WHERE CAST(value AS TEXT) = ?)
      ELSE coalesce(metadata -> ?, 'null') IN (${places}) END`,
    parameters: [path, path, ...forms, path, value, path, ...forms],
  }
}

function negated({ sql, parameters }: Fragment): Fragment {
  return { sql: `NOT (${sql})`, parameters }
}

function ownedBy(key: string, owner: number): Fragment {
  return { sql: `${key} BETWEEN ? AND ?`, parameters: [rowNumber(owner, 0), lastRowNumber(owner)] }
}

function allOf(conditions: readonly Fragment[]): Fragment {
  return {
    sql: conditions.map(({ sql }) => `(${sql})`).join(' AND '),
    parameters: conditions.flatMap(({ parameters }) => parameters),
  }
}

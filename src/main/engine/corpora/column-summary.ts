import { asTurns } from './chat-turns.ts'
import type { RawRow } from './raw-row.ts'
import { toJsonValue } from './json-value.ts'

export type ColumnKind = 'text' | 'number' | 'boolean' | 'list' | 'object' | 'messages' | 'empty'

/** A column over the first rows of a corpus. */
export type ColumnSummary = {
  readonly name: string
  /** what most of its values are; numbers and booleans in CSV cells count as such */
  readonly kind: ColumnKind
  /** rows with a value that is not null, '' or an empty list */
  readonly filled: number
  /** different values among these */
  readonly distinct: number
  /** characters, of values that are not text as JSON */
  readonly medianLength: number
  /** up to three different values, cut to 120 characters */
  readonly examples: readonly string[]
}

type Value = { readonly kind: ColumnKind; readonly text: string }

const exampleCharacters = 120
/** As much of a value as decides whether it is the same as another. */
const comparedCharacters = 2000

/** The columns of some rows, in the order they first appear. `cellsAreText`: strings that read as numbers are numbers (CSV). */
export function summarizeColumns(rows: readonly RawRow[], cellsAreText: boolean): readonly ColumnSummary[] {
  const names = new Set(rows.flatMap(({ fields }) => Object.keys(fields)))
  return Array.from(names, (name) =>
    summarize(
      name,
      rows.flatMap(({ fields }) => describeValue(fields[name], cellsAreText) ?? []),
    ),
  )
}

function summarize(name: string, values: readonly Value[]): ColumnSummary {
  const distinct = [...new Set(values.map(({ text }) => text.slice(0, comparedCharacters)))]
  const lengths = values.map(({ text }) => text.length).sort((a, b) => a - b)
  return {
    name,
    kind: commonKind(values),
    filled: values.length,
    distinct: distinct.length,
    medianLength: lengths[lengths.length >> 1] ?? 0,
    examples: distinct
      .slice(0, 3)
      .map((text) => (text.length > exampleCharacters ? `${text.slice(0, exampleCharacters).toWellFormed()}…` : text)),
  }
}

/** The kind of more than half the values; text where no kind is, since any value can be written out. */
function commonKind(values: readonly Value[]): ColumnKind {
  if (values.length === 0) return 'empty'
  const counts = new Map<ColumnKind, number>()
  for (const { kind } of values) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  const [kind, count] = [...counts].reduce((most, each) => (each[1] > most[1] ? each : most))
  const isScalar = kind === 'number' || kind === 'boolean'
  return count === values.length || (!isScalar && count * 2 > values.length) ? kind : 'text'
}

/** Null for a missing value. */
function describeValue(value: unknown, cellsAreText: boolean): Value | null {
  if (value === undefined || value === null || value === '') return null
  if (typeof value === 'string') {
    if (asTurns(value) !== null) return { kind: 'messages', text: value }
    return { kind: cellsAreText ? kindOfCell(value) : 'text', text: value }
  }
  if (typeof value === 'number' || typeof value === 'bigint') return { kind: 'number', text: String(value) }
  if (typeof value === 'boolean') return { kind: 'boolean', text: String(value) }
  if (Array.isArray(value) && value.length === 0) return null
  const text = value instanceof Uint8Array ? `(${value.length} bytes)` : JSON.stringify(toJsonValue(value, () => {}))
  return { kind: asTurns(value) !== null ? 'messages' : Array.isArray(value) ? 'list' : 'object', text }
}

function kindOfCell(cell: string): ColumnKind {
  if (/^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(cell)) return 'number'
  return /^(true|false)$/i.test(cell) ? 'boolean' : 'text'
}

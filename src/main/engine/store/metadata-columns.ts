import { prepare, type Connection } from './connection.ts'

export type ColumnKind = 'text' | 'number' | 'boolean' | 'list' | 'object' | 'mixed'

/** A metadata column of a corpus, as counted while it was imported. */
export type MetadataColumn = {
  readonly name: string
  readonly kind: ColumnKind
  /** documents that have a value */
  readonly filled: number
  /** the values seen first, at most 50, as a filter asks for them */
  readonly values: readonly { readonly value: string; readonly documents: number }[]
  /** whether `values` are all there are */
  readonly complete: boolean
}

type Tally = { name: string; kind: ColumnKind; filled: number; values: Map<string, number>; complete: boolean }

type ColumnRow = {
  readonly name: string
  readonly kind: ColumnKind
  readonly filled: number
  readonly few_values: string
  readonly complete: number
}

const mostColumns = 500
const mostValues = 50
const longestValue = 200

/** The metadata columns of a corpus in the order they first appear; past 500 they are left out. */
export function metadataColumns(db: Connection, corpus: number): readonly MetadataColumn[] {
  return tallies(db, corpus).map(({ name, kind, filled, values, complete }) => ({
    name,
    kind,
    filled,
    values: [...values].map(([value, documents]) => ({ value, documents })),
    complete,
  }))
}

/** Counts the metadata of further documents. Within the transaction that adds them, so that a resumed import counts each one once. */
export function countMetadata(db: Connection, corpus: number, metadata: readonly Readonly<Record<string, unknown>>[]): void {
  const known = new Map(tallies(db, corpus).map((tally) => [tally.name, tally]))
  for (const values of metadata) {
    for (const [name, value] of Object.entries(values)) {
      if (value === null || value === undefined) continue
      let tally = known.get(name)
      if (tally === undefined) {
        if (known.size >= mostColumns) continue
        tally = { name, kind: kindOf(value), filled: 0, values: new Map(), complete: true }
        known.set(name, tally)
      }
      countValue(tally, value)
    }
  }
  save(db, corpus, [...known.values()])
}

function countValue(tally: Tally, value: unknown): void {
  const kind = kindOf(value)
  if (tally.kind !== kind) tally.kind = 'mixed'
  tally.filled += 1
  const text = textIn(value)
  const count = text === null ? undefined : tally.values.get(text)
  if (text === null || text.length > longestValue || (count === undefined && tally.values.size >= mostValues))
    tally.complete = false
  else tally.values.set(text, (count ?? 0) + 1)
}

/** A value as a filter asks for it; null for lists and objects, which none asks for. */
function textIn(value: unknown): string | null {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint' ? String(value) : null
}

function kindOf(value: unknown): ColumnKind {
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'object') return 'object'
  if (typeof value === 'boolean') return 'boolean'
  return typeof value === 'number' || typeof value === 'bigint' ? 'number' : 'text'
}

function tallies(db: Connection, corpus: number): Tally[] {
  return prepare<ColumnRow>(
    db,
    'SELECT name, kind, filled, few_values, complete FROM metadata_columns WHERE corpus = ? ORDER BY position',
  )
    .all(corpus)
    .map(({ few_values: values, complete, ...same }) => ({
      ...same,
      values: new Map(JSON.parse(values) as [string, number][]),
      complete: complete === 1,
    }))
}

function save(db: Connection, corpus: number, columns: readonly Tally[]): void {
  const insert = prepare(
    db,
    `INSERT OR REPLACE INTO metadata_columns (corpus, position, name, kind, filled, few_values, complete)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  )
  columns.forEach(({ name, kind, filled, values, complete }, position) => {
    insert.run(corpus, position, name, kind, filled, JSON.stringify([...values]), complete ? 1 : 0)
  })
}

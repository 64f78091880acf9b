import type { z } from 'zod'
import type { orderInput } from '../../../contract/documents.ts'
import { columnValues, documentIds } from '../store/column-values.ts'
import { textBytes } from '../store/text-bytes.ts'
import { pooledBy } from './passing-documents.ts'
import type { ProjectReading } from './project-reading.ts'
import type { Subject } from './subjects.ts'

type Request = Pick<z.output<typeof orderInput>, 'order' | 'column' | 'descending' | 'latent'>
/** The ordinals of a row, one for each pane; -1 for none. */
type Row = readonly number[]

/** Puts rows in the order asked for. Equal ones stay in the order of the corpus; those without a value come last. */
export function sortRows(project: ProjectReading, rows: Row[], panes: readonly Subject[], request: Request): void {
  const strength = request.order === 'activation' || request.order === 'difference'
  const sign = (request.descending ?? strength) ? -1 : 1
  if (request.order === 'corpus' && sign === -1) rows.reverse()
  const values = valuesOf(project, rows, panes, request)
  if (values === null) return
  const place = new Map(rows.map((row, at) => [row, at]))
  const valueOf = (row: Row) => values[place.get(row) ?? -1] ?? null
  rows.sort((a, b) => {
    const [x, y] = [valueOf(a), valueOf(b)]
    if (x === null || y === null) return Number(x === null) - Number(y === null)
    return sign * (typeof x === 'number' && typeof y === 'number' ? x - y : collator.compare(String(x), String(y)))
  })
}

const collator = new Intl.Collator('en', { numeric: true })

type Value = number | string | null

/** What rows are sorted by, [rows]; null where they stand as they are. */
function valuesOf(
  project: ProjectReading,
  rows: readonly Row[],
  panes: readonly Subject[],
  request: Request,
): readonly Value[] | null {
  const { order, latent, column } = request
  switch (order) {
    case 'corpus':
      return null
    case 'activation':
    case 'difference': {
      if (latent === undefined) return null
      const pooled = panes.map((pane) => pooledBy(project, pane, latent))
      return rows.map((row) => {
        const values = row.map((ordinal, pane) => (ordinal < 0 ? 0 : (pooled[pane]?.[ordinal] ?? 0)))
        const [first = 0, ...others] = values
        return order === 'activation' ? Math.max(...values) : first - Math.max(0, ...others)
      })
    }
    case 'length': {
      const bytes = panes.map(({ corpus, channel }) => textBytes(project.db, channel.channel, corpus.documents))
      return firstOf(rows, bytes)
    }
    case 'id': {
      const ids = panes.map(({ corpus }) =>
        project.remembered(`ids ${corpus.corpus}`, () => documentIds(project.db, corpus.corpus)),
      )
      return firstOf(rows, ids)
    }
    case 'column': {
      if (column === undefined) return null
      const texts = firstOf(
        rows,
        panes.map(({ corpus }) => columnValues(project.db, corpus.corpus, column)),
      )
      const areNumbers = texts.every((text) => text === null || (String(text).trim() !== '' && Number.isFinite(Number(text))))
      return areNumbers ? texts.map((text) => (text === null ? null : Number(text))) : texts
    }
  }
}

/** Of each row the value of the first pane that has one. `values`: of each pane by ordinal. */
function firstOf(rows: readonly Row[], values: readonly ArrayLike<Value>[]): Value[] {
  return rows.map((row) => {
    for (let pane = 0; pane < row.length; pane++) {
      const value = row[pane]! < 0 ? null : (values[pane]?.[row[pane]!] ?? null)
      if (value !== null) return value
    }
    return null
  })
}

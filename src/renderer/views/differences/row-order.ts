import type { DiffRow } from '../../../contract/differences.ts'

export const sorts = ['label', 'target', 'other', 'difference', 'expected', 'likeLength', 'adjusted', 'raw'] as const
export type Sort = (typeof sorts)[number]

export type Order = {
  readonly sort: Sort
  readonly descending: boolean
  readonly search: string
  readonly direction: 'both' | 'up' | 'down'
  readonly onlyFound: boolean
}
export const startOrder: Order = { sort: 'adjusted', descending: false, search: '', direction: 'both', onlyFound: false }

/** A line of the table: a row, or a member of its family below it. */
export type Line = {
  readonly row: DiffRow
  /** Members of its family that are folded under it or stand below it; 0 of a member and of a row that stands alone. */
  readonly members: number
  readonly member: boolean
}

/** Whether a row counts as found: by the adjusted test where there is one, else by the raw one. */
export const isFound = (row: DiffRow, rate: number): boolean => (row.qAdjusted ?? row.qValue) <= rate

/** The difference a row is found for: at like length where that could be told, else the plain one. */
export const difference = (row: DiffRow): number => row.adjustedDifference ?? row.difference

/** The share of the group a row is compared with; of all others together (union) what is left of the target's. */
export const otherShare = ({ target, others, comparedWith, ...row }: DiffRow): number =>
  comparedWith === null ? target - row.difference : (others[comparedWith] ?? 0)

/**
 * The lines of the table: rows that pass, sorted; of a family the first in that order stands for it, with the others below where it is
 * open. Rows of equal rank stay in the order they came in, which is the engine's: strongest first.
 */
export function tableLines(rows: readonly DiffRow[], order: Order, rate: number, open: ReadonlySet<number>): readonly Line[] {
  const wanted = order.search.trim().toLowerCase()
  const passing = rows
    .filter(
      (row) =>
        (wanted === '' || String(row.latent) === wanted || (row.label ?? '').toLowerCase().includes(wanted)) &&
        (order.direction === 'both' || difference(row) > 0 === (order.direction === 'up')) &&
        (!order.onlyFound || isFound(row, rate)),
    )
    .map((row, place) => ({ row, place, by: valueOf(row, order.sort) }))
  passing.sort((a, b) => compare(a.by, b.by) * (order.descending ? -1 : 1) || a.place - b.place)
  const families = new Map<number, DiffRow[]>()
  for (const { row } of passing) if (row.family !== null) families.set(row.family, [...(families.get(row.family) ?? []), row])
  return passing.flatMap(({ row }): readonly Line[] => {
    if (row.family === null) return [{ row, members: 0, member: false }]
    const [head, ...members] = families.get(row.family) ?? []
    if (row !== head) return []
    const below = open.has(row.family) ? members.map((each) => ({ row: each, members: 0, member: true })) : []
    return [{ row, members: members.length, member: false }, ...below]
  })
}

function valueOf(row: DiffRow, sort: Sort): number | string {
  switch (sort) {
    case 'label':
      return row.label === null || row.label === '' ? '\uffff' : row.label.toLowerCase()
    case 'target':
      return row.target
    case 'other':
      return otherShare(row)
    case 'difference':
      return row.difference
    case 'expected':
      return row.expectedFromLength
    case 'likeLength':
      return row.adjustedDifference ?? -2
    case 'adjusted':
      return row.qAdjusted ?? 2
    case 'raw':
      return row.qValue
  }
}

const compare = (a: number | string, b: number | string) => (a < b ? -1 : a > b ? 1 : 0)

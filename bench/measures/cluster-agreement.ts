import { cheapestAssignment } from './assignment.ts'

/**
 * Adjusted Rand index of two groupings of the same things (Hubert and Arabie 1985): 1 when they are the same, about 0 by chance.
 *
 * Any integers name the groups; -1 is a group as others are. 1 where both put everything in one group, or each thing in its own.
 */
export function adjustedRand(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const table = contingency(a, b)
  let together = 0
  for (const count of table.counts) together += (count * (count - 1)) / 2
  const inA = pairs(table.rowTotals)
  const inB = pairs(table.columnTotals)
  const expected = (inA * inB) / Math.max(1, (a.length * (a.length - 1)) / 2)
  const most = (inA + inB) / 2
  return most === expected ? 1 : (together - expected) / (most - expected)
}

/**
 * Share of things whose found cluster is the one matched with their true group, clusters and groups matched one to one as well as can be
 * (Hungarian accuracy). A found cluster of -1 is unassigned, and an error. NaN without things.
 */
export function hungarianAccuracy(truth: ArrayLike<number>, found: ArrayLike<number>): number {
  const { counts, rowNames, columnNames } = contingency(truth, found)
  const side = Math.max(rowNames.length, columnNames.length)
  const costs = new Float64Array(side * side)
  for (let row = 0; row < rowNames.length; row++) {
    for (let column = 0; column < columnNames.length; column++) {
      if (columnNames[column] !== -1) costs[row * side + column] = -counts[row * columnNames.length + column]!
    }
  }
  let right = 0
  for (const [row, column] of cheapestAssignment(costs, side, side).entries()) right -= costs[row * side + column]!
  return right / truth.length
}

type Contingency = {
  readonly rowNames: readonly number[]
  readonly columnNames: readonly number[]
  /** [rows * columns]. */
  readonly counts: Float64Array
  readonly rowTotals: Float64Array
  readonly columnTotals: Float64Array
}

function contingency(a: ArrayLike<number>, b: ArrayLike<number>): Contingency {
  const rows = places(a)
  const columns = places(b)
  const counts = new Float64Array(rows.size * columns.size)
  const rowTotals = new Float64Array(rows.size)
  const columnTotals = new Float64Array(columns.size)
  for (let i = 0; i < a.length; i++) {
    const row = rows.get(a[i]!) ?? 0
    const column = columns.get(b[i]!) ?? 0
    counts[row * columns.size + column]!++
    rowTotals[row]!++
    columnTotals[column]!++
  }
  return { rowNames: [...rows.keys()], columnNames: [...columns.keys()], counts, rowTotals, columnTotals }
}

function places(names: ArrayLike<number>): Map<number, number> {
  const found = new Map<number, number>()
  for (let i = 0; i < names.length; i++) if (!found.has(names[i]!)) found.set(names[i]!, found.size)
  return found
}

function pairs(totals: Float64Array): number {
  return totals.reduce((sum, total) => sum + (total * (total - 1)) / 2, 0)
}

import type { GraphEnd, GraphPair } from './network/pair-graph.ts'
import { seriate } from './seriation.ts'

export type HeatCell = { readonly row: number; readonly column: number; readonly pair: GraphPair }
export type HeatTable = {
  readonly rows: readonly GraphEnd[]
  readonly columns: readonly GraphEnd[]
  /** Where there is a pair; of one set of things with itself both of its cells. */
  readonly cells: readonly HeatCell[]
}

/**
 * The things with most in common with others, by the sum of NPMI at least over their pairs, against each other, in an order that puts those
 * with like partners side by side.
 *
 * @param square whether both sides are of one set, so that rows and columns are the same
 * @param most rows and columns at most
 */
export function heatTable(pairs: readonly GraphPair[], square: boolean, most: number): HeatTable {
  const [rowEnds, columnEnds] = square
    ? [
        strongest(
          pairs.flatMap(({ a, b, npmiLow }) => [
            { end: a, npmiLow },
            { end: b, npmiLow },
          ]),
          most,
        ),
        null,
      ]
    : [
        strongest(
          pairs.map(({ a, npmiLow }) => ({ end: a, npmiLow })),
          most,
        ),
        strongest(
          pairs.map(({ b, npmiLow }) => ({ end: b, npmiLow })),
          most,
        ),
      ]
  const a = rowEnds
  const columnsOf = columnEnds ?? rowEnds
  const within = pairs.filter((pair) => a.has(pair.a.key) && columnsOf.has(pair.b.key))
  const cellsOf = (keys: readonly string[], other: readonly string[]) => {
    const place = new Map(keys.map((key, at) => [key, at]))
    const across = new Map(other.map((key, at) => [key, at]))
    return within.flatMap((pair) => {
      const cells = [{ row: place.get(pair.a.key), column: across.get(pair.b.key), pair }]
      if (square) cells.push({ row: place.get(pair.b.key), column: across.get(pair.a.key), pair })
      return cells.flatMap(({ row, column }) => (row === undefined || column === undefined ? [] : [{ row, column, pair }]))
    })
  }
  const [rowKeys, columnKeys] = [[...a.keys()], [...columnsOf.keys()]]
  const profiles = rowKeys.map((_, row) => columnKeys.map((__, column) => Number(square && row === column)))
  for (const { row, column, pair } of cellsOf(rowKeys, columnKeys)) profiles[row]![column] = Math.max(0, pair.npmiLow)
  const rows = seriate(profiles).map((row) => rowKeys[row]!)
  const columns = square
    ? rows
    : seriate(columnKeys.map((_, column) => profiles.map((profile) => profile[column]!))).map((column) => columnKeys[column]!)
  return {
    rows: rows.map((key) => a.get(key)!),
    columns: columns.map((key) => columnsOf.get(key)!),
    cells: cellsOf(rows, columns),
  }
}

/** The things with the largest sums, as many as are wanted, by key. */
function strongest(
  sides: readonly { readonly end: GraphEnd; readonly npmiLow: number }[],
  most: number,
): ReadonlyMap<string, GraphEnd> {
  const sums = new Map<string, { readonly end: GraphEnd; sum: number }>()
  for (const { end, npmiLow } of sides) {
    const known = sums.get(end.key) ?? { end, sum: 0 }
    known.sum += Math.max(0, npmiLow)
    sums.set(end.key, known)
  }
  return new Map(
    [...sums]
      .sort((x, y) => y[1].sum - x[1].sum)
      .slice(0, most)
      .map(([key, { end }]) => [key, end]),
  )
}

/**
 * The pairing of rows with columns that has the least total cost (Kuhn 1955), by shortest augmenting paths with potentials; O(rows² columns).
 *
 * `costs` is [rows * columns], with no more rows than columns. The column of each row, [rows].
 */
export function cheapestAssignment(costs: Float64Array, rows: number, columns: number): Int32Array {
  const rowPotential = new Float64Array(rows + 1)
  const columnPotential = new Float64Array(columns + 1)
  // Places count from 1; column 0 stands for the row that is being placed. rowOf[column] is 0 where the column is free.
  const rowOf = new Int32Array(columns + 1)
  const before = new Int32Array(columns + 1)
  for (let row = 1; row <= rows; row++) {
    const slack = new Float64Array(columns + 1).fill(Infinity)
    const visited = new Uint8Array(columns + 1)
    rowOf[0] = row
    let column = 0
    do {
      visited[column] = 1
      const from = rowOf[column]!
      let nearest = 0
      let least = Infinity
      for (let to = 1; to <= columns; to++) {
        if (visited[to] === 1) continue
        const reduced = costs[(from - 1) * columns + to - 1]! - rowPotential[from]! - columnPotential[to]!
        if (reduced < slack[to]!) {
          slack[to] = reduced
          before[to] = column
        }
        if (slack[to]! < least) {
          least = slack[to]!
          nearest = to
        }
      }
      for (let each = 0; each <= columns; each++) {
        if (visited[each] === 1) {
          rowPotential[rowOf[each]!]! += least
          columnPotential[each]! -= least
        } else slack[each]! -= least
      }
      column = nearest
    } while (rowOf[column] !== 0)
    for (; column !== 0; column = before[column]!) rowOf[column] = rowOf[before[column]!]!
  }
  const columnOf = new Int32Array(rows)
  for (let column = 1; column <= columns; column++) if (rowOf[column] !== 0) columnOf[rowOf[column]! - 1] = column - 1
  return columnOf
}

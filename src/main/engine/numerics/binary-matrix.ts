/** Which columns each row has, compressed by rows: row r has `indices[starts[r]]` to `indices[starts[r + 1]]` (exclusive). */
export type BinaryMatrix = {
  readonly rows: number
  readonly columns: number
  /** [rows + 1], from 0. */
  readonly starts: Uint32Array
  /** [nonzeros], ascending in each row. */
  readonly indices: Uint32Array
}

/** Rows become columns. One counting pass and one writing pass; O(rows + columns + nonzeros). */
export function transpose({ rows, columns, starts, indices }: BinaryMatrix): BinaryMatrix {
  const cursors = new Uint32Array(columns + 1)
  for (let at = 0; at < indices.length; at++) cursors[indices[at]! + 1]!++
  for (let column = 0; column < columns; column++) cursors[column + 1]! += cursors[column]!
  const transposed = { rows: columns, columns: rows, starts: cursors.slice(), indices: new Uint32Array(indices.length) }
  for (let row = 0; row < rows; row++) {
    const end = starts[row + 1]!
    for (let at = starts[row]!; at < end; at++) transposed.indices[cursors[indices[at]!]!++] = row
  }
  return transposed
}

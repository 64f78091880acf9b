import { readFloats } from '../tensor-files/read-floats.ts'
import { transposed, type TensorLocation } from '../tensor-files/tensor-location.ts'

/** Values read at a time, about 32 MB as floats. */
const valuesAtOnce = 1 << 23

/** Reads a matrix [rows, width] in pieces of whole rows, never all of it at once. */
export async function* rowBlocks(matrix: TensorLocation): AsyncGenerator<{ readonly first: number; readonly rows: Float32Array }> {
  const [count = 0, width = 0] = matrix.shape
  const step = Math.max(1, Math.floor(valuesAtOnce / Math.max(1, width)))
  for (let first = 0; first < count; first += step) {
    yield { first, rows: await readFloats(matrix, first * width, Math.min(step, count - first) * width) }
  }
}

/** Euclidean length of each row, [rows]; one pass over the file in its own order. */
export async function rowNorms(matrix: TensorLocation): Promise<Float32Array> {
  const [count = 0, width = 0] = matrix.shape
  const squares = new Float64Array(count)
  if (matrix.columnMajor) {
    for await (const { rows: columns } of rowBlocks(transposed(matrix)))
      for (let from = 0; from < columns.length; from += count)
        for (let row = 0; row < count; row++) squares[row]! += columns[from + row]! ** 2
  } else {
    for await (const { first, rows } of rowBlocks(matrix))
      for (let row = 0; row * width < rows.length; row++)
        for (let at = row * width; at < (row + 1) * width; at++) squares[first + row]! += rows[at]! ** 2
  }
  return Float32Array.from(squares, Math.sqrt)
}

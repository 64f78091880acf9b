import type { BinaryMatrix } from '../../../../src/main/engine/numerics/binary-matrix.ts'
import type { Random } from '../../../../src/main/engine/numerics/seeded-random.ts'

/** A matrix from the columns of each row, in any order, repeats ignored. */
export function matrixOf(rows: readonly (readonly number[])[], columns: number): BinaryMatrix {
  const sorted = rows.map((row) => [...new Set(row)].sort((a, b) => a - b))
  const starts = new Uint32Array(rows.length + 1)
  for (const [at, row] of sorted.entries()) starts[at + 1] = starts[at]! + row.length
  return { rows: rows.length, columns, starts, indices: Uint32Array.from(sorted.flat()) }
}

/** Each row has each column with the chance that `rate` gives. */
export function randomRows(
  rows: number,
  columns: number,
  rate: (row: number, column: number) => number,
  random: Random,
): BinaryMatrix {
  const filled = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => column).filter((column) => random() < rate(row, column)),
  )
  return matrixOf(filled, columns)
}

/** Columns of a row. */
export function rowOf({ starts, indices }: BinaryMatrix, row: number): number[] {
  return [...indices.subarray(starts[row], starts[row + 1])]
}

/** Only these columns, renumbered in the order given, which is ascending. */
export function columnsOnly(matrix: BinaryMatrix, columns: readonly number[]): BinaryMatrix {
  const place = new Map(columns.map((column, at) => [column, at]))
  const kept = Array.from({ length: matrix.rows }, (_, row) => rowOf(matrix, row).flatMap((column) => place.get(column) ?? []))
  return matrixOf(kept, columns.length)
}

/** Weighted Jaccard similarity of two rows by its definition; 0 of two empty ones. */
export function jaccard(matrix: BinaryMatrix, a: number, b: number, weights?: Float64Array): number {
  const [ofA, ofB] = [new Set(rowOf(matrix, a)), new Set(rowOf(matrix, b))]
  const sum = (columns: readonly number[]) => columns.reduce((total, column) => total + (weights?.[column] ?? 1), 0)
  const either = sum([...new Set([...ofA, ...ofB])])
  return either === 0 ? 0 : sum([...ofA].filter((column) => ofB.has(column))) / either
}

import { Failure } from '../../../../contract/failure.ts'
import type { Affinity } from './affinity.ts'
import type { RowComparison } from './compare-rows.ts'
import { compareRows, triangleStart } from './compare-rows.ts'

/** Above this many distinct rows the triangle takes more than 800 MB. */
export const mostExactRows = 20_000

/**
 * The Jaccard similarity of all pairs of documents, those of a document with itself left out: between rows a and b, masses[a] masses[b] J(a, b),
 * and masses[a] (masses[a] - 1) of a row with its copies.
 *
 * Memory: 2 rows² bytes, half of the symmetric Float32 matrix.
 *
 * @throws Failure `unsupported` with more than `mostExactRows` rows
 */
export function exactAffinity(rows: Omit<RowComparison, 'triangle'>, masses: Uint32Array): Affinity {
  const size = rows.matrix.rows
  if (size > mostExactRows) {
    throw new Failure(
      'unsupported',
      `Clustering ${size} different documents exactly needs more than ${Math.round((2 * mostExactRows ** 2) / 1e6)} MB.`,
      'Choose the neighbour graph, or fewer documents.',
    )
  }
  const triangle = new Float32Array((size * (size - 1)) / 2)
  const nearest = compareRows({ ...rows, triangle })
  const scaled = new Float64Array(size)
  const multiply = (x: Float64Array, y: Float64Array) => {
    for (let row = 0; row < size; row++) scaled[row] = masses[row]! * x[row]!
    y.fill(0)
    for (let row = 0; row < size; row++) y[row]! += multiplyRow(triangle, triangleStart(row, size), scaled, y, row)
    for (let row = 0; row < size; row++) y[row] = masses[row]! * (y[row]! + (masses[row]! - 1) * x[row]!)
  }
  const degrees = new Float64Array(size)
  multiply(new Float64Array(size).fill(1), degrees)
  const isolated = Uint8Array.from(degrees, (degree) => (degree === 0 ? 1 : 0))
  return { size, multiply, degrees, isolated, connected: isConnected(triangle, isolated), nearest }
}

/** Adds x[row] times the row of the upper triangle to y, and gives back that row times x: the matrix is read once for both halves. */
function multiplyRow(triangle: Float32Array, start: number, x: Float64Array, y: Float64Array, row: number): number {
  const offset = start - row - 1
  const own = x[row]!
  let sum = 0
  for (let other = row + 1; other < x.length; other++) {
    const similarity = triangle[offset + other]!
    sum += similarity * x[other]!
    y[other]! += similarity * own
  }
  return sum
}

function isConnected(triangle: Float32Array, isolated: Uint8Array): boolean {
  const size = isolated.length
  const seen = isolated.slice()
  const waiting = new Int32Array(size)
  let end = 0
  const visit = (row: number) => {
    seen[row] = 1
    waiting[end++] = row
  }
  const first = seen.indexOf(0)
  if (first < 0) return true
  visit(first)
  for (let next = 0; next < end; next++) {
    const row = waiting[next]!
    const offset = triangleStart(row, size) - row - 1
    for (let other = 0; other < size; other++) {
      if (seen[other] === 1) continue
      const at = other > row ? offset + other : triangleStart(other, size) + row - other - 1
      if (triangle[at]! > 0) visit(other)
    }
  }
  return !seen.includes(0)
}

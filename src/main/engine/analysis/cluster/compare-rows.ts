import type { BinaryMatrix } from '../../numerics/binary-matrix.ts'
import { commonColumns, countWithLater } from '../../numerics/common-columns.ts'
import type { NeighbourHeaps } from '../../numerics/neighbour-heaps.ts'
import { neighbourHeaps, offerNeighbour, withoutTies } from '../../numerics/neighbour-heaps.ts'

export type RowComparison = {
  readonly matrix: BinaryMatrix
  /** [columns], or undefined for 1 each. */
  readonly weights: Float64Array | undefined
  readonly neighbours: number
  /** Where all similarities go, [rows * (rows - 1) / 2] (`triangleStart`); undefined if only the nearest are wanted. */
  readonly triangle?: Float32Array
  /** Told now and then which share of the pairs is done; what it throws ends the work. */
  readonly progress?: ((share: number) => void) | undefined
}

/** Where row `row` begins in the upper triangle of `rows` rows, so that the pair (row, later) is at start + later - row - 1. */
export function triangleStart(row: number, rows: number): number {
  return row * (rows - 1) - (row * (row - 1)) / 2
}

/**
 * The nearest neighbours of every row by Jaccard similarity: weights of common columns over weights of the columns of either.
 *
 * Every pair is compared once, and offered to both. Pairs without a common column are neighbours of nobody.
 */
export function compareRows({ matrix, weights, neighbours, triangle, progress }: RowComparison): NeighbourHeaps {
  const { rows } = matrix
  const counts = commonColumns(matrix, weights)
  const heaps = neighbourHeaps(rows, Math.max(0, Math.min(neighbours, rows - 1)))
  for (let row = 0; row < rows; row++) {
    countWithLater(counts, matrix, row)
    if (triangle !== undefined) {
      writeSimilarities(triangle, triangleStart(row, rows) - row - 1, counts.common, counts.sizes, row)
    }
    offerPairs(heaps, counts.common, counts.sizes, row)
    if (row % 256 === 255) progress?.(1 - ((rows - row) / rows) ** 2)
  }
  return heaps
}

function writeSimilarities(triangle: Float32Array, offset: number, common: Float64Array, sizes: Float64Array, row: number): void {
  const size = sizes[row]!
  for (let other = row + 1; other < common.length; other++) {
    triangle[offset + other] = common[other]! / (size + sizes[other]! - common[other]!)
  }
}

function offerPairs(heaps: NeighbourHeaps, common: Float64Array, sizes: Float64Array, row: number): void {
  const { bars } = heaps
  const size = sizes[row]!
  let own = bars[row]!
  for (let other = row + 1; other < common.length; other++) {
    const shared = common[other]!
    const both = size + sizes[other]!
    // Jaccard above s is shared above s / (1 + s) of both sizes.
    if (shared <= own * both && shared <= bars[other]! * both) continue
    const similarity = withoutTies(shared / (both - shared), row, other)
    offerNeighbour(heaps, row, other, similarity)
    offerNeighbour(heaps, other, row, similarity)
    own = bars[row]!
  }
}

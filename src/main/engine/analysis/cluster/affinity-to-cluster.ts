import type { BinaryMatrix } from '../../numerics/binary-matrix.ts'

/**
 * How like the rest of its cluster each document is, [rows], 0..1: the weight it has in common with another member on average, over the weight
 * that it or the other has on average. That is the mean Jaccard similarity but for the order of mean and ratio, in one pass over the matrix.
 *
 * `cluster` [rows] holds -1 or 0..k-1. 0 for a document without a cluster, 1 for one that is alone in its own.
 */
export function affinityToCluster(
  { rows, columns, starts, indices }: BinaryMatrix,
  weights: Float64Array | undefined,
  cluster: Int32Array,
  k: number,
): Float64Array {
  const documents = new Float64Array(k)
  const totals = new Float64Array(k)
  const sizes = new Float64Array(rows)
  const counts = new Uint32Array(k * columns)
  for (let row = 0; row < rows; row++) {
    const own = cluster[row]!
    if (own < 0) continue
    for (let at = starts[row]!; at < starts[row + 1]!; at++) {
      sizes[row]! += weights === undefined ? 1 : weights[indices[at]!]!
      counts[own * columns + indices[at]!]!++
    }
    documents[own]!++
    totals[own]! += sizes[row]!
  }
  const affinity = new Float64Array(rows)
  for (let row = 0; row < rows; row++) {
    const own = cluster[row]!
    if (own < 0) continue
    const others = documents[own]! - 1
    if (others === 0) {
      affinity[row] = 1
      continue
    }
    let shared = 0
    for (let at = starts[row]!; at < starts[row + 1]!; at++) {
      const column = indices[at]!
      shared += (weights === undefined ? 1 : weights[column]!) * (counts[own * columns + column]! - 1)
    }
    const either = sizes[row]! * others + (totals[own]! - sizes[row]!) - shared
    affinity[row] = either > 0 ? shared / either : 0
  }
  return affinity
}

import type { NeighbourHeaps } from '../../numerics/neighbour-heaps.ts'

/** How alike documents are, as a symmetric operator W over distinct rows; copies count through masses. */
export type Affinity = {
  readonly size: number
  /** Writes W x into y, both [size]. */
  readonly multiply: (x: Float64Array, y: Float64Array) => void
  /** [size]: W 1. */
  readonly degrees: Float64Array
  /** [size]: 1 where a row has nothing in common with any other row and no copy. */
  readonly isolated: Uint8Array
  /** Whether every row that is not isolated is reached from every other. */
  readonly connected: boolean
  /** The nearest neighbours of each row, for the map. */
  readonly nearest: NeighbourHeaps
}

/**
 * Conductance of each cluster: the affinity that leaves it over the smaller of its degrees and those of the rest, 0 (apart) to 1.
 *
 * `cluster` [size] holds -1 or 0..k-1. 0 for a cluster without affinity to anything. k multiplications.
 */
export function conductances(affinity: Affinity, cluster: Int32Array, k: number): Float64Array {
  const { size, multiply, degrees } = affinity
  const all = degrees.reduce((sum, degree) => sum + degree, 0)
  const member = new Float64Array(size)
  const reached = new Float64Array(size)
  return Float64Array.from({ length: k }, (_, which) => {
    let volume = 0
    for (let row = 0; row < size; row++) {
      member[row] = cluster[row] === which ? 1 : 0
      if (cluster[row] === which) volume += degrees[row]!
    }
    multiply(member, reached)
    let inside = 0
    for (let row = 0; row < size; row++) if (cluster[row] === which) inside += reached[row]!
    const smaller = Math.min(volume, all - volume)
    return smaller <= 0 ? 0 : Math.max(0, volume - inside) / smaller
  })
}

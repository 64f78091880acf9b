import { kMeans } from '../../numerics/k-means.ts'
import type { Random } from '../../numerics/seeded-random.ts'
import type { Affinity } from './affinity.ts'
import { eigengap, spectralEmbedding } from './spectral-embedding.ts'

export type SpectralClusters = {
  /** [rows]: 0..k-1, or -1 for an isolated row. */
  readonly assigned: Int32Array
  /** How many clusters were looked for; some may have stayed empty. */
  readonly k: number
  /** [k * k]: their centres in the first k coordinates. */
  readonly centres: Float64Array
  readonly eigenvalues: Float64Array
  /** Each [rows]; the second and third, where there are any, begin the map. */
  readonly coordinates: readonly Float64Array[]
}

const mostByEigengap = 20

/**
 * Clusters the rows of an affinity: k-means, ten starts, on as many spectral coordinates as clusters.
 *
 * Where k is not below the number of rows each row is a cluster; otherwise rows with nothing in common with any other are left out.
 */
export function spectralClusters(
  affinity: Affinity,
  masses: Uint32Array,
  wanted: number | 'eigengap',
  regularised: boolean,
  random: Random,
): SpectralClusters {
  const { size, isolated } = affinity
  const count = wanted === 'eigengap' ? mostByEigengap + 1 : Math.max(wanted + 1, 3)
  const { eigenvalues, coordinates } = spectralEmbedding(affinity, masses, { count, random, regularised })
  const k = wanted === 'eigengap' ? eigengap(eigenvalues) : wanted
  const joined = isolated.reduce((sum, alone) => sum - alone, size)
  const dimensions = k >= size ? size : Math.min(k, joined)
  const points = new Float64Array(size * dimensions)
  for (let d = 0; d < dimensions; d++) for (let row = 0; row < size; row++) points[row * dimensions + d] = coordinates[d]![row]!
  if (k >= size) {
    const assigned = Int32Array.from({ length: size }, (_, row) => row)
    return { assigned, k: size, centres: points, eigenvalues, coordinates }
  }
  const counted = masses.map((mass, row) => (isolated[row] === 1 ? 0 : mass))
  const { assigned, centres } = kMeans({ points, dimensions, masses: counted, k: dimensions, random })
  for (let row = 0; row < size; row++) if (isolated[row] === 1) assigned[row] = -1
  return { assigned, k: dimensions, centres, eigenvalues, coordinates }
}

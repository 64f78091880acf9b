import { largestEigenpairs } from '../../numerics/lanczos.ts'
import type { Random } from '../../numerics/seeded-random.ts'
import type { Affinity } from './affinity.ts'

export type SpectralEmbedding = {
  /** [count], largest first: of D^-1/2 W D^-1/2, so that 1 minus them are those of the normalised Laplacian. */
  readonly eigenvalues: Float64Array
  /** [count], each [size]: eigenvectors divided by the root of the degree, so that the first is constant. */
  readonly coordinates: readonly Float64Array[]
}

/**
 * Spectral coordinates of an affinity over rows of these masses (Shi and Malik 2000), the most slowly varying first.
 *
 * With `regularised`, every document is also joined to every other so weakly that all of it together adds the mean degree to each document:
 * few documents that hang together by little then make no cluster of their own, and parts without any affinity between them are told apart
 * by size, not by chance (Zhang and Rohe 2018, https://arxiv.org/abs/1806.01468). Without it, it is what scikit-learn's spectral_embedding is.
 */
export function spectralEmbedding(
  { size, multiply, degrees }: Affinity,
  masses: Uint32Array,
  { count, random, regularised }: { readonly count: number; readonly random: Random; readonly regularised: boolean },
): SpectralEmbedding {
  const documents = masses.reduce((sum, mass) => sum + mass, 0)
  const added = regularised ? degrees.reduce((sum, degree) => sum + degree, 0) / documents : 0
  const scale = new Float64Array(size)
  for (let row = 0; row < size; row++) {
    const degree = degrees[row]! + added * masses[row]!
    scale[row] = degree > 0 ? 1 / Math.sqrt(degree) : 0
  }
  const scaled = new Float64Array(size)
  const normalised = (x: Float64Array, y: Float64Array) => {
    let everywhere = 0
    for (let row = 0; row < size; row++) {
      scaled[row] = scale[row]! * x[row]!
      everywhere += masses[row]! * scaled[row]!
    }
    multiply(scaled, y)
    const share = (added * everywhere) / documents
    for (let row = 0; row < size; row++) y[row] = scale[row]! * (y[row]! + share * masses[row]!)
  }
  const { values, vectors } = largestEigenpairs({
    size,
    multiply: normalised,
    count,
    random,
    tolerance: 1e-4,
    restarts: 12,
    basisSize: 2 * count + 40,
  })
  for (const vector of vectors) {
    let largest = 0
    for (let row = 0; row < size; row++) {
      vector[row]! *= scale[row]!
      if (Math.abs(vector[row]!) > Math.abs(vector[largest]!) * (1 + 1e-9)) largest = row
    }
    // Either sign is right; the one that makes the largest coordinate positive is given.
    if (vector[largest]! < 0) for (let row = 0; row < size; row++) vector[row] = -vector[row]!
  }
  return { eigenvalues: values, coordinates: vectors }
}

/** The k from 2 on after which the eigenvalues fall most; of 2 or fewer eigenvalues, as many as there are. */
export function eigengap(eigenvalues: Float64Array): number {
  let best = Math.min(2, eigenvalues.length)
  for (let k = 3; k < eigenvalues.length; k++) if (gapAfter(eigenvalues, k) > gapAfter(eigenvalues, best)) best = k
  return best
}

function gapAfter(eigenvalues: Float64Array, k: number): number {
  return eigenvalues[k - 1]! - eigenvalues[k]!
}

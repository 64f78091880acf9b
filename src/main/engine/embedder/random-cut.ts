import type { Embedder } from './embedder.ts'
import { randomQueries } from './random-queries.ts'
import { similarities } from './similarities.ts'

const labelsSampled = 1_024
/** Steps of a cosine between -1 and 1. */
const steps = 4_000

/**
 * The cosine that a query which has nothing to do with a label reaches in `share` of all cases, -1..1: over the random queries and the unit
 * rows of `labels`, [labels, dimensions], at most 1,024 of them, evenly spaced. Rows of zeros count for nothing; without any other row it is 1.
 */
export function randomCut(embedder: Embedder, labels: Float32Array, share: number): number {
  const sample = sampled(labels, embedder.dimensions)
  const counts = new Uint32Array(steps + 1)
  const rows = sample.length / embedder.dimensions
  for (const query of randomQueries) {
    for (const cosine of similarities(embedder.embed(query), sample, embedder.dimensions)) {
      counts[Math.round(((Math.min(Math.max(cosine, -1), 1) + 1) / 2) * steps)]! += 1
    }
  }
  let left = share * rows * randomQueries.length
  for (let step = steps; step >= 0; step--) {
    left -= counts[step]!
    if (left < 0) return (step / steps) * 2 - 1
  }
  return 1
}

function sampled(labels: Float32Array, dimensions: number): Float32Array {
  const rows = labels.length / dimensions
  const places: number[] = []
  for (let row = 0; row < rows; row++) {
    const from = row * dimensions
    if (labels.subarray(from, from + dimensions).some((value) => value !== 0)) places.push(from)
  }
  const kept = Math.min(places.length, labelsSampled)
  const sample = new Float32Array(kept * dimensions)
  for (let place = 0; place < kept; place++) {
    const from = places[Math.floor((place * places.length) / kept)]!
    sample.set(labels.subarray(from, from + dimensions), place * dimensions)
  }
  return sample
}

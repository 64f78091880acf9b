import { type Directions, pickedDirections, similarities } from './directions.ts'

const labelsSampled = 1_024
/** Steps of a cosine between -1 and 1. */
const steps = 4_000

/**
 * The cosine that a query which has nothing to do with a label reaches in `share` of all cases, -1..1: over such queries, [dimensions] each,
 * and at most 1,024 of the labels, evenly spaced. Labels without a direction count for nothing; without any other it is 1.
 */
export function randomCut(queries: readonly Int8Array[], labels: Directions, share: number): number {
  const sample = sampled(labels)
  const counts = new Uint32Array(steps + 1)
  for (const query of queries) {
    for (const cosine of similarities(query, sample)) {
      counts[Math.round(((Math.min(Math.max(cosine, -1), 1) + 1) / 2) * steps)]! += 1
    }
  }
  let left = share * sample.lengths.length * queries.length
  for (let step = steps; step >= 0; step--) {
    left -= counts[step]!
    if (left < 0) return (step / steps) * 2 - 1
  }
  return 1
}

function sampled(labels: Directions): Directions {
  const places = Array.from(labels.lengths.keys()).filter((row) => labels.lengths[row] !== 0)
  const kept = Math.min(places.length, labelsSampled)
  return pickedDirections(
    labels,
    Array.from({ length: kept }, (_, place) => places[Math.floor((place * places.length) / kept)]!),
  )
}

import type { BinaryMatrix } from '../../src/main/engine/numerics/binary-matrix.ts'
import { normalQuantile } from '../../src/main/engine/numerics/normal.ts'
import { seededRandom } from '../../src/main/engine/numerics/seeded-random.ts'

export type SyntheticProperties = {
  readonly properties: number
  readonly documents: number
  /** Mean number of properties of a document, about. */
  readonly present: number
  /** Standard deviation of the logarithm of how rich documents are. */
  readonly spread: number
  readonly seed: number
}

/**
 * Properties [properties x documents] that have nothing to do with each other but that rich documents have more of each. Frequencies fall
 * with rank as its reciprocal, up to 0.6; chances are 1 - exp(-rate x richness), richness log-normal with mean 1.
 */
export function syntheticProperties({ properties, documents, present, spread, seed }: SyntheticProperties): BinaryMatrix {
  const random = seededRandom(seed)
  const rates = propertyRates(properties, present)
  const below = new Float64Array(documents + 1)
  const richness = Float64Array.from({ length: documents }, () =>
    Math.exp(spread * normalQuantile(random() + 2 ** -33) - (spread * spread) / 2),
  )
  for (let document = 0; document < documents; document++) below[document + 1] = below[document]! + richness[document]!
  const starts = new Uint32Array(properties + 1)
  const has = new Uint8Array(documents)
  let indices = new Uint32Array(Math.ceil(present * documents * 1.5) + 1024)
  let size = 0
  for (let property = 0; property < properties; property++) {
    // Points of a Poisson process along the line on which each document has a stretch as long as it is rich.
    const step = 1 / rates[property]!
    for (let at = -Math.log(1 - random()) * step; at < below[documents]!; at -= Math.log(1 - random()) * step)
      has[documentAt(below, at)] = 1
    if (size + documents > indices.length) {
      const larger = new Uint32Array(indices.length * 2 + documents)
      larger.set(indices)
      indices = larger
    }
    for (let document = 0; document < documents; document++) if (has[document] === 1) indices[size++] = document
    has.fill(0)
    starts[property + 1] = size
  }
  return { rows: properties, columns: documents, starts, indices: indices.slice(0, size) }
}

/** [properties] -ln(1 - frequency), frequencies min(0.6, c / rank) with a mean sum of `present`. */
function propertyRates(properties: number, present: number): Float64Array {
  const total = (scale: number) => {
    let sum = 0
    for (let rank = 1; rank <= properties; rank++) sum += Math.min(0.6, scale / rank)
    return sum
  }
  let low = 0
  let high = properties
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2
    if (total(middle) < present) low = middle
    else high = middle
  }
  return Float64Array.from({ length: properties }, (_, at) => -Math.log(1 - Math.min(0.6, low / (at + 1))))
}

/** The document on whose stretch a point lies. */
function documentAt(below: Float64Array, point: number): number {
  let low = 0
  let high = below.length - 1
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (below[middle]! <= point) low = middle
    else high = middle
  }
  return low
}

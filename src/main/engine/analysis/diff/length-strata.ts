import type { Sides } from './compared.ts'
import type { Strata } from './stratified-contrast.ts'

export type LengthStrata = Strata & {
  /** Strata that hold both sides, and the share of all documents in them. */
  readonly shared: number
  readonly overlap: number
  /** Why the sides cannot be compared at like length; null where they can. */
  readonly refusal: string | null
}

/** Fewest documents a bin of length aims at, and most bins: so narrow that the lengths left inside a bin make no difference. */
const binSize = 16
const mostBins = 64

/** Share of the smaller side, and documents of each side, that strata with both sides must hold. */
const leastOverlap = 0.2
const leastDocuments = 10

/**
 * Strata of like length (quantiles of the token count of both sides, equal lengths together) within the values of `control`. `tokens`, `control`
 * are [documents]; documents left out stand in stratum 0 without being counted.
 */
export function lengthStrata({ side, target, other }: Sides, tokens: Uint32Array, control: Uint32Array): LengthStrata {
  const keys = new Float64Array(target + other)
  for (let document = 0, at = 0; document < side.length; document++)
    if (side[document] !== 2) keys[at++] = control[document]! * 2 ** 32 + tokens[document]!
  keys.sort()
  const bounds = cutBins(keys)
  const stratum = Uint32Array.from(side, (each, document) =>
    each === 2 ? 0 : binOf(bounds, control[document]! * 2 ** 32 + tokens[document]!),
  )
  const strata = Math.max(1, bounds.length)
  return { stratum, strata, ...overlapOf(side, stratum, strata, target, other) }
}

/** Of keys control * 2^32 + tokens, ascending: the lowest key of each bin. */
function cutBins(keys: Float64Array): Float64Array {
  const bounds: number[] = []
  for (let start = 0; start < keys.length;) {
    const control = Math.floor(keys[start]! / 2 ** 32)
    let end = start
    while (end < keys.length && Math.floor(keys[end]! / 2 ** 32) === control) end++
    const bins = Math.min(mostBins, Math.max(1, Math.floor((end - start) / binSize)))
    bounds.push(control * 2 ** 32)
    for (let bin = 1; bin < bins; bin++) {
      const bound = keys[start + Math.floor(((end - start) * bin) / bins)]!
      if (bound > bounds.at(-1)! && bound > keys[start]!) bounds.push(bound)
    }
    start = end
  }
  return Float64Array.from(bounds)
}

/** The last bin whose lowest key is not above `key`. */
function binOf(bounds: Float64Array, key: number): number {
  let low = 0
  let high = bounds.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (bounds[middle]! <= key) low = middle
    else high = middle
  }
  return low
}

function overlapOf(side: Uint8Array, stratum: Uint32Array, strata: number, target: number, other: number) {
  const sizes = [new Uint32Array(strata), new Uint32Array(strata)] as const
  for (let document = 0; document < side.length; document++)
    if (side[document]! < 2) sizes[side[document] as 0 | 1][stratum[document]!]!++
  const within = [0, 0] as [number, number]
  let shared = 0
  for (let each = 0; each < strata; each++) {
    if (sizes[0][each] === 0 || sizes[1][each] === 0) continue
    shared++
    within[0] += sizes[0][each]!
    within[1] += sizes[1][each]!
  }
  const overlap = (within[0] + within[1]) / Math.max(1, target + other)
  const smaller = target <= other ? within[0] / Math.max(1, target) : within[1] / Math.max(1, other)
  return { shared, overlap, refusal: refusalOf(within, smaller) }
}

function refusalOf(within: readonly [number, number], smaller: number): string | null {
  const fewest = Math.min(within[0], within[1])
  if (fewest >= leastDocuments && smaller >= leastOverlap) return null
  return `only ${fewest} documents of a side (${Math.round(100 * smaller)} % of the smaller one) meet others of like length and controls`
}

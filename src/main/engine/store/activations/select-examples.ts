import { hashPair } from '../../numerics/hash-pair.ts'
import { topK } from '../../numerics/top-k.ts'

/** Documents kept with the highest maximum, and sampled from each band of maxima. */
export const topExampleCount = 20
export const bandCount = 5
export const examplesPerBand = 5

/** Which of a latent's documents are shown. */
export type SelectedExamples = {
  /** Places in the postings, by maximum, largest first, equal ones by ordinal; the first `topExampleCount` are the top examples. */
  readonly places: readonly number[]
  /** For each, whether it is one of those sampled from its band. */
  readonly sampled: readonly boolean[]
}

/** The band of a maximum: of `bandCount` equal ones from 0 to the latent's largest, 0 the lowest; edges belong to the band above. */
export function bandOf(maximum: number, largest: number): number {
  return Math.min(bandCount - 1, Math.floor((maximum * bandCount) / largest))
}

/**
 * Top and sampled examples of one latent from its postings, ordinals ascending.
 *
 * A band's sample are its documents with the smallest hashes of (latent, ordinal): it is the same every time, and looks random.
 */
export function selectExamples(latent: number, ordinals: Uint32Array, maxima: Float32Array): SelectedExamples {
  const top = topK(maxima, topExampleCount)
  const largest = top.length === 0 ? 0 : maxima[top[0]!]!
  const bands = Array.from({ length: bandCount }, () => new SmallestHashes(examplesPerBand))
  for (let place = 0; place < ordinals.length; place++) {
    bands[bandOf(maxima[place]!, largest)]!.offer(place, hashPair(latent, ordinals[place]!))
  }
  const sampled = new Set(bands.flatMap((band) => band.places))
  const places = [...new Set([...top, ...sampled])].sort((a, b) => maxima[b]! - maxima[a]! || a - b)
  return { places, sampled: places.map((place) => sampled.has(place)) }
}

/** The few places with the smallest hashes, equal ones by place. */
class SmallestHashes {
  readonly places: number[] = []
  readonly #hashes: number[] = []
  readonly #limit: number

  constructor(limit: number) {
    this.#limit = limit
  }

  offer(place: number, hash: number): void {
    const last = this.#hashes.length - 1
    if (last + 1 === this.#limit && hash >= this.#hashes[last]!) return
    let at = last + 1
    while (at > 0 && this.#hashes[at - 1]! > hash) at--
    this.#hashes.splice(at, 0, hash)
    this.places.splice(at, 0, place)
    if (this.places.length > this.#limit) {
      this.#hashes.pop()
      this.places.pop()
    }
  }
}

import { hashPair } from '../../numerics/hash-pair.ts'
import { seededRandom, shuffle } from '../../numerics/seeded-random.ts'

/** Consecutive words in a shingle. */
export const shingleWords = 3

/** Values in a sketch at most, and bins of the one-permutation hashing: 2^7 each. */
export const sketchSize = 128
const binBits = 7
const empty = 0xffffffff

/** How the bins are cut into `bands` of `rows`: texts that agree in all rows of a band are candidates. */
export type Banding = { readonly bands: number; readonly rows: number }

/**
 * The most rows a band at which two texts of Jaccard similarity s still agree in some band with probability of at least 0.995:
 * 1 - (1 - s^rows)^bands, bands = floor(128 / rows). 21 bands of 6 rows at s = 0.8, where 0.5 still meets by a chance of 0.28.
 */
export function bandingFor(similarity: number): Banding {
  let rows = 1
  const missed = (each: number) => (1 - similarity ** each) ** Math.floor(sketchSize / each)
  while (rows < sketchSize && missed(rows + 1) <= 0.005) rows++
  return { bands: Math.floor(sketchSize / rows), rows }
}

/**
 * What is kept of a text to find texts that share most of its shingles: the smallest distinct hashes of its shingles (the bottom-k sketch of
 * Cohen and Kaplan 2007: the whole set where there are fewer than k), and a key per band, made by one-permutation MinHash (Li, Owen and
 * Zhang 2012) whose empty bins borrow from filled ones in a fixed random order (Shrivastava 2017). Buffers are kept and overwritten.
 */
export class ShingleSketch {
  /** The sketch of the text read last is the first `size`, ascending. */
  readonly smallest = new Uint32Array(1024)
  size = 0
  /** [bands] */
  readonly bandKeys: Uint32Array

  readonly #rows: number
  readonly #bins = new Uint32Array(sketchSize)
  readonly #borrowed = new Uint32Array(sketchSize)
  /** [sketchSize * sketchSize], for each bin the others in the order in which it asks them. */
  readonly #lenders: Uint8Array

  constructor({ bands, rows }: Banding) {
    this.bandKeys = new Uint32Array(bands)
    this.#rows = rows
    this.#lenders = lenders ??= orderLenders()
  }

  /** Reads the first `count` words, at least `shingleWords`. */
  read(words: Uint32Array, count: number): void {
    const { smallest } = this
    const bins = this.#bins.fill(empty)
    let cutoff = empty
    let held = 0
    for (let at = 0; at + shingleWords <= count; at++) {
      const shingle = hashPair(hashPair(words[at]!, words[at + 1]!), words[at + 2]!)
      const bin = shingle >>> (32 - binBits)
      if (shingle < bins[bin]!) bins[bin] = shingle
      if (shingle >= cutoff) continue
      if (held === smallest.length) {
        held = this.#keepSmallest(held)
        if (held === sketchSize) cutoff = smallest[held - 1]!
        if (shingle >= cutoff) continue
      }
      smallest[held++] = shingle
    }
    this.size = this.#keepSmallest(held)
    this.#fillEmptyBins()
    this.#makeBandKeys()
  }

  /** Sorts what is held, drops what is there twice and all but the smallest; how many are left. */
  #keepSmallest(held: number): number {
    const { smallest } = this
    smallest.subarray(0, held).sort()
    let kept = 0
    for (let at = 0; at < held && kept < sketchSize; at++) {
      if (kept === 0 || smallest[at]! !== smallest[kept - 1]!) smallest[kept++] = smallest[at]!
    }
    return kept
  }

  #fillEmptyBins(): void {
    const bins = this.#bins
    const borrowed = this.#borrowed
    borrowed.set(bins)
    for (let bin = 0; bin < sketchSize; bin++) {
      if (bins[bin]! !== empty) continue
      let ask = bin * sketchSize
      const end = ask + sketchSize
      while (ask < end && bins[this.#lenders[ask]!]! === empty) ask++
      if (ask < end) borrowed[bin] = bins[this.#lenders[ask]!]!
    }
  }

  #makeBandKeys(): void {
    for (let band = 0, at = 0; band < this.bandKeys.length; band++) {
      let key = band
      for (let row = 0; row < this.#rows; row++) key = hashPair(key, this.#borrowed[at++]!)
      this.bandKeys[band] = key
    }
  }
}

let lenders: Uint8Array | null = null

function orderLenders(): Uint8Array {
  const random = seededRandom(7)
  const upwards = Uint8Array.from({ length: sketchSize }, (_, bin) => bin)
  const orders = new Uint8Array(sketchSize * sketchSize)
  for (let bin = 0; bin < sketchSize; bin++) orders.set(shuffle(upwards.slice(), random), bin * sketchSize)
  return orders
}

/**
 * The Jaccard similarity of two texts by their sketches, or 0 where it is below `atLeast`: the share of shingles in both among the `sketchSize`
 * smallest in either. Exact where both sets are smaller than that; else with a standard error of at most sqrt(J (1 - J) / 128).
 */
export function sketchSimilarity(a: Uint32Array, b: Uint32Array, atLeast: number): number {
  const whole = a.length < sketchSize && b.length < sketchSize
  const most = whole ? a.length + b.length : sketchSize
  // Of a whole union, both = J (a + b) / (1 + J), so apart = (a + b) (1 - J) / (1 + J).
  const allowed = (whole ? (most * (1 - atLeast)) / (1 + atLeast) : most * (1 - atLeast)) + 1e-9
  let both = 0
  let apart = 0
  let inA = 0
  let inB = 0
  while (both + apart < most && inA < a.length && inB < b.length) {
    const left = a[inA]!
    const right = b[inB]!
    if (left === right) both++
    else if (++apart > allowed) return 0
    if (left <= right) inA++
    if (right <= left) inB++
  }
  apart += Math.min(most - both - apart, a.length - inA + (b.length - inB))
  return apart > allowed ? 0 : both / (both + apart)
}

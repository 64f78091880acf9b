/** Leaders of one bucket that a document is compared with at most, so that many half-alike texts take time in proportion. */
const mostInBucket = 50

/** What is known of the documents to be grouped. */
export type Candidates = {
  /** The documents that can have near-duplicates, in an order that depends only on what they say. */
  readonly documents: Uint32Array
  /** [all documents * bands], a key per band; documents with equal keys in a band share a bucket. */
  readonly bandKeys: Uint32Array
  readonly bands: number
  /** Of two documents, 0 where they are no near-duplicates. */
  readonly similarityOf: (a: number, b: number) => number
}

/**
 * [all documents], who leads each: itself, or the leader most similar to it.
 *
 * A greedy cover by stars: documents that share many buckets with others come first; each joins the most similar leader that it is a
 * near-duplicate of, or becomes one. No chains: members are near-duplicates of their leader, not merely of one another's neighbours.
 * Where a bucket has over 50 leaders (texts of one template, none alike enough), it is compared with the first 50 of them.
 */
export function findLeaders({ documents, bandKeys, bands, similarityOf }: Candidates): Uint32Array {
  const all = bandKeys.length / bands
  const leaders = Uint32Array.from({ length: all }, (_, document) => document)
  const buckets = new Buckets(bandKeys, bands)
  const comparedBy = new Int32Array(all).fill(-1)
  for (const document of byMeetings(documents, bandKeys, bands)) {
    let most = 0
    for (let band = 0; band < bands; band++) {
      const key = bandKeys[document * bands + band]!
      let compared = 0
      for (let other = buckets.first(band, key); other >= 0 && compared < mostInBucket; other = buckets.next(band, other)) {
        if (bandKeys[other * bands + band] !== key) continue
        compared++
        if (comparedBy[other] === document) continue
        comparedBy[other] = document
        const similarity = similarityOf(document, other)
        if (similarity <= most) continue
        most = similarity
        leaders[document] = other
      }
    }
    if (most === 0) buckets.add(document)
  }
  return leaders
}

/** By how many other documents share a bucket, summed over the bands, the most first; else in the order given. */
function byMeetings(documents: Uint32Array, bandKeys: Uint32Array, bands: number): Uint32Array {
  const mask = powerOfTwo(4 * documents.length) - 1
  const counts = new Uint32Array(mask + 1)
  const meetings = new Float64Array(documents.length)
  for (let band = 0; band < bands; band++) {
    counts.fill(0)
    for (let at = 0; at < documents.length; at++) counts[bandKeys[documents[at]! * bands + band]! & mask]!++
    for (let at = 0; at < documents.length; at++) meetings[at]! += counts[bandKeys[documents[at]! * bands + band]! & mask]! - 1
  }
  const order = Uint32Array.from(documents, (_, at) => at).sort((a, b) => meetings[b]! - meetings[a]! || a - b)
  return order.map((at) => documents[at]!)
}

/** Leaders by band and by the lower bits of their key, in the order in which they were added. */
class Buckets {
  readonly #bandKeys: Uint32Array
  readonly #bands: number
  readonly #mask: number
  /** [bands * slots] each, a document + 1, or 0. */
  readonly #heads: Uint32Array
  readonly #tails: Uint32Array
  /** [all documents * bands], the next in the same slot + 1, or 0. */
  readonly #nexts: Uint32Array

  constructor(bandKeys: Uint32Array, bands: number) {
    const slots = powerOfTwo(bandKeys.length / bands)
    this.#bandKeys = bandKeys
    this.#bands = bands
    this.#mask = slots - 1
    this.#heads = new Uint32Array(bands * slots)
    this.#tails = new Uint32Array(bands * slots)
    this.#nexts = new Uint32Array(bandKeys.length)
  }

  /** The first leader in a slot, -1 where there is none. Its key may be another one. */
  first(band: number, key: number): number {
    return this.#heads[band * (this.#mask + 1) + (key & this.#mask)]! - 1
  }

  next(band: number, document: number): number {
    return this.#nexts[document * this.#bands + band]! - 1
  }

  add(document: number): void {
    for (let band = 0; band < this.#bands; band++) {
      const slot = band * (this.#mask + 1) + (this.#bandKeys[document * this.#bands + band]! & this.#mask)
      if (this.#heads[slot] === 0) this.#heads[slot] = document + 1
      else this.#nexts[(this.#tails[slot]! - 1) * this.#bands + band] = document + 1
      this.#tails[slot] = document + 1
    }
  }
}

/** The least power of two that is not below `count`, at least 2. */
export function powerOfTwo(count: number): number {
  let size = 2
  while (size < count) size *= 2
  return size
}

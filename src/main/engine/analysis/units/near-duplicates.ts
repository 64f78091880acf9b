import { contentKey, WordHashes } from './word-hashes.ts'
import { bandingFor, ShingleSketch, sketchSimilarity, type Banding } from './shingle-sketch.ts'
import { SketchPool } from './sketch-pool.ts'
import { findLeaders, powerOfTwo } from './star-leaders.ts'

/** Texts with fewer words are duplicates only where all words are the same, so that "I agree" and "I agree strongly" stay apart. */
const leastWords = 6

export type NearDuplicatesOptions = {
  /** How many documents there will be at most. */
  readonly documents: number
  /** Jaccard similarity of the sets of word triples from which two texts are near-duplicates, above 0, at most 1. */
  readonly similarity?: number
}

/**
 * Finds groups of documents with the same or nearly the same text. Texts are handed in one by one and not kept: at most 0.7 kB a document,
 * and 0.3 kB more while they are grouped.
 *
 * Two texts are the same where their words are (`WordHashes`: case, white space and punctuation do not count). From six words on, two texts
 * are nearly the same where the Jaccard similarity of their sets of word triples is at least `similarity` and so is the ratio of their
 * lengths in words. Candidates come from banded MinHash (missed by a chance below 0.005 at the threshold), and are verified by a bottom-128
 * sketch: exact up to 127 different triples, a standard error of 0.035 at 0.8 above.
 *
 * Groups are stars, not chains (`findLeaders`): every member is a near-duplicate of the group's leader, so any two members are at least
 * 2 `similarity` - 1 alike (1 - J is a metric), but for the error of the sketches. The groups depend on which texts there are, not on the order in which they came; further
 * texts can change who leads, and with that the group of a text at its edge.
 */
export class NearDuplicates {
  readonly #documents: number
  readonly #similarity: number
  readonly #banding: Banding
  readonly #words = new WordHashes()
  readonly #sketch: ShingleSketch
  readonly #sketches: SketchPool
  /** [documents * bands] */
  readonly #bandKeys: Uint32Array
  /** [documents] each: the content key, how many words, and the first document added with the same content (itself; -1: not added). */
  readonly #high: Uint32Array
  readonly #low: Uint32Array
  readonly #lengths: Uint32Array
  readonly #same: Int32Array
  /** Open addressing by content key; a document + 1, or 0. */
  readonly #byContent: Uint32Array

  constructor({ documents, similarity = 0.8 }: NearDuplicatesOptions) {
    if (!(similarity > 0 && similarity <= 1)) throw new Error(`similarity ${similarity}`)
    this.#documents = documents
    this.#similarity = similarity
    this.#banding = bandingFor(similarity)
    this.#sketch = new ShingleSketch(this.#banding)
    this.#sketches = new SketchPool(documents)
    this.#bandKeys = new Uint32Array(documents * this.#banding.bands)
    this.#high = new Uint32Array(documents)
    this.#low = new Uint32Array(documents)
    this.#lengths = new Uint32Array(documents)
    this.#same = new Int32Array(documents).fill(-1)
    this.#byContent = new Uint32Array(powerOfTwo(2 * documents))
  }

  /** Reads the text of a document, each once, in any order. */
  add(document: number, text: string): void {
    if (!(document >= 0 && document < this.#documents)) throw new Error(`document ${document} of ${this.#documents}`)
    if (this.#same[document] !== -1) throw new Error(`document ${document} was added before`)
    const words = this.#words
    words.read(text)
    this.#high[document] = words.high
    this.#low[document] = words.low
    this.#lengths[document] = words.count
    const first = this.#firstWithContent(document)
    this.#same[document] = first
    if (first !== document || words.count < leastWords) return
    this.#sketch.read(words.words, words.count)
    this.#sketches.keep(document, this.#sketch.smallest, this.#sketch.size)
    this.#bandKeys.set(this.#sketch.bandKeys, document * this.#banding.bands)
  }

  /** The content key of a document that was added, 16 hexadecimal digits: equal for equal words. */
  contentKey(document: number): string {
    if (!(this.#same[document]! >= 0)) throw new Error(`document ${document} was not added`)
    return contentKey({ high: this.#high[document]!, low: this.#low[document]! })
  }

  /** [documents], the number of each document's group: the lowest document in it. Documents not added are alone. */
  groups(): Uint32Array {
    const { bands } = this.#banding
    const similarityOf = (a: number, b: number) => this.#similarityOf(a, b)
    const leaders = findLeaders({ documents: this.#inContentOrder(), bandKeys: this.#bandKeys, bands, similarityOf })
    const lowest = new Uint32Array(this.#documents).fill(0xffffffff)
    const groups = new Uint32Array(this.#documents)
    for (let document = 0; document < this.#documents; document++) {
      const same = this.#same[document]!
      const leader = same < 0 ? document : leaders[same]!
      if (lowest[leader] === 0xffffffff) lowest[leader] = document
      groups[document] = lowest[leader]!
    }
    return groups
  }

  #firstWithContent(document: number): number {
    const mask = this.#byContent.length - 1
    const high = this.#high[document]!
    const low = this.#low[document]!
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const known = this.#byContent[slot]! - 1
      if (known < 0) {
        this.#byContent[slot] = document + 1
        return document
      }
      if (this.#high[known] === high && this.#low[known] === low) return known
    }
  }

  /** 0 where two documents are no near-duplicates. */
  #similarityOf(a: number, b: number): number {
    const shorter = Math.min(this.#lengths[a]!, this.#lengths[b]!)
    if (shorter < this.#similarity * Math.max(this.#lengths[a]!, this.#lengths[b]!)) return 0
    return sketchSimilarity(this.#sketches.of(a), this.#sketches.of(b), this.#similarity)
  }

  /** The first document of each content that has a sketch, by content key. */
  #inContentOrder(): Uint32Array {
    const order = new Uint32Array(this.#documents)
    let count = 0
    for (let document = 0; document < this.#documents; document++) {
      if (this.#same[document] === document && this.#sketches.has(document)) order[count++] = document
    }
    return order.subarray(0, count).sort((a, b) => this.#high[a]! - this.#high[b]! || this.#low[a]! - this.#low[b]!)
  }
}

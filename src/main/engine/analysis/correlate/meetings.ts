/** The items of each document that are still to be paired: from its cursor on. */
export type Tails = {
  /** [documents] */
  readonly cursors: Uint32Array
  readonly ends: Uint32Array
  /** [nonzeros] */
  readonly items: Uint16Array | Uint32Array
}

/** One item's counts of documents shared with each other item. One is filled again and again. */
export type Meetings = {
  readonly minimum: number
  /** [items, rounded up to 16] counts of an item of fewer than 256 documents, as most are: they fit in 8 bits. */
  readonly few: Uint8Array
  /** The same memory, four counts to a word. */
  readonly words: Int32Array
  /** [items] counts of the others. */
  readonly many: Uint16Array | Uint32Array
  /** [items] room for the items that are met often. */
  readonly often: Uint32Array
}

/** For `items` items; `minimum`: how many documents are often enough, at least 1. */
export function createMeetings(items: number, documents: number, minimum: number): Meetings {
  const few = new Uint8Array(Math.ceil(items / 16) * 16)
  const words = new Int32Array(few.buffer)
  const many = documents < 65536 ? new Uint16Array(items) : new Uint32Array(items)
  return { minimum, few, words, many, often: new Uint32Array(items) }
}

/** What an item's partners are measured against: with fewer documents in common than these bounds a pair is not worth a look. */
export type Bounds = {
  /** Units that have the item, and each partner, ascending; units in all. */
  readonly own: number
  readonly others: Float64Array
  readonly units: number
  /** How many standard deviations above the expectation of independence is worth a look, at least 0. */
  readonly deviate: number
  /** Partners from `first` to `end` (exclusive). */
  readonly first: number
  readonly end: number
}

/**
 * Counts how often the items in the tails of these documents occur, and which from `first` to `end` occur often enough, ascending:
 * none is left out that reaches the minimum and the bounds, some may be in that only nearly do.
 *
 * Counts and partners are good until the next call; counts below `first` mean nothing.
 */
export function countMeetings(
  { minimum, few, words, many, often }: Meetings,
  documents: Uint32Array,
  tails: Tails,
  bounds: Bounds,
): { counts: Uint8Array | Uint16Array | Uint32Array; partners: Uint32Array } {
  const { first, end } = bounds
  const small = documents.length < 256
  const counts = small ? few : many
  const start = first & ~15
  counts.fill(0, start)
  if (small) addToFew(documents, tails, few)
  else addToMany(documents, tails, many)
  const mask = maskFrom(minimum)
  let size = 0
  // Sixteen at a time: almost everywhere no count has a bit from the highest of the least count on, and so all are below it.
  for (let group = start; group < end; group += 16) {
    const word = group >> 2
    const bits = small ? words[word]! | words[word + 1]! | words[word + 2]! | words[word + 3]! : -1
    if ((bits & mask) === 0) continue
    const last = Math.min(end, group + 16)
    const least = Math.max(minimum, leastWorth(bounds, Math.max(first, group), last - 1))
    if (small && (bits & maskFrom(least)) === 0) continue
    for (let item = Math.max(first, group); item < last; item++) if (counts[item]! >= least) often[size++] = item
  }
  return { counts, partners: often.subarray(0, size) }
}

/** The bits of four 8-bit counts that are all 0 only where all are below `least`. */
function maskFrom(least: number): number {
  return Math.imul(-(1 << (31 - Math.clz32(Math.min(least, 255)))) & 0xff, 0x01010101)
}

/** A count that all partners from `from` to `to` worth a look reach: that of the rarest, with the least share of its variance. */
function leastWorth({ own, others, units, deviate }: Bounds, from: number, to: number): number {
  const expected = (own * others[from]!) / units
  return expected + deviate * Math.sqrt(expected * Math.max(0, 1 - Math.max(own, others[to]!) / units))
}

/**
 * Counts the items of each document from its cursor on. `addToMany` does the same: the loop is twice as fast where it only ever sees one
 * kind of array.
 */
function addToFew(documents: Uint32Array, { cursors, ends, items }: Tails, counts: Uint8Array): void {
  for (let each = 0; each < documents.length; each++) {
    const document = documents[each]!
    const end = ends[document]!
    for (let at = cursors[document]!; at < end; at++) counts[items[at]!]!++
  }
}

function addToMany(documents: Uint32Array, { cursors, ends, items }: Tails, counts: Uint16Array | Uint32Array): void {
  for (let each = 0; each < documents.length; each++) {
    const document = documents[each]!
    const end = ends[document]!
    for (let at = cursors[document]!; at < end; at++) counts[items[at]!]!++
  }
}

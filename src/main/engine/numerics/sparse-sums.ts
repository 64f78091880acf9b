/**
 * Counts and sums by key, dense underneath, with two levels of bits over the keys in use, so that they come out in order without sorting.
 *
 * One is filled and drained again and again.
 */
export type SparseSums = {
  counts: Uint32Array
  sums: Float64Array
  /** Bit k % 32 of word k / 32: key k is in use. */
  used: Uint32Array
  /** Bit w % 32 of word w / 32: word w of `used` is not 0. */
  usedWords: Uint32Array
  /** How many keys are in use. */
  size: number
}

export type DrainedSums = {
  /** Ascending. */
  readonly keys: Uint32Array
  readonly counts: Uint32Array
  readonly sums: Float64Array
}

/** Empty sums over keys 0..capacity-1; they grow when a larger key comes. */
export function createSparseSums(capacity = 1024): SparseSums {
  const words = Math.ceil(capacity / 32)
  return {
    counts: new Uint32Array(capacity),
    sums: new Float64Array(capacity),
    used: new Uint32Array(words),
    usedWords: new Uint32Array(Math.ceil(words / 32)),
    size: 0,
  }
}

/** Adds `count` (at least 1) observations that sum to `sum`. */
export function addSum(into: SparseSums, key: number, count: number, sum: number): void {
  if (key >= into.counts.length) grow(into, key)
  if (into.counts[key] === 0) {
    into.used[key >>> 5]! |= 1 << (key & 31)
    into.usedWords[key >>> 10]! |= 1 << ((key >>> 5) & 31)
    into.size++
  }
  into.counts[key]! += count
  into.sums[key]! += sum
}

/** Takes everything out, ordered by key, and leaves the sums empty. */
export function drainSums(from: SparseSums): DrainedSums {
  const keys = new Uint32Array(from.size)
  const counts = new Uint32Array(from.size)
  const sums = new Float64Array(from.size)
  let at = 0
  for (let group = 0; group < from.usedWords.length; group++) {
    for (let words = from.usedWords[group]!; words !== 0; words &= words - 1) {
      const word = group * 32 + lowestBit(words)
      for (let bits = from.used[word]!; bits !== 0; bits &= bits - 1) {
        const key = word * 32 + lowestBit(bits)
        keys[at] = key
        counts[at] = from.counts[key]!
        sums[at++] = from.sums[key]!
        from.counts[key] = 0
        from.sums[key] = 0
      }
      from.used[word] = 0
    }
    from.usedWords[group] = 0
  }
  from.size = 0
  return { keys, counts, sums }
}

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits)
}

function grow(into: SparseSums, key: number): void {
  const larger = createSparseSums(Math.max(key + 1, into.counts.length * 2))
  larger.counts.set(into.counts)
  larger.sums.set(into.sums)
  larger.used.set(into.used)
  larger.usedWords.set(into.usedWords)
  Object.assign(into, { ...larger, size: into.size })
}

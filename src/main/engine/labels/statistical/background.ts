/** How often each token, and each pair of neighbouring tokens, stands in a sample of all the text. */
export type Background = {
  /** [vocabulary] */
  readonly tokens: Float64Array
  readonly tokenTotal: number
  /** Pairs that occur, ascending, `first * vocabulary + second`; how often each. */
  readonly pairs: Float64Array
  readonly pairCounts: Uint32Array
  readonly pairTotal: number
}

/**
 * Counts a sample of documents. Takes 8 bytes a token while it sorts the pairs.
 *
 * @param ids [tokens], below `vocabulary`, which is below 2^26
 * @param starts [documents + 1], where each document's tokens begin: no pair spans two documents
 */
export function countBackground(ids: ArrayLike<number>, starts: ArrayLike<number>, vocabulary: number): Background {
  const tokens = new Float64Array(vocabulary)
  const all = new Float64Array(ids.length)
  let pairTotal = 0
  for (let document = 0; document + 1 < starts.length; document++) {
    const end = starts[document + 1]!
    for (let at = starts[document]!; at < end; at++) {
      tokens[ids[at]!]!++
      if (at + 1 < end) all[pairTotal++] = ids[at]! * vocabulary + ids[at + 1]!
    }
  }
  const { keys, sums } = sumByKey(all.subarray(0, pairTotal), null)
  return { tokens, tokenTotal: ids.length, pairs: keys, pairCounts: Uint32Array.from(sums), pairTotal }
}

/** How often a pair occurs. */
export function pairCount({ pairs, pairCounts }: Background, pair: number): number {
  let low = 0
  let high = pairs.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (pairs[middle]! < pair) low = middle + 1
    else high = middle
  }
  return pairs[low] === pair ? pairCounts[low]! : 0
}

export type KeySums = { readonly keys: Float64Array; readonly sums: Float64Array }

/** The different keys, ascending, and the sum of the weights of each; of how many there are without weights. Keys may be sorted in place. */
export function sumByKey(keys: Float64Array, weights: Float64Array | null): KeySums {
  const order = weights === null ? null : Uint32Array.from(keys.keys()).sort((a, b) => keys[a]! - keys[b]! || a - b)
  if (order === null) keys.sort()
  const different = new Float64Array(keys.length)
  const sums = new Float64Array(keys.length)
  let count = 0
  for (let at = 0; at < keys.length; at++) {
    const from = order === null ? at : order[at]!
    if (count === 0 || keys[from] !== different[count - 1]) different[count++] = keys[from]!
    sums[count - 1]! += weights === null ? 1 : weights[from]!
  }
  return { keys: different.slice(0, count), sums: sums.slice(0, count) }
}

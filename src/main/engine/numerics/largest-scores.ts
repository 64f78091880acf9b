/** Documents with their scores, best first; equal scores by ordinal. */
export type RankedList = {
  /** [hits] */
  readonly ordinals: Uint32Array
  /** [hits] */
  readonly scores: Float32Array
}

/**
 * The `limit` documents with the largest scores above 0 among `candidates`, which are distinct.
 *
 * Keeps up to twice as many, halves them by quickselect when they are full, and from then on takes none below the last one kept: O(candidates).
 *
 * @param scores by ordinal, [documents]
 */
export function largestScores(scores: Float32Array, candidates: Uint32Array, limit: number): RankedList {
  if (!(limit > 0)) return { ordinals: new Uint32Array(0), scores: new Float32Array(0) }
  const kept = new Uint32Array(Math.min(candidates.length, 2 * limit))
  let size = 0
  let least = 0
  let leastOrdinal = Infinity
  for (let at = 0; at < candidates.length; at++) {
    const ordinal = candidates[at]!
    const score = scores[ordinal]!
    if (!(score >= least) || score <= 0 || (score === least && ordinal > leastOrdinal)) continue
    kept[size++] = ordinal
    if (size < 2 * limit) continue
    selectBest(kept, size, limit, scores)
    size = limit
    leastOrdinal = worstOf(kept, size, scores)
    least = scores[leastOrdinal]!
  }
  const sorted = kept.subarray(0, size).sort((a, b) => scores[b]! - scores[a]! || a - b)
  const ordinals = sorted.slice(0, Math.min(size, limit))
  return { ordinals, scores: Float32Array.from(ordinals, (ordinal) => scores[ordinal]!) }
}

function isBetter(a: number, b: number, scores: Float32Array): boolean {
  return scores[a]! > scores[b]! || (scores[a]! === scores[b]! && a < b)
}

/** Brings the `best` best of `items[0..size)` to its front, in no order (quickselect with the median of three as pivot). */
function selectBest(items: Uint32Array, size: number, best: number, scores: Float32Array): void {
  let low = 0
  let high = size - 1
  while (low < high) {
    const pivot = medianOf(items[low]!, items[(low + high) >>> 1]!, items[high]!, scores)
    let left = low
    let right = high
    while (left <= right) {
      while (isBetter(items[left]!, pivot, scores)) left++
      while (isBetter(pivot, items[right]!, scores)) right--
      if (left > right) break
      const moved = items[left]!
      items[left++] = items[right]!
      items[right--] = moved
    }
    if (best - 1 <= right) high = right
    else if (best - 1 >= left) low = left
    else return
  }
}

function medianOf(a: number, b: number, c: number, scores: Float32Array): number {
  const [better, worse] = isBetter(a, b, scores) ? [a, b] : [b, a]
  if (isBetter(c, better, scores)) return better
  return isBetter(c, worse, scores) ? c : worse
}

function worstOf(items: Uint32Array, size: number, scores: Float32Array): number {
  let worst = items[0]!
  for (let at = 1; at < size; at++) if (isBetter(worst, items[at]!, scores)) worst = items[at]!
  return worst
}

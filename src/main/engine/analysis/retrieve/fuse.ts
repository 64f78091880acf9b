/** How slowly a rank's part falls: rank 1 counts 1/61, rank 61 half as much (Cormack, Clarke & Büttcher 2009). */
const rankOffset = 60

/** A document in the fused list. */
export type FusedHit = {
  readonly ordinal: number
  readonly score: number
  /** Its rank in each list, from 1; 0 where the list has not got it. */
  readonly ranks: readonly number[]
}

/**
 * Reciprocal rank fusion: a document scores the sum over lists of 1 / (60 + its rank), ranks from 1; a list that lacks it adds nothing.
 *
 * Best first, equal scores by ordinal. O(n log n) in the lists' length, whatever the corpus's.
 *
 * @param lists ordinals best first, each at most once a list
 */
export function fuseByRank(lists: readonly Uint32Array[], limit: number): FusedHit[] {
  const ranksOf = new Map<number, number[]>()
  lists.forEach((list, at) => {
    list.forEach((ordinal, place) => {
      let ranks = ranksOf.get(ordinal)
      if (ranks === undefined) ranksOf.set(ordinal, (ranks = lists.map(() => 0)))
      ranks[at] = place + 1
    })
  })
  const hits = Array.from(ranksOf, ([ordinal, ranks]): FusedHit => {
    // By rank, so that two documents with the same ranks in different lists score the same to the last bit.
    const score = ranks.toSorted((a, b) => a - b).reduce((sum, rank) => (rank === 0 ? sum : sum + 1 / (rankOffset + rank)), 0)
    return { ordinal, score, ranks }
  })
  hits.sort((a, b) => b.score - a.score || a.ordinal - b.ordinal)
  return hits.slice(0, Math.max(0, limit))
}

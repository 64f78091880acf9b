/** The ids of a text's different word triples; one id for the whole text where it has fewer than six words. */
function triples(text: string, ids: Map<string, number>): Uint32Array {
  const words = text.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  const said = words.length < 6 ? [words.join(' ')] : words.slice(2).map((word, at) => `${words[at]} ${words[at + 1]} ${word}`)
  return Uint32Array.from(new Set(said), (each) => {
    const id = ids.get(each) ?? ids.size
    if (id === ids.size) ids.set(each, id)
    return id
  })
}

export type PairCounts = {
  /** Pairs of a Jaccard similarity of 0.8 or more by counting all word triples, and those of them in one group. */
  alike: number
  found: number
  /** Pairs in one group whose similarity is below 0.8, and the lowest similarity of two in one group. */
  looser: number
  lowest: number
}

/** Compares groups of near-duplicates with all pairs that share a word triple. */
export function countPairs(texts: readonly string[], groups: ArrayLike<number>): PairCounts {
  const ids = new Map<string, number>()
  const sets = texts.map((text) => triples(text, ids))
  const holders: number[][] = Array.from({ length: ids.size }, () => [])
  const both = new Uint32Array(texts.length)
  const counts = { alike: 0, found: 0, looser: 0, lowest: 1 }
  for (let a = 0; a < texts.length; a++) {
    const met: number[] = []
    for (const id of sets[a]!) {
      for (const b of holders[id]!) if (both[b]!++ === 0) met.push(b)
      holders[id]!.push(a)
    }
    for (const b of met) {
      const jaccard = both[b]! / (sets[a]!.length + sets[b]!.length - both[b]!)
      both[b] = 0
      const joined = groups[a] === groups[b]
      if (jaccard >= 0.8) counts.alike++
      if (jaccard >= 0.8 && joined) counts.found++
      if (jaccard < 0.8 && joined) counts.looser++
      if (joined) counts.lowest = Math.min(counts.lowest, jaccard)
    }
  }
  return counts
}

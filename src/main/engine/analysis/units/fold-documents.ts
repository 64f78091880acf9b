/** The side of a document that is on none. */
export const noSide = 255

export type Folded = {
  /** [documents or pairs], 1 where kept, 0 where folded under an earlier one (or on no side). */
  readonly kept: Uint8Array
  /** How many were folded. */
  readonly folded: number
  /** [sides], how many of each side were folded; [all] for pairs. */
  readonly foldedBySide: Uint32Array
}

/**
 * Keeps of each group of duplicates the lowest document on each side: a text that stands on two sides stays on both, since that is what a
 * comparison is to find. `groups` [documents] from `NearDuplicates.groups`, each below the number of documents; `side` [documents], 0 to
 * 254, `noSide` where a document takes no part.
 */
export function foldDuplicates(groups: Uint32Array, side: Uint8Array): Folded {
  const documents = groups.length
  let sides = 0
  for (const each of side) if (each !== noSide) sides = Math.max(sides, each + 1)
  const seen = new Uint32Array(Math.ceil((documents * sides) / 32))
  const kept = new Uint8Array(documents)
  const foldedBySide = new Uint32Array(sides)
  let folded = 0
  for (let document = 0; document < documents; document++) {
    const where = side[document]!
    if (where === noSide) continue
    const at = groups[document]! * sides + where
    const bit = 1 << (at & 31)
    if ((seen[at >>> 5]! & bit) === 0) {
      seen[at >>> 5]! |= bit
      kept[document] = 1
      continue
    }
    foldedBySide[where]!++
    folded++
  }
  return { kept, folded, foldedBySide }
}

/**
 * Keeps of the pairs whose first texts are duplicates and whose second texts are duplicates too the first pair: a pair of which only one
 * text stands elsewhere says something new. `groups` [documents]; `firsts`, `seconds` [pairs], the documents of each pair.
 */
export function foldPairs(groups: Uint32Array, firsts: Uint32Array, seconds: Uint32Array): Omit<Folded, 'foldedBySide'> {
  const kept = new Uint8Array(firsts.length)
  const seen = new Set<number>()
  for (let pair = 0; pair < firsts.length; pair++) {
    // Below 2^53, so exact, for up to 90 million documents.
    const both = groups[firsts[pair]!]! * groups.length + groups[seconds[pair]!]!
    if (seen.has(both)) continue
    seen.add(both)
    kept[pair] = 1
  }
  return { kept, folded: firsts.length - seen.size }
}

import type { Example } from '../../../contract/latents.ts'

/** Share of word pairs in common from which two excerpts count as near-duplicates (Jaccard). */
const alike = 0.6

/** Examples whose excerpts nearly repeat an earlier one's are folded under it; the order stays. */
export function foldDuplicates(examples: readonly Example[]): readonly Example[] {
  const kept: { example: Example; pairs: ReadonlySet<string>; duplicates: Example['duplicates'][number][] }[] = []
  for (const example of examples) {
    const pairs = wordPairs(example)
    const same = kept.find((each) => each.example.band === example.band && jaccard(each.pairs, pairs) >= alike)
    if (same === undefined) kept.push({ example, pairs, duplicates: [] })
    else same.duplicates.push({ corpus: example.corpus, document: example.document, ordinal: example.ordinal })
  }
  return kept.map(({ example, duplicates }) => ({ ...example, duplicates }))
}

/** Pairs of neighbouring words near the maximum, numbers all alike. */
function wordPairs(example: Example): ReadonlySet<string> {
  const words =
    example.text
      .toLowerCase()
      .replace(/\d+/g, '0')
      .match(/[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? []
  const pairs = new Set<string>()
  for (let at = 0; at + 1 < words.length; at++) pairs.add(`${words[at]} ${words[at + 1]}`)
  if (words.length === 1) pairs.add(words[0] ?? '')
  return pairs
}

function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0
  for (const each of a) if (b.has(each)) both += 1
  const either = a.size + b.size - both
  return either === 0 ? 1 : both / either
}

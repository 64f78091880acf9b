import { communities, type Link } from './communities.ts'

/** A pair of things that go together; each has a key, by which the same thing is known in other pairs. */
export type GraphPair = {
  /** Its place in the result. */
  readonly index: number
  readonly a: GraphEnd
  readonly b: GraphEnd
  /** NPMI and its lower 95 % limit, -1..1. */
  readonly npmi: number
  readonly npmiLow: number
  readonly support: number
}
export type GraphEnd = { readonly key: string; readonly name: string; readonly documents: number }

export type GraphNode = GraphEnd & { readonly community: number; readonly pairs: number }
export type PairGraph = {
  readonly nodes: readonly GraphNode[]
  /** The pairs as links of nodes by number, in their order. */
  readonly links: readonly (Link & { readonly pair: GraphPair })[]
}

/**
 * The graph of the things with most in common with others, by the sum of NPMI at least over their pairs, and of the first pairs among them.
 * Things without a pair among them are left out.
 */
export function pairGraph(pairs: readonly GraphPair[], mostNodes: number, mostLinks: number): PairGraph {
  const sums = new Map<string, number>()
  for (const { a, b, npmiLow } of pairs) for (const { key } of [a, b]) sums.set(key, (sums.get(key) ?? 0) + Math.max(0, npmiLow))
  const kept = new Set(
    [...sums]
      .sort((x, y) => y[1] - x[1])
      .slice(0, mostNodes)
      .map(([key]) => key),
  )
  const numbers = new Map<string, number>()
  const ends: GraphEnd[] = []
  const numberOf = (end: GraphEnd) => {
    const known = numbers.get(end.key)
    if (known !== undefined) return known
    numbers.set(end.key, ends.length)
    return ends.push(end) - 1
  }
  const links = pairs
    .filter(({ a, b }) => a.key !== b.key && kept.has(a.key) && kept.has(b.key))
    .slice(0, mostLinks)
    .map((pair) => ({ a: numberOf(pair.a), b: numberOf(pair.b), weight: Math.min(1, Math.max(0.01, pair.npmiLow)), pair }))
  const of = communities(ends.length, links)
  const degree = new Uint32Array(ends.length)
  for (const { a, b } of links) {
    degree[a]!++
    degree[b]!++
  }
  return { nodes: ends.map((end, node) => ({ ...end, community: of[node]!, pairs: degree[node]! })), links }
}

export type Link = { readonly a: number; readonly b: number; readonly weight: number }

/**
 * Communities of a weighted graph, [nodes], numbered by size, the largest 0.
 *
 * Greedy modularity (Clauset, Newman and Moore 2004): beginning with each node by itself, the two linked communities whose joining gains
 * most modularity, 2 (e_ij - a_i a_j), are joined until none gains; e is the share of weight between two, a that which ends in one. Of
 * equal gains that of the lowest numbers counts, so that the same graph always gives the same. O(nodes · links).
 */
export function communities(nodes: number, links: readonly Link[]): Int32Array {
  const total = links.reduce((sum, { weight }) => sum + 2 * weight, 0)
  const of = Int32Array.from({ length: nodes }, (_, node) => node)
  if (total <= 0) return of
  const ends = new Float64Array(nodes)
  const between = Array.from({ length: nodes }, () => new Map<number, number>())
  for (const { a, b, weight } of links) {
    if (a === b) continue
    ends[a]! += weight / total
    ends[b]! += weight / total
    between[a]!.set(b, (between[a]!.get(b) ?? 0) + weight / total)
    between[b]!.set(a, (between[b]!.get(a) ?? 0) + weight / total)
  }
  for (;;) {
    let [best, kept, joined] = [1e-12, -1, -1]
    between.forEach((neighbours, i) => {
      for (const [j, share] of neighbours) {
        if (j <= i) continue
        const gain = 2 * (share - ends[i]! * ends[j]!)
        if (gain > best || (gain === best && i === kept && j < joined)) [best, kept, joined] = [gain, i, j]
      }
    })
    if (kept < 0) return bySize(of)
    for (const [j, share] of between[joined]!) {
      between[j]!.delete(joined)
      if (j === kept) continue
      between[kept]!.set(j, (between[kept]!.get(j) ?? 0) + share)
      between[j]!.set(kept, (between[j]!.get(kept) ?? 0) + share)
    }
    between[joined]!.clear()
    ends[kept]! += ends[joined]!
    for (let node = 0; node < nodes; node++) if (of[node] === joined) of[node] = kept
  }
}

/** The same communities numbered by how many nodes they have, those of one size by their first node. */
function bySize(of: Int32Array): Int32Array {
  const sizes = new Map<number, number>()
  for (const each of of) sizes.set(each, (sizes.get(each) ?? 0) + 1)
  const order = [...sizes].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([community]) => community)
  const number = new Map(order.map((community, at) => [community, at]))
  return of.map((each) => number.get(each) ?? 0)
}

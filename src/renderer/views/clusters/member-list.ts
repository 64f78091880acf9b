import type { ClusterResult } from '../../../contract/clusters.ts'

/** A document of a cluster; the excerpt is null until it is fetched. */
export type Member = {
  readonly corpus: string
  readonly ordinal: number
  readonly id: string | null
  readonly excerpt: string | null
}

/** All documents of a cluster (-1: unassigned): the central ones first, as they came, then the rest by corpus and place. */
export function membersOf({ map, clusters }: Pick<ClusterResult, 'map' | 'clusters'>, cluster: number): readonly Member[] {
  const central = clusters.find(({ id }) => id === cluster)?.documents ?? []
  const listed = new Map(map.corpora.map((corpus) => [corpus, new Set<number>()]))
  for (const { corpus, ordinal } of central) listed.get(corpus)?.add(ordinal)
  const members: Member[] = central.map(({ corpus, ordinal, document, excerpt }) => ({ corpus, ordinal, id: document, excerpt }))
  for (let point = 0; point < map.cluster.length; point++) {
    if (map.cluster[point] !== cluster) continue
    const corpus = map.corpora[map.corpus[point] ?? 0] ?? ''
    const ordinal = map.ordinal[point] ?? 0
    if (listed.get(corpus)?.has(ordinal) !== true) members.push({ corpus, ordinal, id: null, excerpt: null })
  }
  return members
}

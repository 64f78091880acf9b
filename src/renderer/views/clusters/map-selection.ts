import type { DocumentGroup } from '../../../contract/analyses.ts'
import type { ClusterRequest, ClusterResult } from '../../../contract/clusters.ts'
import { rangesOf } from '../../../contract/ordinal-ranges.ts'
import { startAnalysis } from '../../client/analysis-runs.ts'
import { workbench } from '../../client/workbench.ts'
import type { DocumentLabel } from '../../charts/cluster-labels.ts'
import { shortened } from '../../charts/text-width.ts'
import { formatCount } from '../../widgets/format-numbers.ts'
import { visibleText } from '../../widgets/visible-text.ts'
import type { Member } from './member-list.ts'

type Mapped = Pick<ClusterResult, 'map' | 'clusters'>

/** The documents at some points of the map, in its order; id and excerpt of those that came with their cluster. */
export function selectedMembers({ map, clusters }: Mapped, points: Uint32Array): readonly Member[] {
  const central = new Map(
    clusters.flatMap(({ documents }) => documents.map((each) => [`${each.corpus}\n${each.ordinal}`, each] as const)),
  )
  return Array.from(points, (point) => {
    const corpus = map.corpora[map.corpus[point] ?? 0] ?? ''
    const ordinal = map.ordinal[point] ?? 0
    const known = central.get(`${corpus}\n${ordinal}`)
    return { corpus, ordinal, id: known?.document ?? null, excerpt: known?.excerpt ?? null }
  })
}

const labelCharacters = 34

/** Documents that may be named on the map, by how they begin: of every cluster in turn, the most central first. */
export function documentLabels({ map, clusters }: Mapped): readonly DocumentLabel[] {
  const points = new Map(
    Array.from(map.ordinal, (ordinal, point) => [`${map.corpora[map.corpus[point] ?? 0] ?? ''}\n${ordinal}`, point] as const),
  )
  const most = Math.max(0, ...clusters.map(({ documents }) => documents.length))
  return Array.from({ length: most }, (_, rank) =>
    clusters.flatMap(({ documents }) => {
      const document = documents[rank]
      const point = document === undefined ? undefined : points.get(`${document.corpus}\n${document.ordinal}`)
      if (document === undefined || point === undefined) return []
      return [{ point, text: shortened(visibleText(document.excerpt).replace(/\s+/g, ' ').trim(), labelCharacters) }]
    }),
  ).flat()
}

/** Selected documents as a group, and all others of the map as another. */
export function selectionGroups({ map }: Mapped, points: Uint32Array): readonly [selected: DocumentGroup, rest: DocumentGroup] {
  const inside = new Uint8Array(map.ordinal.length)
  for (const point of points) inside[point] = 1
  const groupOf = (side: 0 | 1, name: string): DocumentGroup => {
    const byCorpus = map.corpora.map((corpus, at) => {
      const ordinals = [...map.ordinal.keys()].filter((point) => map.corpus[point] === at && inside[point] === side)
      return [corpus, ordinals.map((point) => map.ordinal[point] ?? 0)] as const
    })
    const there = byCorpus.filter(([, ordinals]) => ordinals.length > 0)
    return {
      corpora: there.map(([corpus]) => corpus),
      ordinals: Object.fromEntries(there.map(([corpus, ordinals]) => [corpus, rangesOf(ordinals)])),
      name: `${name} (${formatCount(there.reduce((sum, [, ordinals]) => sum + ordinals.length, 0))})`,
    }
  }
  return [groupOf(1, 'selected on the map'), groupOf(0, 'all others on the map')]
}

/** What is asked of the same documents, lens and thresholds as the clusters were. */
function scopeOfClusters({ recipe }: Pick<ClusterResult, 'recipe'>) {
  const { channel, threshold, minTokens } = recipe.request as ClusterRequest
  return { lens: recipe.lensHash, ...(channel === undefined ? {} : { channel }), threshold, minTokens }
}

/** Compares the selected documents with all others of the map, and shows the differences. */
export function compareSelection(result: ClusterResult, points: Uint32Array): void {
  const [target, rest] = selectionGroups(result, points)
  startAnalysis(
    { kind: 'diff', input: { ...scopeOfClusters(result), target, against: [rest], pair: 'none', limit: 2000, examples: 3 } },
    true,
  )
  workbench.getState().show('differences')
}

/** Examples that a search takes at most. */
export const mostExamples = 100

/** Searches all corpora of the map for documents like the selected ones, and shows the search. */
export function searchLikeSelection(result: ClusterResult, points: Uint32Array): void {
  const { map } = result
  const like = selectedMembers(result, points).map(({ corpus, ordinal }) => ({ corpus, ordinal }))
  startAnalysis(
    { kind: 'search', input: { ...scopeOfClusters(result), group: { corpora: [...map.corpora] }, like, limit: 30 } },
    true,
  )
  workbench.getState().show('search')
}

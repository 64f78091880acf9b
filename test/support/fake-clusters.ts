import type { Cluster, ClusterRequest, ClusterResult } from '../../src/contract/clusters.ts'
import { wordsCompared } from '../../src/contract/analyses.ts'
import { random } from './fake-corpora.ts'
import { fakeCompared } from './fake-embedder.ts'
import { countOf, type FakeGroup, groupIn, labelIn, presentOf, refOf } from './fake-groups.ts'
import type { FakeProject } from './fake-project.ts'
import { fakeCut, similarLatents } from './fake-search.ts'

const startClusters = 5
const shownLatents = 8

/** Clusters as the engine would give them: each document goes to whichever of a few latents is strongest in it. */
export function fakeCluster(
  project: FakeProject,
  request: ClusterRequest,
): Omit<ClusterResult, 'analysis' | 'recipe' | 'warnings'> {
  const group = groupIn(project, request.group, request.where)
  const asked =
    request.latents ??
    (request.query === undefined
      ? null
      : similarLatents(project, request.query, 40)
          .filter(({ similarity }) => similarity >= fakeCut)
          .map(({ latent }) => latent))
  const similarity = new Map(similarLatents(project, request.query ?? '', 2000).map((each) => [each.latent, each.similarity]))
  const frequency = (latent: number) => countOf(presentOf(group, project.latents[latent])) / group.documents
  const axis = (asked ?? project.latents.map((_, latent) => latent))
    .map((latent) => ({ latent, documentFrequency: frequency(latent) }))
    .filter(({ documentFrequency }) => documentFrequency > 0 && (asked !== null || documentFrequency < 0.3))
    .sort(
      (a, b) =>
        Number(labelIn(project, b.latent) !== null) - Number(labelIn(project, a.latent) !== null) ||
        b.documentFrequency - a.documentFrequency,
    )
  const wanted = request.k ?? startClusters
  const anchors = apart(
    project,
    axis.map(({ latent }) => latent),
  ).slice(0, wanted)
  const k = anchors.length
  const assigned = assign(project, group, anchors)
  const clusters = anchors.map((_, id) =>
    clusterOf(
      project,
      group,
      assigned,
      anchors,
      id,
      axis.map(({ latent }) => latent),
      request.documents,
    ),
  )
  const unassigned = assigned.filter(({ cluster }) => cluster < 0).length
  return {
    lens: 'small-english',
    compared: wordsCompared(request) === null ? null : fakeCompared(project),
    documents: assigned.length,
    k,
    eigenvalues: Array.from({ length: 20 }, (_, index) => (index < k ? 1 - index * 0.03 : 0.6 - index * 0.01)),
    mode: request.mode === 'auto' ? 'graph' : request.mode,
    clusters,
    unassigned,
    coverage: 1 - unassigned / Math.max(1, assigned.length),
    axisLatents:
      asked === null
        ? []
        : axis.map(({ latent, documentFrequency }) => ({
            latent,
            label: labelIn(project, latent),
            similarity: similarity.get(latent) ?? null,
            documentFrequency,
          })),
    map: {
      corpora: request.group.corpora,
      corpus: Uint16Array.from(assigned, ({ part }) => part),
      ordinal: Uint32Array.from(assigned, ({ ordinal }) => ordinal),
      cluster: Int32Array.from(assigned, ({ cluster }) => cluster),
      x: Float32Array.from(assigned, ({ x }) => x),
      y: Float32Array.from(assigned, ({ y }) => y),
    },
  }
}

/** Latents of which no two answer to the same word, in their order. */
function apart(project: FakeProject, latents: readonly number[]): readonly number[] {
  const taken = new Set<number>()
  return latents.filter((latent) => {
    const words = [...(project.latents[latent]?.words.keys() ?? [])]
    if (words.some((word) => taken.has(word))) return false
    for (const word of words) taken.add(word)
    return true
  })
}

type Assigned = {
  readonly part: number
  readonly ordinal: number
  readonly cluster: number
  readonly affinity: number
  readonly x: number
  readonly y: number
}

function assign(project: FakeProject, group: FakeGroup, anchors: readonly number[]): readonly Assigned[] {
  return group.parts.flatMap(({ corpus, takesPart }, part) => {
    const pooled = anchors.map((latent) => project.pooled(corpus, latent))
    return [...takesPart.keys()]
      .filter((ordinal) => takesPart[ordinal] === 1)
      .map((ordinal) => {
        const strengths = pooled.map((each) => each[ordinal] ?? 0)
        const affinity = Math.max(0, ...strengths)
        const cluster = affinity === 0 ? -1 : strengths.indexOf(affinity)
        const draw = random(part * 1_000_003 + ordinal)
        const [turn, far] = [draw() * 2 * Math.PI, Math.sqrt(-Math.log(1 - draw()))]
        const centre = (2 * Math.PI * cluster) / anchors.length
        const out = cluster < 0 ? 0 : 3
        return {
          part,
          ordinal,
          cluster,
          affinity,
          x: out * Math.cos(centre) + (cluster < 0 ? 0.5 : 0.8) * far * Math.cos(turn),
          y: out * Math.sin(centre) + (cluster < 0 ? 0.5 : 0.8) * far * Math.sin(turn),
        }
      })
  })
}

function clusterOf(
  project: FakeProject,
  group: FakeGroup,
  assigned: readonly Assigned[],
  anchors: readonly number[],
  id: number,
  axis: readonly number[],
  most = Infinity,
): Cluster {
  const inside = assigned.filter(({ cluster }) => cluster === id)
  const keys = new Set(inside.map(({ part, ordinal }) => part * 1e7 + ordinal))
  const outside = Math.max(1, assigned.length - inside.length)
  const latents = [anchors[id] ?? 0, ...axis.slice(anchors.length, 60)]
    .map((latent) => {
      const present = presentOf(group, project.latents[latent])
      const within = present.reduce((sum, each, part) => sum + each.filter((ordinal) => keys.has(part * 1e7 + ordinal)).length, 0)
      const [a, b] = [within / Math.max(1, inside.length), (countOf(present) - within) / outside]
      return {
        latent,
        label: labelIn(project, latent),
        inside: a,
        outside: b,
        difference: a - b,
        interval: [a - b - 0.04, a - b + 0.04] as const,
        onAxis: true,
      }
    })
    .sort((a, b) => b.difference - a.difference)
    .slice(0, shownLatents)
  const central = [...inside].sort((a, b) => b.affinity - a.affinity || a.part - b.part || a.ordinal - b.ordinal).slice(0, most)
  return {
    id,
    name: labelIn(project, anchors[id] ?? 0) ?? `Latent ${anchors[id]}`,
    size: inside.length,
    conductance: 0.21 + id * 0.03,
    latents,
    documents: central.flatMap(({ part, ordinal, affinity }) => {
      const corpus = group.parts[part]?.corpus
      return corpus === undefined
        ? []
        : [{ ...refOf(corpus, ordinal), affinity: Math.min(1, affinity / 7), excerpt: corpus.text(ordinal).slice(0, 240) }]
    }),
  }
}

import type { ClusterName } from '../../src/contract/clusters.ts'
import { Failure } from '../../src/contract/failure.ts'
import type { JudgedPairRun, JudgePairRequest, NamedClustersRun, RerankRun } from '../../src/contract/hypotheses.ts'
import type { ModelRequest } from '../../src/contract/model-requests.ts'
import type { Operations } from '../../src/contract/operations.ts'
import type { FakeJobs } from './fake-jobs.ts'
import type { FakeProject } from './fake-project.ts'
import { fakeSearch } from './fake-search.ts'

/** What a run that judges texts comes to; the numbers are made up and go together. Null for runs of other kinds. */
export function fakeJudgement(project: FakeProject, request: ModelRequest): JudgedPairRun | NamedClustersRun | RerankRun | null {
  switch (request.kind) {
    case 'judge-pair':
      return judgedPair(request)
    case 'name-clusters':
      return namedClusters(project, request.analysis)
    case 'rerank':
      return reranked(project, request)
    default:
      return null
  }
}

function judgedPair({ a, b, documents }: JudgePairRequest): JudgedPairRun {
  const missing = Math.floor(documents / 40)
  const units = documents - missing
  const [holdsA, holdsB, both] = [0.3, 0.25, 0.15].map((share) => Math.round(share * units)) as [number, number, number]
  const [presentA, presentB, present] = [0.28, 0.22, 0.16].map((share) => Math.round(share * units)) as [number, number, number]
  const against = (holds: number, of: number) => {
    const within = Math.min(holds, Math.round(0.9 * of))
    return { present: { units: of, holds: within }, absent: { units: units - of, holds: holds - within } }
  }
  return {
    a,
    b,
    documents: 412,
    cut: 7,
    units,
    missing,
    holdsA,
    holdsB,
    both,
    npmi: 0.36,
    interval: [0.21, 0.5],
    givenB: { share: both / holdsB, interval: [0.45, 0.73] },
    givenA: { share: both / holdsA, interval: [0.37, 0.62] },
    pValue: 2e-9,
    measured: {
      presentA,
      presentB,
      both: present,
      npmi: 0.52,
      interval: [0.38, 0.64],
      labelA: against(holdsA, presentA),
      labelB: against(holdsB, presentB),
    },
  }
}

/** A name for every cluster but the last, which got no answer; the first is hostile, the second was not judged. */
function namedClusters(project: FakeProject, analysis: number): NamedClustersRun {
  const recorded = project.recorded.get(analysis)
  if (recorded?.kind !== 'cluster') throw new Failure('not-found', `There is no clustering ${analysis}.`, 'Run it again.')
  const names = ['Letters <script>alert(1)</script> \u202egnp.exe\u202c', 'Recipes', 'Short answers', 'Lists of steps']
  return {
    analysis,
    accuracy: 0.74,
    chance: 1 / recorded.result.clusters.length,
    clusters: recorded.result.clusters.map(({ id }, at, { length }) => {
      const name = at === length - 1 ? null : (names[at] ?? `Kind ${id + 1}`)
      const judged = name === null || at === 1 ? 0 : 20
      return {
        cluster: id,
        name,
        description: name === null ? null : `This document is one of the kind “${name.slice(0, 20)}”`,
        ambiguous: at === 2,
        judged,
        missing: at === 2 ? 3 : 0,
        accuracy: judged === 0 ? null : 0.9 - 0.1 * at,
        interval: judged === 0 ? null : [0.65 - 0.1 * at, 0.96],
        ownShare: judged === 0 ? null : 0.95,
        othersShare: judged === 0 ? null : 0.1,
      }
    }),
  }
}

/** The first hits the other way about; of the third no answer told. */
function reranked(project: FakeProject, { search, rerank }: Extract<ModelRequest, { kind: 'rerank' }>): RerankRun {
  const { hits } = fakeSearch(project, search)
  const count = Math.min(rerank, hits.length)
  const told = Array.from({ length: count }, (_, at) => count - 1 - at).filter((at) => at !== 2)
  const order = [...told.slice(0, 2), ...(count > 2 ? [2] : []), ...told.slice(2)]
  return {
    query: search.query,
    reranked: count,
    missing: 1,
    hits: [...order, ...Array.from({ length: hits.length - count }, (_, at) => count + at)].map((at) => ({
      ...hits[at]!,
      before: at + 1,
      compared: at === 2 || at >= count ? 0 : 27,
      above: at === 2 || at >= count ? 0 : Math.round((27 * (at + 1)) / count),
    })),
  }
}

/** What people call clusters of the fake project's clusterings. */
export function fakeClusterNames(
  project: FakeProject,
  jobs: FakeJobs,
): Pick<Operations['analyses'], 'clusterNames' | 'setClusterNames'> {
  const called = new Map<number, readonly ClusterName[]>()
  const of = (id: number) => called.get(id) ?? []
  return {
    clusterNames: async ({ id }) => of(id),
    setClusterNames: async ({ id, names, replace }) => {
      const now = new Map(of(id).map((named) => [named.cluster, named]))
      for (const { cluster, name, run } of names) {
        if (run !== null && !replace && now.get(cluster)?.proposed === null) continue
        if (name === null) {
          now.delete(cluster)
          continue
        }
        const of = run === null ? undefined : project.runs.get(run)
        const its = (of?.result as NamedClustersRun | undefined)?.clusters.find((each) => each.cluster === cluster)
        const proposed =
          run === null || its === undefined
            ? null
            : { run, description: its.description, accuracy: its.accuracy, interval: its.interval }
        now.set(cluster, { cluster, name, author: of?.model ?? 'ada', at: new Date().toISOString(), proposed })
      }
      called.set(
        id,
        [...now.values()].sort((a, b) => a.cluster - b.cluster),
      )
      jobs.changed('analyses')
      return of(id)
    },
  }
}

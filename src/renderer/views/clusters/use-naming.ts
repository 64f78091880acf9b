import type { Cluster, ClusterName, ClusterResult } from '../../../contract/clusters.ts'
import type { NamedClustersRun } from '../../../contract/hypotheses.ts'
import { useRecorded } from '../../client/analyses-queries.ts'
import { askModels } from '../../client/ask-models.ts'
import { nameClusters, type NewName, useClusterNames } from '../../client/cluster-name-acts.ts'
import { useCommands } from '../../client/commands.ts'
import { useLook } from '../../client/kept-look.ts'
import { notifyError } from '../../client/notices.ts'
import { type RunsOn, useRunsOn } from '../../client/runs-on.ts'
import { NamingFields } from './naming-fields.tsx'
import { openProposals, type Proposal, proposalsOf } from './proposals.ts'

export type Naming = RunsOn<'name-clusters', NamedClustersRun> & {
  /** Why none can be named; null where they can. */
  readonly hindered: string | null
  readonly clusters: readonly Cluster[]
  /** The run whose proposals are shown; null where there are none, or they were put aside. */
  readonly shown: NonNullable<RunsOn<'name-clusters', NamedClustersRun>['ended']>[number] | null
  /** By number of the cluster. */
  readonly proposals: ReadonlyMap<number, Proposal>
  /** Shows what would be sent where. */
  readonly ask: () => void
  readonly choose: (run: number | null) => void
  readonly rename: (cluster: number, name: string | null) => void
  readonly accept: (proposal: Proposal) => void
  readonly acceptAll: () => void
}

/** What the clusters of a result are called, what language models propose, and the commands for both. */
export function useNaming({ analysis, clusters: made }: ClusterResult): Naming {
  const names = useClusterNames(analysis)
  const runs = useRunsOn<'name-clusters', NamedClustersRun>('name-clusters', (request) => request.analysis === analysis)
  const stale = useRecorded('clusters').find(({ id }) => id === analysis)?.stale ?? null
  const [chosen, choose] = useLook<number | null | 'newest'>('names proposed', analysis, 'newest')
  const hindered = hindranceOf(analysis, stale, made.length)
  const clusters = names === undefined ? made : made.map((cluster) => called(cluster, names))
  const shown = chosen === null ? null : (runs.ended?.find(({ run }) => run.run === chosen) ?? runs.ended?.[0] ?? null)
  const proposals = proposalsOf(shown)
  const ask = () => {
    if (analysis === null || hindered !== null) return
    askModels<'name-clusters'>({ kind: 'name-clusters', analysis }, NamingFields)
      .then((job) => (job === null ? undefined : choose('newest')))
      .catch(notifyError)
  }
  const give = (given: readonly NewName[], replace: boolean) => {
    if (analysis !== null && given.length > 0) void nameClusters(analysis, given, names ?? [], replace)
  }
  const acceptAll = () => give(openProposals(proposals, clusters), false)
  useCommands([
    { id: 'clusters.name', run: ask },
    ...(openProposals(proposals, clusters).length === 0 ? [] : [{ id: 'clusters.accept', run: acceptAll } as const]),
  ])
  return {
    ...runs,
    hindered,
    clusters,
    shown,
    proposals,
    ask,
    choose,
    rename: (cluster, name) => give([{ cluster, name, run: null }], true),
    accept: ({ cluster, name, run }) => give([{ cluster, name, run }], true),
    acceptAll,
  }
}

function hindranceOf(analysis: number | null, stale: string | null, clusters: number): string | null {
  if (analysis === null) return 'This result could not be recorded: another program was writing. Run it again to go on from it.'
  if (stale !== null) return 'This result is out of date. Group again, and go on from that.'
  return clusters < 2 ? 'There are no clusters that a name could tell apart.' : null
}

function called({ named: _, ...cluster }: Cluster, names: readonly ClusterName[]): Cluster {
  const named = names.find((each) => each.cluster === cluster.id)
  return named === undefined ? cluster : { ...cluster, named }
}

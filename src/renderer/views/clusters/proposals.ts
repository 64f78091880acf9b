import { type Cluster, clusterTitle } from '../../../contract/clusters.ts'
import type { NamedCluster, NamedClustersRun } from '../../../contract/hypotheses.ts'
import type { EndedRun } from '../../client/runs-on.ts'
import { formatCount, formatShare } from '../../widgets/format-numbers.ts'

/** A name that a language model proposed, with what came of judging what it said of the cluster. */
export type Proposal = NamedCluster & { readonly name: string; readonly run: number; readonly model: string }

/** Those of a run, by number of the cluster; clusters that got no answer are left out. */
export function proposalsOf(ended: EndedRun<'name-clusters', NamedClustersRun> | null): ReadonlyMap<number, Proposal> {
  if (ended === null) return new Map()
  const { run, model } = ended.run
  return new Map(
    ended.result.clusters.flatMap((each) =>
      each.name === null ? [] : [[each.cluster, { ...each, name: each.name, run, model }] as const],
    ),
  )
}

/** Those that nobody took over yet, of clusters that no person named. */
export function openProposals(proposals: ReadonlyMap<number, Proposal>, clusters: readonly Cluster[]): readonly Proposal[] {
  return clusters.flatMap((cluster) => {
    const proposal = proposals.get(cluster.id)
    return proposal === undefined || isPersons(cluster) || isTaken(proposal, cluster) ? [] : [proposal]
  })
}

/** Whether a cluster is called in a person's own words. */
export const isPersons = ({ named }: Cluster): boolean => named !== undefined && named.proposed === null

/** Whether a cluster is called so by this very proposal. */
export const isTaken = ({ run, name }: Proposal, cluster: Cluster): boolean =>
  cluster.named?.proposed?.run === run && clusterTitle(cluster) === name

/** How far documents can be told by a description: `80.0 % come back to it (54.8 % to 93.0 %), 20 judged`. */
export function judgedWords({ accuracy, interval, judged, missing }: NamedCluster): string {
  const lacking = missing === 0 ? '' : `, ${formatCount(missing)} missing`
  if (accuracy === null || interval === null) return `not judged${lacking}`
  return `${formatShare(accuracy)} of ${formatCount(judged)} come back to it (${formatShare(interval[0])} to ${formatShare(interval[1])})${lacking}`
}

import type { z } from 'zod'
import type { ClusterName, ClusterResult, setClusterNamesInput } from '../../../../contract/clusters.ts'
import { Failure } from '../../../../contract/failure.ts'
import type { NamedCluster, NamedClustersRun } from '../../../../contract/hypotheses.ts'
import { analysisById } from '../../store/analyses.ts'
import { clusterNames, writeClusterNames } from '../../store/cluster-names.ts'
import type { Connection } from '../../store/connection.ts'
import { modelRunById } from '../../store/model-runs.ts'
import { person } from '../person.ts'
import type { ProjectWriting } from '../project-writing.ts'

/** What the clusters of an analysis are called; those without a name are left out. */
export function clusterNamesOf(db: Connection, analysis: number): readonly ClusterName[] {
  const proposals = proposalsIn(db, analysis)
  return clusterNames(db, analysis).map(({ cluster, name, run, author, at }) => {
    if (run === null) return { cluster, name, author, at, proposed: null }
    const { description = null, accuracy = null, interval = null } = proposals(run).get(cluster) ?? {}
    return { cluster, name, author, at, proposed: { run, description, accuracy, interval } }
  })
}

/**
 * Names clusters, or takes their names away. A person's own words give way to a proposal only where that was asked for.
 *
 * Throws Failures: 'not-found' without such a clustering, cluster or run; 'bad-input' where the run proposed no such name.
 */
export function setClusterNames(
  project: ProjectWriting,
  { id, names, replace }: z.output<typeof setClusterNamesInput>,
): readonly ClusterName[] {
  const { db } = project
  refuseOthers(db, id, names)
  const proposals = proposalsIn(db, id)
  for (const { cluster, name, run } of names)
    if (run !== null && name !== null && proposals(run).get(cluster)?.name !== name)
      throw new Failure('bad-input', `Run ${run} did not propose "${name}" for cluster ${cluster}.`, 'Look at what it proposed.')
  const owned = new Set(clusterNames(db, id).flatMap(({ cluster, run }) => (run === null ? [cluster] : [])))
  const author = person()
  writeClusterNames(
    db,
    id,
    names
      .filter(({ cluster, run }) => replace || run === null || !owned.has(cluster))
      .map((each) => ({ ...each, author: each.run === null ? author : (modelRunById(db, each.run).model ?? '') })),
  )
  project.changed('analyses')
  return clusterNamesOf(db, id)
}

function refuseOthers(db: Connection, id: number, names: readonly { readonly cluster: number }[]): void {
  const { about, result } = analysisById(db, id)
  if (about.kind !== 'cluster')
    throw new Failure('bad-input', `Analysis ${id} is a ${about.kind}: it has no clusters to name.`, 'Name a cluster.')
  const known = new Set((result as ClusterResult).clusters.map((each) => each.id))
  const unknown = names.find(({ cluster }) => !known.has(cluster))
  if (unknown !== undefined)
    throw new Failure('not-found', `Analysis ${id} has no cluster ${unknown.cluster}.`, `It has those from 0 to ${known.size - 1}.`)
}

/** By run, what it proposed for which cluster of an analysis; nothing where it was about another. Each run is read once. */
function proposalsIn(db: Connection, analysis: number): (run: number) => ReadonlyMap<number, NamedCluster> {
  const read = new Map<number, ReadonlyMap<number, NamedCluster>>()
  return (run) => {
    const known = read.get(run)
    if (known !== undefined) return known
    const { kind, state, progress } = modelRunById(db, run)
    const result = kind === 'name-clusters' && state === 'done' ? (progress as NamedClustersRun) : null
    const clusters = result?.analysis === analysis ? result.clusters : []
    const its = new Map(clusters.map((each) => [each.cluster, each]))
    read.set(run, its)
    return its
  }
}

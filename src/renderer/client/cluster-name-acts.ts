import type { ClusterName } from '../../contract/clusters.ts'
import { toldAct } from './acts.ts'
import { api, queryClient } from './api.ts'
import { useAsk } from './ask.ts'
import { counted } from './model-words.ts'
import { notifyError } from './notices.ts'

/** A name for a cluster; null takes it away. `run`: the one that proposed it, null where it is a person's own. */
export type NewName = { readonly cluster: number; readonly name: string | null; readonly run: number | null }

const keyOf = (analysis: number | null) => ['analyses', 'cluster-names', analysis] as const

/** What the clusters of a recorded clustering are called; undefined until it is known. */
export function useClusterNames(analysis: number | null): readonly ClusterName[] | undefined {
  const { data } = useAsk(keyOf(analysis), (options) => api.analyses.clusterNames.query({ id: analysis ?? 0 }, options), {
    enabled: analysis !== null,
  })
  return data
}

/**
 * Names clusters, and says so; the notice and Ctrl+Z give back what they were called before.
 *
 * @param now what the clusters are called
 * @param replace whether proposals take the place of a person's own words too
 */
export async function nameClusters(
  analysis: number,
  names: readonly NewName[],
  now: readonly ClusterName[],
  replace: boolean,
): Promise<void> {
  const before = names.map(({ cluster }) => {
    const named = now.find((each) => each.cluster === cluster)
    return { cluster, name: named?.name ?? null, run: named?.proposed?.run ?? null }
  })
  const set = async (to: readonly NewName[], over: boolean) => {
    const called = await api.analyses.setClusterNames.mutate({ id: analysis, names: [...to], replace: over })
    queryClient.setQueryData(keyOf(analysis), called)
  }
  try {
    await set(names, replace)
    const [only] = names
    const title =
      names.length !== 1
        ? `Names of ${counted(names.length, 'cluster')}`
        : `${only?.name == null ? 'Removal of the name' : 'Name'} of cluster ${(only?.cluster ?? 0) + 1}`
    toldAct({ title, undo: () => set(before, true), redo: () => set(names, replace) }, `Done: ${title}`)
  } catch (error) {
    notifyError(error)
  }
}

import type { LatentLogits } from '../../contract/latent-page.ts'
import type { LatentColumns, SavedFilter } from '../../contract/latent-table.ts'
import { api, queryClient } from './api.ts'
import { useAsk } from './ask.ts'
import { useLatentScope } from './latent-scope.ts'
import type { LatentTable } from './row-queries.ts'
import { useScope } from './workbench.ts'

const columnsKey = (table: LatentTable) => ['latents', 'columns', table]

/** The whole table as columns. */
export const useLatentColumns = (table: LatentTable) =>
  useAsk(columnsKey(table), (options) => api.latents.columns.query(table, options), { keep: true })

/** The same, once. */
export const latentColumns = (table: LatentTable): Promise<LatentColumns> =>
  queryClient.fetchQuery({
    queryKey: columnsKey(table),
    queryFn: ({ signal }) => api.latents.columns.query(table, { signal }),
    staleTime: Infinity,
  })

export const useSavedFilters = () =>
  useAsk<readonly SavedFilter[]>(['notes', 'filters'], (options) => api.latents.filters.query(undefined, options))

/** Worked out where it was not yet, which takes a while. */
export function useLatentMap() {
  const scope = useScope()
  return useAsk(['lenses', 'map', scope], (options) => api.latents.map.query(scope, options))
}

/** Labels of some latents, by latent. */
export function useLabels(latents: readonly number[]) {
  const input = { ...useLatentScope(), among: [...latents], alive: false, limit: Math.max(1, latents.length) }
  return useAsk(['latents', 'list', input], (options) => api.latents.list.query(input, options), {
    enabled: latents.length > 0,
    keep: true,
  })
}

export function useLogits(latent: number, lens: string) {
  const input = { latent, lens }
  return useAsk<LatentLogits>(['lenses', 'logits', input], (options) => api.latents.logits.query(input, options))
}

export function useLatentGroups(latent: number, column: string | null) {
  const input = { latent, ...useLatentScope(), column: column ?? '' }
  return useAsk(['latents', 'groups', input], (options) => api.latents.groups.query(input, options), {
    enabled: column !== null,
    keep: true,
  })
}

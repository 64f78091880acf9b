import { filterOf } from './latent-filter.ts'
import { useLatentScope } from './latent-scope.ts'
import type { LatentTable } from './row-queries.ts'
import { useWorkbench } from './workbench.ts'
import { useOnly } from './use-only.ts'

/** What the table of the tab asks for. */
export function useAskedTable(compared: readonly string[]): LatentTable {
  const view = useWorkbench((state) => state.table)
  const only = useOnly()
  const { sort, descending } = view
  const isContrast = sort === 'difference' || sort === 'differenceSize'
  const isPane = sort.startsWith('pane-') && Number(sort.slice(5)) > compared.length
  const byMeaning = view.searchBy === 'meaning' && view.search.trim() !== ''
  const fits = !(isContrast && compared.length < 2) && !isPane && (sort !== 'meaning' || byMeaning)
  return {
    ...useLatentScope(),
    panes: [...compared],
    ...filterOf({ ...view, only }),
    sort: fits ? sort : 'documentFrequency',
    descending: fits ? descending : true,
  }
}

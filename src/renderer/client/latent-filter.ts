import type { LatentFilter } from '../../contract/latents.ts'
import type { SavedFilter } from '../../contract/latent-table.ts'
import { inList, type LatentTableView, listOf } from './view.ts'

/** What of a table's view its filter is made of. */
type Shown = Pick<LatentTableView, 'search' | 'searchBy' | 'only' | 'alive' | 'conditions' | 'sort' | 'descending'>

/** What a table shows, as a filter of the contract. */
export function filterOf({ search, searchBy, only, alive, conditions }: Shown): LatentFilter {
  const list = listOf(only)
  return {
    ...(search === '' ? {} : { search, searchBy }),
    ...(list !== null ? { list } : only === 'all' ? {} : { [only]: true }),
    ...conditions,
    alive,
  }
}

/** The rule that the table follows, to be kept under a name. */
export const ruleOf = (table: Shown): SavedFilter['rule'] => ({
  filter: filterOf(table),
  sort: table.sort,
  descending: table.descending,
})

/** The table's view under a rule. */
export function viewOfRule({ filter, sort, descending }: SavedFilter['rule']): Shown {
  const { search = '', searchBy = 'words', starred, flagged, noted, list, alive, ...conditions } = filter
  const only = list !== undefined ? inList(list) : starred ? 'starred' : flagged ? 'flagged' : noted ? 'noted' : 'all'
  return { search, searchBy, only, alive, conditions, sort, descending }
}

/** Whether two rules ask the same, whatever the order of their parts. */
export const sameRule = (a: SavedFilter['rule'], b: SavedFilter['rule']): boolean => sorted(a) === sorted(b)

const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1)))
      : each,
  )

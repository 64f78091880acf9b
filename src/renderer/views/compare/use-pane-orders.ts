import { useMemo } from 'react'
import type { z } from 'zod'
import type { DocumentOrder, orderInput } from '../../../contract/documents.ts'
import { sourceOf, useOrder } from '../../client/document-queries.ts'
import { isEmptyFilter } from '../../client/view.ts'
import { type Pane, useScope, useWorkbench } from '../../client/workbench.ts'

export type OrderInput = z.input<typeof orderInput>

export type PaneOrders = {
  /** One order for all panes, row by row, and the question it answers; null where each pane has its own. */
  readonly together: { readonly order: DocumentOrder; readonly key: string; readonly input: OrderInput } | null
  readonly pending: boolean
  readonly error: unknown
  readonly refetch: () => unknown
  /** Whether rows can be paired: at least half of the ids of the smaller corpus have a partner. */
  readonly pairable: boolean
}

/** The question for the row order of some panes as the view stands. `shared`: the filter of all of them; `own`: each has its own too. */
function useOrderInput(panes: readonly Pane[], shared: OrderInput['filter'], own: boolean): OrderInput {
  const scope = useScope()
  const latent = useWorkbench((state) => state.latent)
  const order = useWorkbench((state) => state.order)
  const column = useWorkbench((state) => state.orderColumn)
  const descending = useWorkbench((state) => state.orderDescending)
  const isByLatent = order === 'activation' || order === 'difference'
  const known =
    (isByLatent && latent === null) || (order === 'column' && column === null)
      ? 'corpus'
      : order === 'difference' && panes.length < 2
        ? 'activation'
        : order
  const withLatent = (filter: Pane['filter']) => {
    const { onlyPresent, ...rest } = filter
    return latent !== null && onlyPresent === true ? { ...rest, onlyPresent } : rest
  }
  const filters = own ? panes.map((pane) => withLatent(pane.filter)) : []
  const filter = withLatent(shared ?? {})
  const asksLatent = [filter, ...filters].some((each) => 'onlyPresent' in each) || known === 'activation' || known === 'difference'
  return {
    panes: panes.map((pane, at) => {
      const filterOf = filters[at] ?? {}
      return { ...sourceOf(pane, scope), ...(isEmptyFilter(filterOf) ? {} : { filter: filterOf }) }
    }),
    order: known,
    filter,
    ...(known === 'column' && column !== null ? { column } : {}),
    ...(descending === null || known !== order ? {} : { descending }),
    // Without need the latent is left out, so that another one does not ask for the same rows again.
    ...(latent !== null && asksLatent ? { latent } : {}),
  }
}

/** Whether the panes' rows go by pairs, and their common order if so. */
export function usePaneOrders(): PaneOrders {
  const panes = useWorkbench((state) => state.panes)
  const pairing = useWorkbench((state) => state.pairing)
  const filter = useWorkbench((state) => state.filter)
  const linkFilter = useWorkbench((state) => state.linkFilter)
  const scope = useScope()
  const several = panes.length > 1
  const unfiltered = useOrder({ panes: panes.map((pane) => sourceOf(pane, scope)), order: 'corpus' }, several)
  const pairable = useMemo(() => {
    if (unfiltered.data === undefined) return false
    const sizes = unfiltered.data.ordinals.map((ordinals) => ordinals.reduce((sum, each) => sum + (each >= 0 ? 1 : 0), 0))
    return unfiltered.data.paired > 0 && unfiltered.data.paired * 2 >= Math.min(...sizes)
  }, [unfiltered.data])
  const paired = several && (pairing === 'paired' || (pairing === 'auto' && pairable))
  const input = useOrderInput(panes, linkFilter ? filter : {}, !linkFilter)
  const common = useOrder(input, paired)
  return {
    together: paired && common.data !== undefined ? { order: common.data, key: JSON.stringify(input), input } : null,
    pending: several && (unfiltered.isPending || (paired && common.isPending)),
    error: paired ? (common.error ?? unfiltered.error) : unfiltered.error,
    refetch: () => Promise.all([unfiltered.refetch(), common.refetch()]),
    pairable,
  }
}

/** The order of one pane by itself. */
export function useSingleOrder(pane: Pane) {
  const linked = useWorkbench((state) => state.linkFilter)
  const shared = useWorkbench((state) => state.filter)
  const input = useOrderInput([pane], linked ? shared : {}, !linked)
  return { ...useOrder(input), key: JSON.stringify(input), input }
}

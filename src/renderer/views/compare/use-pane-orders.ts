import { useMemo } from 'react'
import type { z } from 'zod'
import type { DocumentOrder, orderInput } from '../../../contract/documents.ts'
import { sourceOf, useOrder } from '../../client/document-queries.ts'
import { type Pane, useScope, useWorkbench } from '../../client/workbench.ts'

export type PaneOrders = {
  /** One order for all panes, row by row; null where each pane has its own. */
  readonly together: { readonly order: DocumentOrder; readonly key: string } | null
  readonly pending: boolean
  readonly error: unknown
  readonly refetch: () => unknown
  /** Whether rows can be paired: at least half of the ids of the smaller corpus have a partner. */
  readonly pairable: boolean
}

type Input = z.input<typeof orderInput>

/** The question for the row order of some panes as the view stands. */
function useOrderInput(panes: readonly Pane[], filter: Input['filter'], together: boolean): Input {
  const scope = useScope()
  const latent = useWorkbench((state) => state.latent)
  const order = useWorkbench((state) => state.order)
  const known = latent === null ? 'corpus' : order === 'difference' && (!together || panes.length < 2) ? 'activation' : order
  const { onlyPresent, ...rest } = filter ?? {}
  return {
    panes: panes.map((pane) => sourceOf(pane, scope)),
    order: known,
    filter: latent !== null && onlyPresent === true ? { ...rest, onlyPresent } : rest,
    // Without need the latent is left out, so that another one does not ask for the same rows again.
    ...(latent !== null && (known !== 'corpus' || onlyPresent === true) ? { latent } : {}),
  }
}

/** Whether the panes' rows go by pairs, and their common order if so. */
export function usePaneOrders(): PaneOrders {
  const panes = useWorkbench((state) => state.panes)
  const pairing = useWorkbench((state) => state.pairing)
  const filter = useWorkbench((state) => state.filter)
  const several = panes.length > 1
  const unfiltered = useOrder({ panes: useOrderInput(panes, {}, true).panes, order: 'corpus' }, several)
  const pairable = useMemo(() => {
    if (unfiltered.data === undefined) return false
    const sizes = unfiltered.data.ordinals.map((ordinals) => ordinals.reduce((sum, each) => sum + (each >= 0 ? 1 : 0), 0))
    return unfiltered.data.paired > 0 && unfiltered.data.paired * 2 >= Math.min(...sizes)
  }, [unfiltered.data])
  const paired = several && (pairing === 'paired' || (pairing === 'auto' && pairable))
  const input = useOrderInput(panes, filter, true)
  const common = useOrder(input, paired)
  return {
    together: paired && common.data !== undefined ? { order: common.data, key: JSON.stringify(input) } : null,
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
  const input = useOrderInput([pane], linked ? shared : pane.filter, false)
  return { ...useOrder(input), key: JSON.stringify(input) }
}

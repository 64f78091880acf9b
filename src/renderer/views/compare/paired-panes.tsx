import { type ReactNode, useCallback } from 'react'
import type { DocumentOrder } from '../../../contract/documents.ts'
import { type OpenDocument, useWorkbench } from '../../client/workbench.ts'
import { formatCount } from '../../widgets/format-numbers.ts'
import { DocumentCell } from './document-cell.tsx'
import { DocumentGrid } from './document-grid.tsx'
import { useFind } from './use-find.ts'
import type { OrderInput } from './use-pane-orders.ts'
import { usePaneRows } from './use-pane-rows.ts'

type Props = { readonly order: DocumentOrder; readonly orderKey: string; readonly input: OrderInput }

/** All panes in one list: in each row the documents of one id, a gap where a corpus has none. */
export function PairedPanes({ order, orderKey, input }: Props): ReactNode {
  const all = useWorkbench((state) => state.panes)
  const linkFilter = useWorkbench((state) => state.linkFilter)
  const setFilter = useWorkbench((state) => state.setFilter)
  const panes = all.length > order.ordinals.length ? all.slice(0, order.ordinals.length) : all
  const search = useFind(input, order)
  const { lights, columns } = usePaneRows(panes, order, search.words ?? '')
  const render = useCallback(
    (row: number, fitting: number) =>
      columns.map((rows, index) => (
        <DocumentCell
          key={index}
          rows={rows}
          row={row}
          pane={index}
          lights={lights}
          columns={panes[index]?.columns ?? []}
          fitting={fitting}
        />
      )),
    [columns, lights, panes],
  )
  const documentAt = useCallback(
    (row: number, pane: number): OpenDocument | null => {
      const [there, ordinal] = [panes[pane], order.ordinals[pane]?.[row] ?? -1]
      return there === undefined || ordinal < 0 ? null : { corpus: there.corpus, channel: there.channel, ordinal }
    },
    [order, panes],
  )
  const find = useCallback(
    (row: number, column: number) =>
      documentAt(row, column) ?? panes.map((_, pane) => documentAt(row, pane)).find((each) => each !== null) ?? null,
    [documentAt, panes],
  )
  const pairAt = useCallback(
    (row: number) => {
      const [first, against] = panes.map((_, pane) => documentAt(row, pane)).filter((each) => each !== null)
      return first === undefined || against === undefined ? null : { ...first, against }
    },
    [documentAt, panes],
  )
  return (
    <DocumentGrid
      label={`Documents of ${panes.map(({ corpus }) => corpus).join(' and ')}, paired by id`}
      rows={order.rows}
      columns={panes.length}
      render={render}
      find={find}
      pairAt={pairAt}
      resetKey={orderKey}
      says={`${formatCount(order.rows)} rows, ${formatCount(order.paired)} in all panes`}
      facts={panes.some((pane) => pane.columns.length > 0)}
      search={search}
      first
      onClear={() => (linkFilter ? [null] : panes.map(({ key }) => key)).forEach((key) => setFilter(key, {}))}
    />
  )
}

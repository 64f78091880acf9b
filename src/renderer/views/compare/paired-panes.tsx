import { type ReactNode, useCallback, useMemo } from 'react'
import type { DocumentOrder } from '../../../contract/documents.ts'
import { sourceOf } from '../../client/document-queries.ts'
import { orderName } from '../../client/order-name.ts'
import type { PaneRows } from '../../client/row-queries.ts'
import { useScope, useWorkbench } from '../../client/workbench.ts'
import { formatCount } from '../../widgets/format-numbers.ts'
import { DocumentCell } from './document-cell.tsx'
import { DocumentGrid } from './document-grid.tsx'
import { askedCharacters } from './visible-excerpt.ts'

/** All panes in one list: in each row the documents of one id, a gap where a corpus has none. */
export function PairedPanes({ order, orderKey }: { order: DocumentOrder; orderKey: string }): ReactNode {
  const panes = useWorkbench((state) => state.panes)
  const latent = useWorkbench((state) => state.latent)
  const lines = useWorkbench((state) => state.lines)
  const { lens } = useScope()
  const columns = useMemo(
    () =>
      panes.slice(0, order.ordinals.length).map((pane, index): PaneRows => ({
        source: sourceOf(pane, lens === undefined ? {} : { lens }),
        ordinals: order.ordinals[index] ?? new Int32Array(),
        order: orderName(order),
        latent,
        characters: askedCharacters[lines],
      })),
    [panes, order, latent, lines, lens],
  )
  const render = useCallback(
    (row: number, fitting: number) =>
      columns.map((rows, index) => <DocumentCell key={index} rows={rows} row={row} pane={index} fitting={fitting} />),
    [columns],
  )
  const find = useCallback(
    (row: number, column: number) => {
      const filled = columns.findIndex(({ ordinals }) => (ordinals[row] ?? -1) >= 0)
      const at = (columns[column]?.ordinals[row] ?? -1) >= 0 ? column : filled
      const pane = panes[at]
      const ordinal = columns[at]?.ordinals[row]
      return pane === undefined || ordinal === undefined || ordinal < 0 ? null : { ...pane, ordinal }
    },
    [columns, panes],
  )
  return (
    <DocumentGrid
      label={`Documents of ${panes.map(({ corpus }) => corpus).join(' and ')}, paired by id`}
      rows={order.rows}
      columns={columns.length}
      render={render}
      find={find}
      resetKey={orderKey}
      says={`${formatCount(order.rows)} rows, ${formatCount(order.paired)} in all panes`}
    />
  )
}

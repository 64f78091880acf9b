import { type ReactNode, useCallback, useMemo } from 'react'
import type { CorpusSummary } from '../../../contract/corpora.ts'
import { sourceOf } from '../../client/document-queries.ts'
import { orderName } from '../../client/order-name.ts'
import type { PaneRows } from '../../client/row-queries.ts'
import { type Pane, useScope, useWorkbench } from '../../client/workbench.ts'
import { ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import type { ScrollLink } from '../../widgets/scroll-link.ts'
import styles from './compare.module.css'
import { DocumentCell } from './document-cell.tsx'
import { DocumentGrid } from './document-grid.tsx'
import { askedCharacters } from './visible-excerpt.ts'
import { FilterBar } from './filter-bar.tsx'
import { PaneHeader } from './pane-header.tsx'
import { useSingleOrder } from './use-pane-orders.ts'

type Props = {
  readonly pane: Pane
  readonly index: number
  readonly corpora: readonly CorpusSummary[]
  readonly link: ScrollLink | undefined
}

/** One pane by itself: a corpus in an order of its own. */
export function SinglePane({ pane, index, corpora, link }: Props): ReactNode {
  const linkFilter = useWorkbench((state) => state.linkFilter)
  const latent = useWorkbench((state) => state.latent)
  const lines = useWorkbench((state) => state.lines)
  const { lens } = useScope()
  const { data: order, error, refetch, key } = useSingleOrder(pane)
  const rows = useMemo(
    (): PaneRows => ({
      source: sourceOf(pane, lens === undefined ? {} : { lens }),
      ordinals: order?.ordinals[0] ?? new Int32Array(),
      order: order === undefined ? '' : orderName(order),
      latent,
      characters: askedCharacters[lines],
    }),
    [pane, lens, order, latent, lines],
  )
  const render = useCallback(
    (row: number, fitting: number) => <DocumentCell rows={rows} row={row} pane={index} fitting={fitting} />,
    [rows, index],
  )
  const find = useCallback(
    (row: number) => {
      const ordinal = rows.ordinals[row]
      return ordinal === undefined ? null : { ...pane, ordinal }
    },
    [rows, pane],
  )
  return (
    <div className={styles['single']}>
      <PaneHeader pane={pane} index={index} corpora={corpora} rows={order?.rows ?? null} />
      {!linkFilter && <FilterBar corpora={corpora} pane={pane} />}
      {error !== null ? (
        <ErrorNote error={error} retry={refetch} />
      ) : order === undefined ? (
        <Loading />
      ) : (
        <DocumentGrid
          label={`Documents of ${pane.corpus}`}
          rows={order.rows}
          columns={1}
          render={render}
          find={find}
          resetKey={key}
          link={link}
        />
      )}
    </div>
  )
}

import { type ReactNode, useCallback, useMemo } from 'react'
import type { CorpusSummary } from '../../../contract/corpora.ts'
import { type Pane, useWorkbench } from '../../client/workbench.ts'
import { ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import type { ScrollLink } from '../../widgets/scroll-link.ts'
import styles from './compare.module.css'
import { DocumentCell } from './document-cell.tsx'
import { DocumentGrid } from './document-grid.tsx'
import { FilterBar } from './filter-bar.tsx'
import { PaneHeader } from './pane-header.tsx'
import { useFind } from './use-find.ts'
import { useSingleOrder } from './use-pane-orders.ts'
import { usePaneRows } from './use-pane-rows.ts'

type Props = {
  readonly pane: Pane
  readonly index: number
  readonly corpora: readonly CorpusSummary[]
  readonly link: ScrollLink | undefined
}

/** One pane by itself: a corpus in an order of its own. */
export function SinglePane({ pane, index, corpora, link }: Props): ReactNode {
  const linkFilter = useWorkbench((state) => state.linkFilter)
  const setFilter = useWorkbench((state) => state.setFilter)
  // Rows are of one height in all panes, so that they scroll together.
  const facts = useWorkbench(({ panes }) => panes.some(({ columns }) => columns.length > 0))
  const { data: order, error, refetch, key, input } = useSingleOrder(pane)
  const search = useFind(input, order)
  const panes = useMemo(() => [pane], [pane])
  const { lights, columns } = usePaneRows(panes, order, search.words ?? '')
  const render = useCallback(
    (row: number, fitting: number) =>
      columns.map((rows) => (
        <DocumentCell key={0} rows={rows} row={row} pane={index} lights={lights} columns={pane.columns} fitting={fitting} />
      )),
    [columns, index, lights, pane.columns],
  )
  const find = useCallback(
    (row: number) => {
      const ordinal = order?.ordinals[0]?.[row]
      return ordinal === undefined ? null : { corpus: pane.corpus, channel: pane.channel, ordinal }
    },
    [order, pane],
  )
  return (
    <div className={styles['single']}>
      <PaneHeader pane={pane} index={index} corpora={corpora} shown={order?.rows ?? null} />
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
          facts={facts}
          search={search}
          first={index === 0}
          onClear={() => setFilter(linkFilter ? null : pane.key, {})}
        />
      )}
    </div>
  )
}

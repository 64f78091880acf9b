import { type ReactNode, useCallback, useMemo, useState } from 'react'
import type { DiffRequest, DiffResult } from '../../../contract/differences.ts'
import { differenceEnd } from '../../charts/difference-plot.tsx'
import { useLook } from '../../client/kept-look.ts'
import { EmptyState } from '../../widgets/empty-state.tsx'
import { SearchField } from '../../widgets/fields.tsx'
import { formatCount, shownOf } from '../../widgets/format-numbers.ts'
import { useLinkedRows } from '../../widgets/linked-rows.ts'
import { ResultParts } from '../../widgets/result-parts.tsx'
import { Segmented, Toggle } from '../../widgets/segmented.tsx'
import { Tabs } from '../../widgets/tabs.tsx'
import { VirtualRows } from '../../widgets/virtual-rows.tsx'
import { DiffFacts } from './diff-facts.tsx'
import { DifferenceCells } from './difference-cells.tsx'
import { DifferenceHeader } from './difference-header.tsx'
import { DifferenceInspector } from './difference-inspector.tsx'
import { DiffPlot } from './diff-plot.tsx'
import resultBar from '../../widgets/result-bar.module.css'
import styles from './differences.module.css'
import { HypothesesPanel } from './hypotheses-panel.tsx'
import { useHypotheses } from './use-hypotheses.ts'
import { type Line, type Order, startOrder, tableLines } from './row-order.ts'

/** Rows whose intervals set the axis of differences. */
const scaledBy = 60
const noneOpen: ReadonlySet<number> = new Set()

/** The result of a comparison: its facts, the table, and the row that is looked at. */
export function DiffResultView({ result }: { result: DiffResult }): ReactNode {
  const rate = (result.recipe.request as DiffRequest).rate
  const [order, setOrder] = useLook<Order>('order of differences', null, startOrder)
  const [open, setOpen] = useLook('families of differences', result, noneOpen)
  const [latent, setLatent] = useLook<number | null>('latent of differences', result, null)
  const [part, setPart] = useLook<'latents' | 'hypotheses'>('part of a difference', result, 'latents')
  const hypotheses = useHypotheses(result, () => setPart('hypotheses'))
  const [plotted, setPlotted] = useLook('plot of differences', null, true)
  const [selected, setSelected] = useLook<ReadonlySet<number> | null>('selection of differences', result, null)
  const [hovered, setHovered] = useState<number | null>(null)
  const lines = useMemo(() => {
    const rows = selected === null ? result.rows : result.rows.filter((row) => selected.has(row.latent))
    return tableLines(rows, order, rate, open)
  }, [result, selected, order, rate, open])
  const end = useMemo(() => differenceEnd(lines.slice(0, scaledBy).map(({ row }) => row.interval)), [lines])
  const active = lines.findIndex(({ row }) => row.latent === latent)
  const chosen = result.rows.find((row) => row.latent === latent)

  const toggle = useCallback(
    (family: number) =>
      setOpen((before) => new Set(before.has(family) ? [...before].filter((each) => each !== family) : [...before, family])),
    [setOpen],
  )
  const onActive = useCallback((line: number) => setLatent(lines[line]?.row.latent ?? null), [lines, setLatent])
  /** Enter opens the family of a row, as its button does for the pointer. */
  const onOpen = (line: number, event: { readonly type: string }) => {
    const { row, members = 0 } = lines[line] ?? {}
    if (event.type === 'keydown' && members > 0 && row?.family != null) toggle(row.family)
  }
  const render = useCallback(
    (index: number) => {
      const line = lines[index]
      if (line === undefined) return null
      return <DifferenceCells line={line} rate={rate} end={end} open={open.has(line.row.family ?? -1)} onFamily={toggle} />
    },
    [lines, rate, end, open, toggle],
  )
  const linked = useLinkedRows(
    lines.findIndex(({ row }) => row.latent === hovered),
    useCallback((line: number | null) => setHovered(line === null ? null : (lines[line]?.row.latent ?? null)), [lines]),
  )
  const rows = (
    <div className={styles['table']}>
      <OrderBar
        result={result}
        order={order}
        latents={lines.reduce(countLatents, 0)}
        plotted={plotted}
        onChange={setOrder}
        onPlot={setPlotted}
      />
      {lines.length === 0 ? (
        <Nothing
          result={result}
          order={order}
          onAll={() => {
            setOrder({ ...order, search: '', direction: 'both', onlyFound: false })
            setSelected(null)
          }}
        />
      ) : (
        <div className={`${styles['rows']} ${styles['columns']}`} {...linked}>
          <VirtualRows
            label="Differences"
            rows={lines.length}
            rowHeight={1.875}
            header={<DifferenceHeader order={order} end={end} groups={result.groups} onOrder={setOrder} />}
            headerHeight={1.75}
            columns={10}
            render={render}
            active={active < 0 ? null : active}
            onActive={onActive}
            onOpen={onOpen}
            resetKey={JSON.stringify([result.analysis, order])}
          />
        </div>
      )}
    </div>
  )
  const plot = (
    <DiffPlot
      result={result}
      rate={rate}
      chosen={latent}
      hovered={hovered}
      onHover={setHovered}
      onOpen={setLatent}
      selected={selected}
      onSelect={setSelected}
    />
  )
  const closer =
    chosen === undefined ? null : (
      <DifferenceInspector key={chosen.latent} result={result} row={chosen} onClose={() => setLatent(null)} />
    )
  return (
    <Tabs
      label="What the comparison tells"
      tabs={[
        { id: 'latents', title: 'Latents' },
        { id: 'hypotheses', title: 'Hypotheses', ...(hypotheses.count === null ? {} : { count: hypotheses.count }) },
      ]}
      value={part}
      onChange={setPart}
    >
      {part === 'hypotheses' ? (
        <HypothesesPanel hypotheses={hypotheses} />
      ) : (
        <>
          <DiffFacts result={result} rate={rate} />
          <ResultParts name="differences" of="differences" table={rows} plot={plotted ? plot : null} closer={closer} />
        </>
      )}
    </Tabs>
  )
}

/** Lines of the table, with the latents that are folded under each; members that stand below are counted with their head. */
const countLatents = (sum: number, { members, member }: Line) => sum + (member ? 0 : 1 + members)

type BarProps = {
  readonly result: DiffResult
  readonly order: Order
  /** Shown, those folded under others included. */
  readonly latents: number
  readonly plotted: boolean
  readonly onChange: (order: Order) => void
  readonly onPlot: (plotted: boolean) => void
}

function OrderBar({ result, order, latents, plotted, onChange, onPlot }: BarProps) {
  return (
    <div className={resultBar['bar']}>
      <SearchField
        label="Search the labels of the table"
        placeholder="Search labels"
        value={order.search}
        onChange={(search) => onChange({ ...order, search })}
      />
      <Segmented
        label="Direction"
        value={order.direction}
        options={[
          { value: 'both', title: 'Both' },
          { value: 'up', title: 'More', tip: 'More frequent in the target, at like length where that could be told' },
          { value: 'down', title: 'Less', tip: 'Less frequent in the target, at like length where that could be told' },
        ]}
        onChange={(direction) => onChange({ ...order, direction })}
      />
      <Toggle
        label="Only found"
        tip="Only latents whose adjusted test passes"
        checked={order.onlyFound}
        onChange={(onlyFound) => onChange({ ...order, onlyFound })}
      />
      <Toggle label="Plot" tip="Difference against frequency, beside the table" checked={plotted} onChange={onPlot} />
      <span className={resultBar['stretch']} />
      <span role="status">{shownOf('latent', latents, result.rows.length, result.total)}</span>
    </div>
  )
}

function Nothing({ result, order, onAll }: { result: DiffResult; order: Order; onAll: () => void }) {
  if (result.rows.length === 0)
    return (
      <EmptyState title="No latent to compare">
        No latent is present on either side within the bounds you set. Lower “Present above” or widen “Frequency” under Settings.
      </EmptyState>
    )
  return (
    <EmptyState
      title={order.onlyFound && order.search === '' ? 'No difference found' : 'No row fits'}
      action={
        <button type="button" onClick={onAll}>
          Show all rows
        </button>
      }
    >
      {order.onlyFound && order.search === ''
        ? `None of ${formatCount(result.tested)} tested latents differs beyond chance. ${findable(result)}`
        : 'No row has such a label.'}
    </EmptyState>
  )
}

const findable = ({ smallestDetectable }: DiffResult) =>
  smallestDetectable === null
    ? 'So few documents find only very large differences after so many tests.'
    : `A difference of ${(100 * smallestDetectable).toFixed(1)} points would have been found four times in five.`

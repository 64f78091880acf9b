import { type ReactNode, useCallback, useMemo, useState } from 'react'
import type { TrendRequest, TrendResult, TrendRow } from '../../../contract/trends.ts'
import { SlopeChart } from '../../charts/slope-chart.tsx'
import { SlopeLine } from '../../charts/slope-line.tsx'
import { useLook } from '../../client/kept-look.ts'
import { ColumnHeader } from '../../widgets/column-header.tsx'
import { EmptyState } from '../../widgets/empty-state.tsx'
import { Facts } from '../../widgets/facts.tsx'
import { SearchField } from '../../widgets/fields.tsx'
import { formatCount, formatPoints, formatProbability, formatShare, shownOf } from '../../widgets/format-numbers.ts'
import { Icon } from '../../widgets/icon.tsx'
import { LabelText } from '../../widgets/label-text.tsx'
import { useLinkedRows } from '../../widgets/linked-rows.ts'
import { ResultParts } from '../../widgets/result-parts.tsx'
import { Toggle } from '../../widgets/segmented.tsx'
import table from '../../widgets/table.module.css'
import { VirtualRows } from '../../widgets/virtual-rows.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import resultBar from '../../widgets/result-bar.module.css'
import styles from './differences.module.css'
import { trendGuide } from './guide.ts'
import { TrendInspector } from './trend-inspector.tsx'

type Sort = 'adjusted' | 'raw' | 'slope' | 'change'
type Order = { readonly sort: Sort; readonly descending: boolean; readonly search: string }
const startOrder: Order = { sort: 'adjusted', descending: false, search: '' }
/** Lines of the slope chart: more could not be told apart. */
const drawnLines = 30

/** The result of looking for trends: its facts, the table with a line for each latent, and the row that is looked at. */
export function TrendResultView({ result }: { result: TrendResult }): ReactNode {
  const { rate } = result.recipe.request as TrendRequest
  const [order, setOrder] = useLook<Order>('order of trends', null, startOrder)
  const [latent, setLatent] = useLook<number | null>('latent of trends', result, null)
  const rows = useMemo(() => sorted(result.rows, order), [result, order])
  const [plotted, setPlotted] = useLook('plot of trends', null, true)
  const [hovered, setHovered] = useState<number | null>(null)
  const active = rows.findIndex((row) => row.latent === latent)
  const chosen = rows[active]
  const onActive = useCallback((row: number) => setLatent(rows[row]?.latent ?? null), [rows, setLatent])
  const render = useCallback(
    (index: number) => {
      const row = rows[index]
      return row === undefined ? null : <TrendCells row={row} result={result} rate={rate} />
    },
    [rows, result, rate],
  )
  const linked = useLinkedRows(
    rows.findIndex((row) => row.latent === hovered),
    useCallback((row: number | null) => setHovered(row === null ? null : (rows[row]?.latent ?? null)), [rows]),
  )
  const drawn = useMemo(
    () =>
      rows.slice(0, drawnLines).map((row) => ({
        latent: row.latent,
        name: row.label === null || row.label === '' ? `latent ${row.latent}` : visibleText(row.label),
        shares: row.frequencies,
        change: row.change,
        found: (row.qAdjusted ?? row.qValue) <= rate,
      })),
    [rows, rate],
  )
  const list = (
    <div className={styles['table']}>
      <div className={resultBar['bar']}>
        <SearchField
          label="Search the labels of the table"
          placeholder="Search labels"
          value={order.search}
          onChange={(search) => setOrder({ ...order, search })}
        />
        <Toggle label="Plot" tip="The lines of the first rows, beside the table" checked={plotted} onChange={setPlotted} />
        <span className={resultBar['stretch']} />
        <span role="status">{shownOf('latent', rows.length, result.rows.length, result.total)}</span>
      </div>
      {rows.length === 0 ? (
        <EmptyState title="No row fits">No latent rises or falls so, or none has such a label.</EmptyState>
      ) : (
        <div className={`${styles['rows']} ${styles['columns']}`} {...linked}>
          <VirtualRows
            label="Trends"
            rows={rows.length}
            rowHeight={2.25}
            header={<Header order={order} onOrder={setOrder} />}
            headerHeight={1.75}
            columns={8}
            render={render}
            active={active < 0 ? null : active}
            onActive={onActive}
            resetKey={JSON.stringify([result.analysis, order])}
          />
        </div>
      )}
    </div>
  )
  const plot = (
    <SlopeChart
      title={`Document frequency over ${result.groups.map(({ name }) => visibleText(name)).join(', ')}`}
      notes={[
        `The first ${formatCount(drawn.length)} of ${formatCount(result.total)} latents as the table is sorted. Coloured: found at ${formatShare(rate)} false discoveries.`,
        `Lens ${visibleText(result.lens)}, Etalon ${result.recipe.etalon}.`,
      ]}
      groups={result.groups}
      rows={drawn}
      chosen={latent}
      hovered={hovered}
      onHover={setHovered}
      onOpen={setLatent}
    />
  )
  const closer =
    chosen === undefined ? null : (
      <TrendInspector key={chosen.latent} result={result} row={chosen} onClose={() => setLatent(null)} />
    )
  return (
    <>
      <TrendFacts result={result} rate={rate} />
      <ResultParts name="trends" of="trends" table={list} plot={plotted ? plot : null} closer={closer} />
    </>
  )
}

function TrendFacts({ result, rate }: { result: TrendResult; rate: number }) {
  const { groups, unitsBy, tested, total, discoveries, adjustedDiscoveries } = result
  return (
    <Facts
      label="The trends"
      facts={[
        {
          name: 'Groups',
          value: groups.map(({ name }) => visibleText(name)).join(' → '),
          tip: groups
            .map(
              ({ name, documents, medianTokens }) =>
                `${visibleText(name)}: ${formatCount(documents)} documents, median ${formatCount(medianTokens)} tokens`,
            )
            .join('\n'),
        },
        { name: 'Units by', value: unitsBy.map(visibleText).join(', ') },
        { name: 'Tested', value: formatCount(tested), tip: `Of ${formatCount(total)} latents` },
        { name: 'Trends', value: formatCount(adjustedDiscoveries), tip: 'Latents whose trend passes within strata of length' },
        {
          name: 'before adjusting',
          value: formatCount(discoveries),
          tip: 'Latents whose plain trend passes, whatever the lengths',
        },
      ]}
      guide={trendGuide(result, rate)}
    />
  )
}

function Header({ order, onOrder }: { order: Order; onOrder: (order: Order) => void }) {
  const head = (sort: Sort) => ({
    sorted: order.sort !== sort ? null : order.descending ? ('descending' as const) : ('ascending' as const),
    onSort: () =>
      onOrder({ ...order, sort, descending: order.sort === sort ? !order.descending : sort === 'slope' || sort === 'change' }),
  })
  return (
    <div className={table['header']} data-grid="trends" role="presentation">
      <ColumnHeader title="Latent" tip="Number of the latent in the autoencoder" sorted={null} number className={styles['wide']} />
      <ColumnHeader title="Label" tip="What the latent is about, by whoever labelled it" sorted={null} />
      <ColumnHeader
        title="Groups in order"
        tip="Document frequency of the first group, the way to the last, and of the last; every line has its own height"
        sorted={null}
      />
      <ColumnHeader title="Change" tip="Last group minus first, in percentage points" number {...head('change')} />
      <ColumnHeader
        title="Slope"
        tip="Percentage points for each step of the axis"
        number
        className={styles['wide']}
        {...head('slope')}
      />
      <ColumnHeader
        title="q"
        tip="Within strata of length: the share of false discoveries among rows up to this one"
        number
        {...head('adjusted')}
      />
      <ColumnHeader title="q raw" tip="The same without any adjustment" number className={styles['wide']} {...head('raw')} />
      <ColumnHeader title="Steady" tip="Rises, or falls, at every step" sorted={null} untitled />
    </div>
  )
}

function TrendCells({ row, result, rate }: { row: TrendRow; result: TrendResult; rate: number }) {
  const { latent, label, origin, frequencies, change, slope, qAdjusted, qValue, monotone } = row
  return (
    <div className={table['cells']} data-grid="trends" role="presentation">
      <span role="gridcell" className={`${table['number']} ${styles['wide']}`}>
        {latent}
      </span>
      <span role="gridcell" className={table['label']}>
        <LabelText label={label} latent={latent} origin={origin} />
      </span>
      <span role="gridcell" className={styles['course']}>
        <span className={table['number']}>{formatShare(frequencies[0] ?? 0)}</span>
        <SlopeLine
          shares={frequencies}
          positions={result.groups.map(({ position }) => position)}
          names={result.groups.map(({ name }) => name)}
          most={Math.max(...frequencies)}
          width={88}
          height={28}
        />
        <span>{formatShare(frequencies.at(-1) ?? 0)}</span>
      </span>
      <span role="gridcell" className={table['number']}>
        {formatPoints(change)}
      </span>
      <span role="gridcell" className={`${table['number']} ${styles['wide']}`}>
        {formatPoints(slope)}
      </span>
      <span role="gridcell" className={`${table['number']} ${(qAdjusted ?? 1) <= rate ? styles['found'] : ''}`}>
        {qAdjusted === null ? '–' : formatProbability(qAdjusted)}
      </span>
      <span role="gridcell" className={`${table['number']} ${styles['wide']} ${qValue <= rate ? styles['found'] : ''}`}>
        {formatProbability(qValue)}
      </span>
      <span role="gridcell" className={styles['marks']}>
        {monotone && (
          <span role="img" aria-label="Steady at every step" data-tip={change > 0 ? 'Rises at every step' : 'Falls at every step'}>
            <Icon name={change > 0 ? 'arrow-up' : 'arrow-down'} size={13} />
          </span>
        )}
      </span>
    </div>
  )
}

function sorted(rows: readonly TrendRow[], { sort, descending, search }: Order): readonly TrendRow[] {
  const wanted = search.trim().toLowerCase()
  const value = (row: TrendRow) =>
    sort === 'adjusted' ? (row.qAdjusted ?? 2) : sort === 'raw' ? row.qValue : sort === 'slope' ? row.slope : row.change
  return rows
    .filter(({ latent, label }) => wanted === '' || String(latent) === wanted || (label ?? '').toLowerCase().includes(wanted))
    .sort((a, b) => (value(a) - value(b)) * (descending ? -1 : 1))
}

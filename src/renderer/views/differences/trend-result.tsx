import { type ReactNode, useCallback, useMemo } from 'react'
import type { TrendRequest, TrendResult, TrendRow } from '../../../contract/trends.ts'
import { SlopeLine } from '../../charts/slope-line.tsx'
import { useLook } from '../../client/kept-look.ts'
import { ColumnHeader } from '../../widgets/column-header.tsx'
import { EmptyState } from '../../widgets/empty-state.tsx'
import { Facts } from '../../widgets/facts.tsx'
import { SearchField } from '../../widgets/fields.tsx'
import { formatCount, formatPoints, formatProbability, formatShare, shownOf } from '../../widgets/format-numbers.ts'
import { Icon } from '../../widgets/icon.tsx'
import { LabelText } from '../../widgets/label-text.tsx'
import { Split } from '../../widgets/split.tsx'
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

/** The result of looking for trends: its facts, the table with a line for each latent, and the row that is looked at. */
export function TrendResultView({ result }: { result: TrendResult }): ReactNode {
  const { rate } = result.recipe.request as TrendRequest
  const [order, setOrder] = useLook<Order>('order of trends', null, startOrder)
  const [latent, setLatent] = useLook<number | null>('latent of trends', result, null)
  const rows = useMemo(() => sorted(result.rows, order), [result, order])
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
  const list = (
    <div className={styles['table']}>
      <div className={resultBar['bar']}>
        <SearchField
          label="Search the labels of the table"
          placeholder="Search labels"
          value={order.search}
          onChange={(search) => setOrder({ ...order, search })}
        />
        <span className={resultBar['stretch']} />
        <span role="status">{shownOf('latent', rows.length, result.rows.length, result.total)}</span>
      </div>
      {rows.length === 0 ? (
        <EmptyState title="No row fits">No latent rises or falls so, or none has such a label.</EmptyState>
      ) : (
        <div className={`${styles['rows']} ${styles['columns']}`}>
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
  return (
    <>
      <TrendFacts result={result} rate={rate} />
      {chosen === undefined ? (
        list
      ) : (
        <Split
          name="trends"
          label="Width of the table of trends"
          direction="row"
          share={0.62}
          first={list}
          second={<TrendInspector key={chosen.latent} result={result} row={chosen} onClose={() => setLatent(null)} />}
        />
      )}
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

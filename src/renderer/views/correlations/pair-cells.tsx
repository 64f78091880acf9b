import type { ReactNode } from 'react'
import type { PairRow } from '../../../contract/correlations.ts'
import { NpmiBar } from '../../charts/npmi-bar.tsx'
import { ColumnHeader } from '../../widgets/column-header.tsx'
import { formatCount, formatProbability, formatShare } from '../../widgets/format-numbers.ts'
import table from '../../widgets/table.module.css'
import { visibleText } from '../../widgets/visible-text.ts'
import styles from './correlations.module.css'
import type { Order, Sort } from './pair-order.ts'
import { PropertyText } from './property-text.tsx'

export function PairCells({ pair, rate }: { pair: PairRow; rate: number }): ReactNode {
  const { a, b, npmi, npmiLow, support, givenB, givenA, qValue, labelSimilarity } = pair
  const wide = `${table['number']} ${styles['wide']}`
  return (
    <div className={table['cells']} data-grid="pairs" role="presentation">
      <span role="gridcell" className={table['label']}>
        <PropertyText property={a} />
      </span>
      <span role="gridcell" className={table['label']}>
        <PropertyText property={b} />
      </span>
      <span role="gridcell" className={styles['npmi']}>
        <NpmiBar npmi={npmi} low={npmiLow} />
        <span className={table['number']}>{npmiLow.toFixed(2).replace('-', '−')}</span>
      </span>
      <span role="gridcell" className={table['number']}>
        {formatCount(support)}
      </span>
      <span role="gridcell" className={wide}>
        {formatShare(givenB)}
      </span>
      <span role="gridcell" className={wide}>
        {formatShare(givenA)}
      </span>
      <span role="gridcell" className={`${table['number']} ${qValue <= rate ? styles['found'] : ''}`}>
        {formatProbability(qValue)}
      </span>
      <span role="gridcell" className={wide}>
        {labelSimilarity === null ? <span className={table['weak']}>–</span> : labelSimilarity.toFixed(2).replace('-', '−')}
      </span>
    </div>
  )
}

type HeaderProps = {
  readonly order: Order
  /** The channels of the two sides, where they are two. */
  readonly channels: readonly [string, string] | null
  readonly onOrder: (order: Order) => void
}

export function PairHeader({ order, channels, onOrder }: HeaderProps): ReactNode {
  const head = (sort: Sort, number = true) => ({
    number,
    sorted: order.sort !== sort ? null : order.descending ? ('descending' as const) : ('ascending' as const),
    onSort: () => onOrder({ ...order, sort, descending: order.sort === sort ? !order.descending : sort !== 'qValue' }),
  })
  const wide = styles['wide']
  return (
    <div className={table['header']} data-grid="pairs" role="presentation">
      <ColumnHeader title="A" tip="One of the two" sorted={null} {...noteOf(channels?.[0])} />
      <ColumnHeader title="B" tip="What it goes with" sorted={null} {...noteOf(channels?.[1])} />
      <ColumnHeader
        title="NPMI at least"
        tip="Lower 95 % limit of NPMI, by which pairs are ranked: 0 as if independent, 1 always together. The pale end of the bar is NPMI itself"
        {...head('npmiLow', false)}
      />
      <ColumnHeader title="Both" tip="Documents in which both are present" {...head('support')} />
      <ColumnHeader
        title="A given B"
        tip="Of the documents with B, the share that also has A"
        className={wide}
        {...head('givenB')}
      />
      <ColumnHeader
        title="B given A"
        tip="Of the documents with A, the share that also has B"
        className={wide}
        {...head('givenA')}
      />
      <ColumnHeader
        title="q"
        tip="Given how rich documents are: the share of false discoveries among pairs up to this one"
        {...head('qValue')}
      />
      <ColumnHeader
        title="Labels"
        tip="How alike the two labels are in meaning, by cosine"
        className={wide}
        {...head('labelSimilarity')}
      />
    </div>
  )
}

const noteOf = (channel: string | undefined) => (channel === undefined ? {} : { note: `in ${visibleText(channel)}` })

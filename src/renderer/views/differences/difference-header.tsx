import type { ReactNode } from 'react'
import type { DiffGroup } from '../../../contract/differences.ts'
import { ColumnHeader } from '../../widgets/column-header.tsx'
import table from '../../widgets/table.module.css'
import { visibleText } from '../../widgets/visible-text.ts'
import styles from './differences.module.css'
import { groupTitle } from './group-title.ts'
import type { Order, Sort } from './row-order.ts'

type Props = {
  readonly order: Order
  readonly end: number
  readonly groups: readonly DiffGroup[]
  readonly onOrder: (order: Order) => void
}

/** Sorts that begin with the smallest: the strongest evidence, the first letter. */
const ascendingFirst: readonly Sort[] = ['adjusted', 'raw', 'label']

export function DifferenceHeader({ order, end, groups, onOrder }: Props): ReactNode {
  const [target, ...others] = groups.map(({ group }) => visibleText(groupTitle(group)))
  const head = (sort: Sort) => ({
    sorted: order.sort !== sort ? null : order.descending ? ('descending' as const) : ('ascending' as const),
    onSort: () => onOrder({ ...order, sort, descending: order.sort === sort ? !order.descending : !ascendingFirst.includes(sort) }),
  })
  return (
    <div className={table['header']} data-grid="differences" role="presentation">
      <ColumnHeader title="Latent" tip="Number of the latent in the autoencoder" sorted={null} number className={styles['wide']} />
      <ColumnHeader title="Label" tip="What the latent is about, by whoever labelled it" {...head('label')} />
      <ColumnHeader title="Target" tip={`Document frequency in ${target}`} number className={styles['wide']} {...head('target')} />
      <ColumnHeader
        title="Other"
        tip={`Document frequency in ${others.length === 1 ? others[0] : 'whichever of the others has it most'}`}
        number
        className={styles['wide']}
        {...head('other')}
      />
      <ColumnHeader
        title="Difference"
        note={`±${Math.round(100 * end)} points`}
        tip={`Target minus other in percentage points, with its 95 % interval; the upright tick is what text length alone would make of it. The axis ends at ±${Math.round(100 * end)}`}
        {...head('difference')}
      />
      <ColumnHeader
        title="From length"
        tip="The difference that one rate per token would make of the two sides’ lengths, in percentage points"
        number
        className={styles['wide']}
        {...head('expected')}
      />
      <ColumnHeader
        title="At like length"
        tip="The difference once the two sides are of like length, in percentage points: what q is about"
        number
        {...head('likeLength')}
      />
      <ColumnHeader
        title="q"
        tip="Adjusted for length and controls: the share of false discoveries among rows up to this one"
        number
        {...head('adjusted')}
      />
      <ColumnHeader title="q raw" tip="The same without any adjustment" number className={styles['wide']} {...head('raw')} />
      <ColumnHeader title="Held, flips" tip="Held on the other half; comes and goes with the threshold" sorted={null} untitled />
    </div>
  )
}

import type { ReactNode } from 'react'
import { Button } from '../../widgets/button.tsx'
import { SearchField } from '../../widgets/fields.tsx'
import resultBar from '../../widgets/result-bar.module.css'
import { Segmented } from '../../widgets/segmented.tsx'
import { NumberField } from '../../widgets/setup-bar.tsx'
import styles from './correlations.module.css'
import type { Order, Plot } from './pair-order.ts'

type Props = {
  readonly order: Order
  readonly plot: Plot
  /** What all pairs that are listed have in common; null where all are. */
  readonly only: string | null
  /** How many are listed, in words. */
  readonly count: string
  readonly onChange: (order: Order) => void
  readonly onPlot: (plot: Plot) => void
  readonly onAll: () => void
}

/** Which pairs are listed and drawn, and how they are drawn. */
export function PairBar({ order, plot, only, count, onChange, onPlot, onAll }: Props): ReactNode {
  return (
    <div className={resultBar['bar']}>
      <SearchField
        label="Search either side of the pairs"
        placeholder="Search either side"
        value={order.search}
        onChange={(search) => onChange({ ...order, search })}
      />
      <span className={styles['bound']} data-tip="Lower 95 % limit of NPMI: weaker pairs are neither listed nor drawn">
        NPMI at least
        <NumberField
          label="NPMI at least"
          value={order.npmi}
          min={-1}
          max={1}
          step={0.05}
          placeholder="any"
          onChange={(npmi) => onChange({ ...order, npmi })}
        />
      </span>
      <span className={styles['bound']} data-tip="Documents in which both are present: rarer pairs are neither listed nor drawn">
        Both in
        <NumberField
          label="Documents with both, at least"
          value={order.support}
          min={1}
          max={1e9}
          placeholder="any"
          onChange={(support) => onChange({ ...order, support })}
        />
      </span>
      <Segmented
        label="Plot beside the table"
        value={plot}
        options={[
          { value: 'none', title: 'Table' },
          { value: 'network', title: 'Network', tip: 'What goes together with what, as dots and lines' },
          { value: 'heat', title: 'Heat map', tip: 'The strongest against each other, as squares' },
        ]}
        onChange={onPlot}
      />
      {only !== null && (
        <Button kind="quiet" icon="close" data-tip="List all pairs again" onClick={onAll}>
          Only pairs of “{only}”
        </Button>
      )}
      <span className={resultBar['stretch']} />
      <span role="status">{count}</span>
    </div>
  )
}

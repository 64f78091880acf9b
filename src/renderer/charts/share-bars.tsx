import type { ReactNode } from 'react'
import { formatShare } from '../widgets/format-numbers.ts'
import styles from './analysis-charts.module.css'

type Bar = { readonly key: string; readonly name: ReactNode; readonly share: number; readonly note?: string }

type Props = {
  readonly label: string
  readonly bars: readonly Bar[]
  /** None stands against the others: all are drawn alike. */
  readonly alike?: boolean
}

/** A few shares one below the other on one axis: name, bar, figure. The first is drawn full, what stands against it hatched. */
export function ShareBars({ label, bars, alike = false }: Props): ReactNode {
  const most = Math.max(0.01, ...bars.map(({ share }) => share))
  return (
    <dl className={styles['shares']} aria-label={label}>
      {bars.map(({ key, name, share, note }, index) => (
        <div key={key} data-first={alike || index === 0}>
          <dt>{name}</dt>
          <dd>
            <span className={styles['track']} aria-hidden="true">
              <span style={{ width: `${(100 * share) / most}%` }} />
            </span>
            <span className={styles['figure']}>{formatShare(share)}</span>
            {note !== undefined && <span className={styles['aside']}>{note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}

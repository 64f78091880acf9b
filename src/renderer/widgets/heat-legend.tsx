import type { ReactNode } from 'react'
import { formatActivation } from './format-numbers.ts'
import styles from './heat-legend.module.css'

/** The scale of lit tokens: its steps from 0 to the maximum, which is written beside. */
export function HeatLegend({ maximum }: { maximum: number }): ReactNode {
  return (
    <span
      className={styles['legend']}
      role="img"
      aria-label={`Activation from 0 to ${formatActivation(maximum)}`}
      data-tip="Activation of a token: darker, and a thicker line, is stronger"
    >
      <span>0</span>
      <span className={styles['steps']}>
        {[1, 2, 3, 4, 5, 6, 7, 8].map((level) => (
          <span key={level} style={{ background: `var(--heat-${level})`, borderBottomWidth: `${0.5 + level * 0.35}px` }} />
        ))}
      </span>
      <span>{formatActivation(maximum)}</span>
    </span>
  )
}

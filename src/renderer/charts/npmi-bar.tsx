import type { ReactNode } from 'react'
import styles from './analysis-charts.module.css'

/** NPMI, 0..1, as a bar: dark up to its lower 95 % limit, pale beyond. */
export function NpmiBar({ npmi, low }: { npmi: number; low: number }): ReactNode {
  const percent = (value: number) => `${100 * Math.max(0, Math.min(1, value))}%`
  const says = `NPMI ${npmi.toFixed(3)}, at least ${low.toFixed(3)} (lower 95 % limit)`
  return (
    <span className={styles['npmi']} role="img" aria-label={says} data-tip={says}>
      <span className={styles['full']} style={{ width: percent(npmi) }} />
      <span className={styles['sure']} style={{ width: percent(low) }} />
    </span>
  )
}

import type { ReactNode } from 'react'
import styles from './progress-bar.module.css'

/** How much is done, 0..1; null where that is not known. */
export function ProgressBar({ share, label }: { share: number | null; label: string }): ReactNode {
  const percent = share === null ? undefined : Math.round(100 * Math.min(1, Math.max(0, share)))
  return (
    <div
      className={styles['bar']}
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
      data-unknown={share === null}
    >
      <div style={{ width: `${percent ?? 100}%` }} />
    </div>
  )
}

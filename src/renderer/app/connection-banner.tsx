import type { ReactNode } from 'react'
import { Icon } from '../widgets/icon.tsx'
import styles from './notices.module.css'

/** Said for as long as the engine cannot be reached; what is on screen stays. */
export function ConnectionBanner(): ReactNode {
  return (
    <div className={styles['banner']} role="status">
      <Icon name="warning" size={14} />
      <span>
        <strong>Connection lost.</strong> Trying again; what you see may be old. If it does not come back, look whether Etalon still
        runs where you started it.
      </span>
    </div>
  )
}

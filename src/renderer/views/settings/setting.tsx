import type { ReactNode } from 'react'
import styles from './settings.module.css'

/** A setting: its name, what it does, and the control. */
export function Setting({ name, says, children }: { name: string; says: ReactNode; children?: ReactNode }): ReactNode {
  return (
    <div className={styles['setting']}>
      <div>
        <h3>{name}</h3>
        <p>{says}</p>
      </div>
      {children !== undefined && <div className={styles['control']}>{children}</div>}
    </div>
  )
}

import type { ReactNode } from 'react'
import { isMac, shownKeys } from '../client/shortcut.ts'
import styles from './keys.module.css'

/** A shortcut as keys. */
export function Keys({ keys }: { keys: string }): ReactNode {
  return (
    <span className={styles['keys']}>
      {shownKeys(keys, isMac()).map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
    </span>
  )
}

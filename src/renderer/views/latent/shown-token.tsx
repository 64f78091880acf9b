import type { ReactNode } from 'react'
import { PlainText } from '../../widgets/visible-parts.tsx'
import styles from './latent-page.module.css'

/** A token with the spaces at its ends to be seen; its text as `children` shows it. */
export function ShownToken({ token, children }: { token: string; children?: (text: string) => ReactNode }): ReactNode {
  const [, before = '', middle = '', after = ''] = /^( *)(.*?)( *)$/s.exec(token) ?? []
  return (
    <span className={styles['token']}>
      <span className={styles['space']}>{'·'.repeat(before.length)}</span>
      {children === undefined ? <PlainText text={middle} /> : children(middle)}
      <span className={styles['space']}>{'·'.repeat(after.length)}</span>
    </span>
  )
}

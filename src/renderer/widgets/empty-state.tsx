import type { ReactNode } from 'react'
import { failureOf } from '../client/failure-of.ts'
import { Button } from './button.tsx'
import styles from './empty-state.module.css'
import { Icon } from './icon.tsx'
import { PlainText } from './visible-parts.tsx'

/** What this place is for and the one thing to do next. */
export function EmptyState({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }): ReactNode {
  return (
    <div className={styles['empty']}>
      <p className={styles['title']}>{title}</p>
      {children !== undefined && <p>{children}</p>}
      {action}
    </div>
  )
}

/** What went wrong, and what to do about it. */
export function ErrorNote({ error, retry }: { error: unknown; retry?: () => unknown }): ReactNode {
  const { message, hint } = failureOf(error)
  return (
    <div className={styles['error']} role="alert">
      <Icon name="warning" />
      <div>
        <strong>
          <PlainText text={message} />
        </strong>
        <p>
          <PlainText text={hint} />
        </p>
        {retry !== undefined && <Button onClick={() => void retry()}>Try again</Button>}
      </div>
    </div>
  )
}

/** Shown only when an answer takes longer than a moment. */
export function Loading({ label = 'Loading' }: { label?: string }): ReactNode {
  return (
    <div className={styles['loading']} role="status">
      {label}…
    </div>
  )
}

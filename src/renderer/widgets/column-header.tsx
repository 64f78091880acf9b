import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'
import styles from './table.module.css'

type Props = {
  readonly title: string
  readonly tip: string
  /** Null: not sorted by it. */
  readonly sorted: 'ascending' | 'descending' | null
  readonly onSort?: () => void
  readonly number?: boolean
  /** The title is for screen readers only: its signs explain themselves. */
  readonly untitled?: boolean
  readonly note?: string
  readonly className?: string | undefined
}

/** The head of a column; with `onSort` a button that sorts by it. */
export function ColumnHeader({ title, tip, sorted, onSort, number = false, untitled = false, note, className }: Props): ReactNode {
  const shown = (
    <>
      {untitled ? <span className="unseen">{title}</span> : title}
      {sorted !== null && <Icon name={sorted === 'descending' ? 'arrow-down' : 'arrow-up'} size={11} />}
      {note !== undefined && <span className={styles['note']}>{note}</span>}
    </>
  )
  return (
    <span
      role="columnheader"
      aria-sort={onSort === undefined ? undefined : (sorted ?? 'none')}
      className={[number && styles['number'], className].filter(Boolean).join(' ')}
      data-tip={onSort === undefined ? tip : undefined}
    >
      {onSort === undefined ? (
        shown
      ) : (
        <button type="button" data-tip={tip} onClick={onSort}>
          {shown}
        </button>
      )}
    </span>
  )
}

import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'
import styles from './note-marks.module.css'
import { visibleText } from './visible-text.ts'

/** What a flag says, in words: `Flagged: fires on two things`. */
export const flagWords = (flag: string): string => (flag === '' ? 'Flagged' : `Flagged: ${visibleText(flag)}`)

/** Signs that something is flagged, and that it has a note; nothing where neither holds. */
export function NoteMarks({ flag, noted }: { readonly flag: string | null; readonly noted: boolean }): ReactNode {
  if (flag === null && !noted) return null
  return (
    <span className={styles['marks']}>
      {flag !== null && (
        <span className={styles['flag']} role="img" aria-label={flagWords(flag)} data-tip={flagWords(flag)}>
          <Icon name="flag" size={12} filled />
        </span>
      )}
      {noted && (
        <span role="img" aria-label="Has a note" data-tip="Has a note">
          <Icon name="note" size={12} />
        </span>
      )}
    </span>
  )
}

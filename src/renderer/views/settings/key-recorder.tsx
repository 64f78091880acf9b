import { type KeyboardEvent, type ReactNode, useState } from 'react'
import { isMac, shortcutOf } from '../../client/shortcut.ts'
import { Keys } from '../../widgets/keys.tsx'
import styles from './settings.module.css'

type Props = {
  readonly title: string
  /** Why a shortcut cannot be taken, in a sentence; null where it can. */
  readonly refusal: (shortcut: string) => string | null
  readonly onShortcut: (shortcut: string) => void
  readonly onEnd: () => void
}

/** Takes the next keys that are pressed; Escape leaves all as it was, Tab goes on. */
export function KeyRecorder({ title, refusal, onShortcut, onEnd }: Props): ReactNode {
  const [refused, setRefused] = useState<{ readonly shortcut: string; readonly why: string } | null>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Tab') return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Escape') return onEnd()
    const shortcut = shortcutOf(event.nativeEvent, isMac())
    if (shortcut === null) return
    const why = refusal(shortcut)
    if (why === null) onShortcut(shortcut)
    else setRefused({ shortcut, why })
  }
  return (
    <span className={styles['recorder']}>
      <button
        type="button"
        // It was asked for to press keys in it.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        onKeyDown={onKeyDown}
        onBlur={onEnd}
      >
        {refused === null ? 'Press the new keys; Esc to leave' : <Keys keys={refused.shortcut} />}
        <span className="unseen">: {title}</span>
      </button>
      <span className={styles['refused']} role="status">
        {refused?.why}
      </span>
    </span>
  )
}

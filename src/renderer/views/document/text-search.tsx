import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { IconButton } from '../../widgets/button.tsx'
import { SearchField } from '../../widgets/fields.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import styles from './document.module.css'

type Props = {
  readonly words: string
  readonly onWords: (words: string) => void
  /** How often they were found, and which of these is looked at. */
  readonly count: number
  readonly here: number | null
  readonly onStep: (step: 1 | -1) => void
  readonly onClose: () => void
}

/** Looks for words in the text: Enter goes to the next place that has them, with Shift to the one before. */
export function TextSearch({ words, onWords, count, here, onStep, onClose }: Props): ReactNode {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' || event.key === 'F3') {
      event.preventDefault()
      onStep(event.shiftKey ? -1 : 1)
    } else if (event.key === 'Escape') {
      event.stopPropagation()
      event.preventDefault()
      onClose()
    }
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Enter and Escape of the field in it
    <div className={styles['search']} role="search" aria-label="Find in the text" onKeyDown={onKeyDown}>
      <SearchField ref={field} label="Find in the text" value={words} onChange={onWords} />
      <span className={styles['size']} role="status">
        {words.trim() === ''
          ? ''
          : count === 0
            ? 'Not in this text'
            : `${here === null ? '' : `${formatCount(here + 1)} of `}${formatCount(count)}`}
      </span>
      <IconButton icon="arrow-up" label="The place before (Shift+Enter)" disabled={count === 0} onClick={() => onStep(-1)} />
      <IconButton icon="arrow-down" label="The next place (Enter)" disabled={count === 0} onClick={() => onStep(1)} />
      <IconButton icon="close" label="Close the search (Esc)" onClick={onClose} />
    </div>
  )
}

import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { IconButton } from '../../widgets/button.tsx'
import { SearchField } from '../../widgets/fields.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import { firstAtLeast } from '../../widgets/token-segments.ts'
import styles from './compare.module.css'
import type { Find } from './use-find.ts'

type Props = {
  readonly find: Find
  readonly active: number | null
  readonly onActive: (row: number) => void
  /** The field goes; the list takes the focus. */
  readonly onClose: () => void
}

/** Looks for words in the documents of a list: Enter goes to the next row that has them, with Shift to the one before. */
export function FindBar({ find, active, onActive, onClose }: Props): ReactNode {
  const { words, setWords, rows } = find
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const count = rows?.length ?? 0
  const at = rows === null || active === null ? -1 : firstAtLeast(rows, active)
  const here = at >= 0 && rows?.[at] === active
  const step = (by: 1 | -1) => {
    if (rows === null || count === 0) return
    const from =
      active === null ? (by > 0 ? 0 : count - 1) : by > 0 ? firstAtLeast(rows, active + 1) : firstAtLeast(rows, active) - 1
    onActive(rows[(from + count) % count] ?? 0)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' || event.key === 'F3') {
      event.preventDefault()
      step(event.shiftKey ? -1 : 1)
    } else if (event.key === 'Escape') {
      event.stopPropagation()
      onClose()
    }
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Enter and Escape of the field in it
    <div className={styles['find']} role="search" aria-label="Find in the documents shown" onKeyDown={onKeyDown}>
      <SearchField
        ref={field}
        label="Find in the documents shown"
        placeholder="Find words"
        tip={'Rows with all of these words; "in quotes" a part of the text as it stands. Enter: the next one'}
        value={words ?? ''}
        onChange={setWords}
      />
      <span className={styles['count']} role="status">
        {(words ?? '').trim() === ''
          ? ''
          : rows === null
            ? 'Looking…'
            : count === 0
              ? 'In no document'
              : `${here ? `${formatCount(at + 1)} of ` : ''}${formatCount(count)} ${count === 1 ? 'row' : 'rows'}`}
      </span>
      <IconButton
        icon="arrow-up"
        label="Row before that has the words (Shift+Enter)"
        disabled={count === 0}
        onClick={() => step(-1)}
      />
      <IconButton icon="arrow-down" label="Next row that has the words (Enter)" disabled={count === 0} onClick={() => step(1)} />
      <IconButton icon="close" label="Close the search (Esc)" onClick={onClose} />
    </div>
  )
}

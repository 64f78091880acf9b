import { type KeyboardEvent, type ReactNode, useState } from 'react'
import { Button, IconButton } from '../../widgets/button.tsx'
import styles from './clusters.module.css'

/** Characters of a name that the contract takes. */
const longest = 200

/**
 * A name as it is typed: Enter keeps it, Escape leaves all as it was.
 *
 * @param onDone with the name, null for the one made of labels, undefined where all stays
 */
export function NameForm({
  label,
  start,
  made,
  onDone,
}: {
  label: string
  start: string
  made: string
  onDone: (name: string | null | undefined) => void
}): ReactNode {
  const [text, setText] = useState(start)
  const done = () => onDone(text.trim() === '' ? null : text.trim())
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter') done()
    if (event.key === 'Escape') onDone(undefined)
    if (event.key === 'Enter' || event.key === 'Escape') event.preventDefault()
  }
  return (
    <span className={styles['rename']}>
      <input
        aria-label={label}
        maxLength={longest}
        placeholder={made}
        // The button was pressed to type a name.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={press}
      />
      <Button onClick={done}>Save</Button>
      <IconButton icon="close" label="Leave the name as it is" onClick={() => onDone(undefined)} />
    </span>
  )
}

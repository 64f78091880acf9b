import { type ReactNode, type RefObject, useState } from 'react'
import { Button } from '../../widgets/button.tsx'
import styles from './lists.module.css'

/** Characters that the contract takes. */
const longest = 100

type Props = {
  readonly label: string
  readonly placeholder: string
  /** On the button. */
  readonly act: string
  readonly name: string
  readonly field: RefObject<HTMLInputElement | null>
  /** Answers whether it was done: the field is then empty again. */
  readonly onName: (name: string) => Promise<boolean>
  readonly onCancel?: () => void
}

/** A name of a list; Enter takes it, Escape goes back. */
export function NameForm({ label, placeholder, act, name, field, onName, onCancel }: Props): ReactNode {
  const [typed, setTyped] = useState(name)
  const text = typed.trim()
  const submit = async () => {
    if (text !== '' && (await onName(text))) setTyped('')
  }
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <input
        ref={field}
        aria-label={label}
        placeholder={placeholder}
        maxLength={longest}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.preventDefault()
          setTyped(name)
          field.current?.blur()
          onCancel?.()
        }}
      />
      {(text !== '' || onCancel !== undefined) && (
        <Button type="submit" disabled={text === ''}>
          {act}
        </Button>
      )}
      {onCancel !== undefined && (
        <Button kind="quiet" onClick={onCancel}>
          Cancel
        </Button>
      )}
    </form>
  )
}

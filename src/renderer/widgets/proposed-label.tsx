import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import type { CandidateLabel } from '../../contract/model-requests.ts'
import { Button } from './button.tsx'
import { formatWhen } from './format-numbers.ts'
import { Icon } from './icon.tsx'
import styles from './proposed-label.module.css'
import { PlainText } from './visible-parts.tsx'

/** Characters of a label that the contract takes. */
const longest = 400

/** A proposal: what it says, notes on it, and who made it. */
export function ProposalText({ proposal: { text, notes, author, at } }: { proposal: CandidateLabel }): ReactNode {
  return (
    <>
      <p className={styles['text']}>
        <PlainText text={text} />
      </p>
      {notes !== '' && (
        <p className={styles['notes']}>
          <PlainText text={notes} />
        </p>
      )}
      <p className={styles['about']}>
        <Icon name="machine" size={12} />
        <span>
          <PlainText text={author} />, <time dateTime={at}>{formatWhen(at)}</time>
        </span>
      </p>
    </>
  )
}

type Props = {
  readonly label: string
  readonly value: string
  /** True where the focus is wanted in the field; it then becomes false. A field that only stands there takes no keys. */
  readonly wanted: RefObject<boolean>
  readonly onChange: (text: string) => void
  readonly onSave: (text: string) => void
  readonly onCancel: () => void
}

/** A label to word, in place: Enter saves it, Escape leaves it as it was. */
export function WordingField({ label, value, wanted, onChange, onSave, onCancel }: Props): ReactNode {
  const box = useRef<HTMLDivElement>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const cameFrom = useRef<Element | null>(null)
  useEffect(() => {
    if (!wanted.current) return
    wanted.current = false
    cameFrom.current = document.activeElement
    field.current?.focus()
    field.current?.setSelectionRange(longest, longest)
  })
  // Still in the page then: the focus goes back to where it came from.
  useLayoutEffect(() => {
    const element = box.current
    return () => {
      const from = cameFrom.current
      if (element?.contains(document.activeElement) === true && from instanceof HTMLElement && from.isConnected)
        from.focus({ preventScroll: true })
    }
  }, [])
  const text = value.trim()
  const save = () => {
    if (text !== '') onSave(text)
  }
  return (
    <div ref={box} className={styles['wording']}>
      <textarea
        ref={field}
        aria-label={label}
        placeholder="Say what this latent responds to"
        rows={2}
        maxLength={longest}
        value={value}
        onChange={(event) => onChange(event.target.value.replaceAll(/\s*\n\s*/g, ' '))}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Enter') save()
          else if (event.key === 'Escape') onCancel()
          else return
          event.preventDefault()
          event.stopPropagation()
        }}
      />
      <div>
        <Button kind="primary" disabled={text === ''} onClick={save}>
          Save <kbd>Enter</kbd>
        </Button>
        <Button kind="quiet" onClick={onCancel}>
          Cancel <kbd>Esc</kbd>
        </Button>
      </div>
    </div>
  )
}

/** Said beside proposals where a person's label stands. */
export function PersonsLabelStands(): ReactNode {
  return (
    <p className={styles['stands']}>
      <Icon name="person" size={12} /> A person wrote the label. No run replaces it; it changes only when you accept or edit one
      here.
    </p>
  )
}

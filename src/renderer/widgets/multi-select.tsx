import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useId, useRef, useState } from 'react'
import { Icon } from './icon.tsx'
import styles from './multi-select.module.css'
import { PlainText } from './visible-parts.tsx'

type Props = {
  readonly label: string
  readonly options: readonly { readonly value: string; readonly title?: string; readonly note?: string }[]
  /** The chosen ones, in the order they were chosen. */
  readonly values: readonly string[]
  readonly onChange: (values: readonly string[]) => void
  /** What stands on the button while nothing is chosen. */
  readonly nothing: string
  /** The order of choosing matters: numbers show it. */
  readonly ordered?: boolean
  /** Lets a value be typed that is not in the list; this is its field's name. */
  readonly typed?: string
  /** The button that opens it, to be pressed from elsewhere. */
  readonly button?: RefObject<HTMLButtonElement | null>
}

/** Several of a list: a button that names them, and the list with a box for each. */
export function MultiSelect(props: Props): ReactNode {
  const { label, options, values, onChange, nothing, ordered = false, typed } = props
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const own = useRef<HTMLButtonElement>(null)
  const button = props.button ?? own
  const id = useId()
  useEffect(() => {
    if (!open) return
    const close = (event: Event) => {
      if (!(event.target instanceof Node) || box.current?.contains(event.target) === true) return
      // A click on what cannot take the focus gives it to what is around: that is no leaving.
      if (event.type === 'focusin' && event.target.contains(box.current)) return
      setOpen(false)
    }
    document.addEventListener('pointerdown', close)
    document.addEventListener('focusin', close)
    return () => {
      document.removeEventListener('pointerdown', close)
      document.removeEventListener('focusin', close)
    }
  }, [open])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !open) return
    event.stopPropagation()
    // In a dialog it closes the list, not the dialog.
    event.preventDefault()
    setOpen(false)
    button.current?.focus()
  }
  const toggle = (value: string) => onChange(values.includes(value) ? values.filter((each) => each !== value) : [...values, value])
  const listed = [
    ...options,
    ...values.filter((value) => !options.some((each) => each.value === value)).map((value) => ({ value })),
  ]
  const title = (value: string) => options.find((each) => each.value === value)?.title ?? value

  return (
    // Only Escape is taken here; the button and the boxes are what is operated.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div ref={box} className={styles['box']} onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        className={styles['button']}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <span className={styles['chosen']}>
          <span className="unseen">{label}: </span>
          {values.length === 0 ? nothing : <PlainText text={values.map(title).join(ordered ? ' → ' : ', ')} />}
        </span>
        {values.length > 1 && (
          <span className={styles['count']} aria-hidden="true">
            {values.length}
          </span>
        )}
        <Icon name="chevron-down" size={12} />
      </button>
      {open && (
        <div id={id} className={styles['list']} role="group" aria-label={label}>
          {listed.map(({ value, title: shown = value, note }: Props['options'][number]) => (
            <label key={value}>
              <input type="checkbox" checked={values.includes(value)} onChange={() => toggle(value)} />
              <span className={styles['title']}>
                <PlainText text={shown} />
              </span>
              {ordered && values.includes(value) && <span className={styles['count']}>{values.indexOf(value) + 1}</span>}
              {note !== undefined && <span className={styles['note']}>{note}</span>}
            </label>
          ))}
          {listed.length === 0 && <p className={styles['note']}>Nothing to choose from.</p>}
          {typed !== undefined && <Typed label={typed} onAdd={(value) => values.includes(value) || toggle(value)} />}
        </div>
      )}
    </div>
  )
}

/** A value of the user's own; Enter takes it. */
function Typed({ label, onAdd }: { label: string; onAdd: (value: string) => void }) {
  const [text, setText] = useState('')
  return (
    <input
      className={styles['typed']}
      aria-label={label}
      placeholder={label}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || text.trim() === '') return
        event.preventDefault()
        onAdd(text.trim())
        setText('')
      }}
    />
  )
}

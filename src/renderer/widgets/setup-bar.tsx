import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { Button } from './button.tsx'
import styles from './setup-bar.module.css'

type Props = {
  /** What is set up, for a screen reader. */
  readonly label: string
  readonly children: ReactNode
  /** What belongs to the fields but needs the width: lists, chips. */
  readonly below?: ReactNode
  /** Settings that most leave as they are: folded away. */
  readonly more?: ReactNode
  /** How many of those are not as they come. */
  readonly changed?: number
  readonly run: string
  /** Why it cannot run yet; null where it can. */
  readonly missing: string | null
  readonly running: boolean
  readonly onRun: () => void
}

/** What an analysis is asked: its fields in a row, further settings below when opened, and the button that runs it. */
export function SetupBar({ label, children, below, more, changed = 0, run, missing, running, onRun }: Props): ReactNode {
  const [open, setOpen] = useState(false)
  const id = useId()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (missing === null && !running) onRun()
  }
  return (
    // Numbers are kept within their bounds as they are typed; a step is a convenience of the arrows, not a rule.
    <form className={styles['bar']} aria-label={label} noValidate onSubmit={submit}>
      <div className={styles['fields']}>
        {children}
        <span className={styles['acts']}>
          {missing !== null && <span className={styles['missing']}>{missing}</span>}
          {more !== undefined && (
            <Button
              kind="quiet"
              icon={open ? 'chevron-down' : 'chevron-right'}
              aria-expanded={open}
              aria-controls={id}
              onClick={() => setOpen(!open)}
            >
              Settings{changed > 0 && ` (${changed} changed)`}
            </Button>
          )}
          <Button type="submit" kind="primary" disabled={missing !== null || running} data-tip={missing ?? undefined}>
            {run}
          </Button>
        </span>
      </div>
      {below}
      {more !== undefined && open && (
        <div id={id} className={styles['more']} role="group" aria-label="Further settings">
          {more}
        </div>
      )}
    </form>
  )
}

/** A control under its name. */
export function Field({ name, tip, children }: { name: string; tip?: string; children: ReactNode }): ReactNode {
  return (
    <span className={styles['field']}>
      <span className={styles['name']} data-tip={tip} aria-hidden="true">
        {name}
      </span>
      {children}
    </span>
  )
}

type NumberProps = {
  readonly label: string
  readonly value: number | null
  readonly onChange: (value: number | null) => void
  readonly min: number
  readonly max: number
  readonly step?: number
  readonly placeholder?: string
}

/** A number within bounds; what is not one counts as none. */
export function NumberField({ label, value, onChange, min, max, step = 1, placeholder }: NumberProps): ReactNode {
  return (
    <input
      className={styles['number']}
      type="number"
      aria-label={label}
      min={min}
      max={max}
      step={step}
      placeholder={placeholder}
      value={value ?? ''}
      onChange={({ target }) => {
        const next = target.valueAsNumber
        onChange(Number.isNaN(next) ? null : Math.min(max, Math.max(min, next)))
      }}
    />
  )
}

type CountProps = Omit<NumberProps, 'value' | 'onChange' | 'placeholder'> & {
  readonly value: number | undefined
  readonly usual: number
  readonly onChange: (value: number) => void
}

/** A whole number within bounds; the usual one where none is given. */
export function CountField({ value, usual, onChange, ...rest }: CountProps): ReactNode {
  return <NumberField {...rest} value={value ?? usual} onChange={(next) => onChange(Math.round(next ?? usual))} />
}

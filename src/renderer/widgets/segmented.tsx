import { type ReactNode, useId } from 'react'
import styles from './segmented.module.css'

type Option<T> = { readonly value: T; readonly title: string; readonly tip?: string; readonly disabled?: boolean }
type Props<T> = {
  readonly label: string
  readonly options: readonly Option<T>[]
  readonly value: T
  readonly onChange: (value: T) => void
}

/** One of a few, all in sight: a group of radio buttons. */
export function Segmented<T extends string | number>({ label, options, value, onChange }: Props<T>): ReactNode {
  const name = useId()
  return (
    <fieldset className={styles['group']} aria-label={label}>
      {options.map((option) => (
        <label key={option.value} data-tip={option.tip} data-checked={option.value === value} data-disabled={option.disabled}>
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            disabled={option.disabled}
            onChange={() => onChange(option.value)}
          />
          {option.title}
        </label>
      ))}
    </fieldset>
  )
}

type ToggleProps = {
  readonly label: string
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly disabled?: boolean
  readonly tip?: string
}

/** On or off, with its name. */
export function Toggle({ label, checked, onChange, disabled = false, tip }: ToggleProps): ReactNode {
  return (
    <label className={styles['toggle']} data-tip={tip} data-disabled={disabled}>
      <input type="checkbox" checked={checked} disabled={disabled} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  )
}

import { type ReactNode, type Ref, useEffect, useRef, useState } from 'react'
import { IconButton } from './button.tsx'
import styles from './fields.module.css'
import { Icon } from './icon.tsx'
import { visibleText } from './visible-text.ts'

type SearchFieldProps = {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly placeholder?: string
  readonly tip?: string
  readonly ref?: Ref<HTMLInputElement>
}

/** How long typing rests before it is searched, in milliseconds. */
const rest = 200

/** A search that follows the typing; Escape empties it. */
export function SearchField({ label, value, onChange, placeholder, tip, ref }: SearchFieldProps): ReactNode {
  const [text, setText] = useState(value)
  const [told, setTold] = useState(value)
  if (told !== value) {
    setTold(value)
    setText(value)
  }
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const tell = (next: string, wait: number) => {
    setText(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      setTold(next)
      onChange(next)
    }, wait)
  }
  return (
    <span className={styles['search']} data-tip={tip}>
      <Icon name="search" size={14} />
      <input
        ref={ref}
        type="text"
        role="searchbox"
        aria-label={label}
        placeholder={placeholder ?? label}
        spellCheck={false}
        value={text}
        onChange={(event) => tell(event.target.value, rest)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') tell(text, 0)
          if (event.key !== 'Escape' || text === '') return
          event.stopPropagation()
          tell('', 0)
        }}
      />
      {text !== '' && <IconButton icon="close" label={`Clear: ${label}`} tabIndex={-1} onClick={() => tell('', 0)} />}
    </span>
  )
}

type SelectProps<T> = {
  readonly label: string
  readonly value: T
  readonly options: readonly { readonly value: T; readonly title: string; readonly disabled?: boolean }[]
  readonly onChange: (value: T) => void
  /** Shows the label beside it, not to screen readers only. */
  readonly labelled?: boolean
}

export function Select<T extends string>({ label, value, options, onChange, labelled = false }: SelectProps<T>): ReactNode {
  return (
    <label className={styles['select']}>
      <span className={labelled ? undefined : 'unseen'}>{label}</span>
      <span className={styles['box']}>
        <select value={value} onChange={(event) => onChange(event.target.value as T)}>
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {visibleText(option.title)}
            </option>
          ))}
        </select>
        <Icon name="chevron-down" size={12} />
      </span>
    </label>
  )
}

import { type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import { beginNewTab, endNewTab } from '../client/desk-state.ts'
import { Icon, type IconName } from '../widgets/icon.tsx'
import { closeOverlay } from './overlays.ts'
import styles from './palette.module.css'

/** One thing that can be picked. Things of one `part` that stand together get its name above them. */
export type Choice = {
  readonly key: string
  readonly part?: string
  readonly icon?: IconName
  readonly title: ReactNode
  readonly aside?: ReactNode
  readonly run: () => void
}

type Props = {
  readonly label: string
  readonly placeholder: string
  readonly text: string
  readonly onText: (text: string) => void
  readonly choices: readonly Choice[]
  /** What is said where there is nothing to pick. */
  readonly none: ReactNode
  readonly busy?: boolean
  /** Whether Mod+Enter opens the choice in a new tab. */
  readonly tabs?: boolean
}

/** A field and the list that it narrows: arrows choose, Enter does it. The focus stays in the field. */
export function Picker({ label, placeholder, text, onText, choices, none, busy = false, tabs = false }: Props): ReactNode {
  const [chosen, setChosen] = useState(0)
  const id = useId()
  const at = Math.min(chosen, choices.length - 1)

  const run = (choice: Choice | undefined, inNewTab: boolean) => {
    if (choice === undefined) return
    closeOverlay()
    // Focus must be back on the page before a command moves it.
    setTimeout(() => {
      if (inNewTab) beginNewTab()
      choice.run()
      if (inNewTab) endNewTab()
    })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key]
    const last = choices.length - 1
    if (step === 1 || step === -1) setChosen((at + step + choices.length) % Math.max(1, choices.length))
    else if (step !== undefined) setChosen(Math.max(0, Math.min(last, at + step)))
    else if (event.key === 'Enter') run(choices[at], tabs && (event.ctrlKey || event.metaKey))
    else return
    event.preventDefault()
  }
  return (
    <>
      <div className={styles['field']}>
        <Icon name="search" />
        <input
          role="combobox"
          aria-label={label}
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={choices.length > 0 ? `${id}-${at}` : undefined}
          placeholder={placeholder}
          spellCheck={false}
          // It is opened to type into it.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          value={text}
          onChange={(event) => {
            onText(event.target.value)
            setChosen(0)
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div id={id} role="listbox" aria-label={label} aria-busy={busy} className={styles['list']}>
        {choices.map((choice, index) => (
          <Option
            key={choice.key}
            id={`${id}-${index}`}
            choice={choice}
            heads={choice.part !== undefined && choice.part !== choices[index - 1]?.part}
            chosen={index === at}
            onPoint={() => setChosen(index)}
            onRun={(inNewTab) => run(choice, tabs && inNewTab)}
          />
        ))}
      </div>
      {choices.length === 0 && <p className={styles['none']}>{none}</p>}
    </>
  )
}

type OptionProps = {
  readonly id: string
  readonly choice: Choice
  /** Whether the name of its part stands above it. */
  readonly heads: boolean
  readonly chosen: boolean
  readonly onPoint: () => void
  readonly onRun: (inNewTab: boolean) => void
}

function Option({ id, choice: { part, icon, title, aside }, heads, chosen, onPoint, onRun }: OptionProps) {
  return (
    <>
      {heads && (
        <span className={styles['part']} role="presentation">
          {part}
        </span>
      )}
      {/* The field takes the keys of the list. */}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events */}
      <div
        id={id}
        role="option"
        aria-selected={chosen}
        tabIndex={-1}
        ref={chosen ? (element) => element?.scrollIntoView({ block: 'nearest' }) : undefined}
        onPointerMove={onPoint}
        onClick={(event) => onRun(event.ctrlKey || event.metaKey)}
      >
        {icon !== undefined && <Icon name={icon} size={14} />}
        <span className={styles['title']}>{title}</span>
        {aside}
      </div>
    </>
  )
}

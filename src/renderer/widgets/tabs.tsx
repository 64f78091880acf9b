import { type KeyboardEvent, type ReactNode, useId } from 'react'
import { formatCount } from './format-numbers.ts'
import styles from './tabs.module.css'

type Tab<T> = { readonly id: T; readonly title: string; readonly count?: number }
type Props<T> = {
  readonly label: string
  readonly tabs: readonly Tab<T>[]
  readonly value: T
  readonly onChange: (id: T) => void
  /** The panel of the chosen tab. */
  readonly children: ReactNode
}

/** Tabs over one panel; arrows go from tab to tab. */
export function Tabs<T extends string>({ label, tabs, value, onChange, children }: Props<T>): ReactNode {
  const id = useId()
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    const at = tabs.findIndex((tab) => tab.id === value)
    const next = step === undefined ? undefined : tabs.at((at + step) % tabs.length)
    if (next === undefined) return
    event.preventDefault()
    onChange(next.id)
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${CSS.escape(next.id)}"]`)?.focus()
  }
  return (
    <>
      <div className={styles['tabs']} role="tablist" aria-label={label} tabIndex={-1} onKeyDown={onKeyDown}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${id}-${tab.id}`}
            data-tab={tab.id}
            aria-selected={tab.id === value}
            aria-controls={`${id}-panel`}
            tabIndex={tab.id === value ? 0 : -1}
            onClick={() => onChange(tab.id)}
          >
            {tab.title}
            {tab.count !== undefined && <span className={styles['count']}>{formatCount(tab.count)}</span>}
          </button>
        ))}
      </div>
      <div id={`${id}-panel`} className={styles['panel']} role="tabpanel" aria-labelledby={`${id}-${value}`}>
        {children}
      </div>
    </>
  )
}

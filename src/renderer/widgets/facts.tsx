import { type ReactNode, useId, useState } from 'react'
import { Button } from './button.tsx'
import styles from './facts.module.css'

type Fact = { readonly name: string; readonly value: ReactNode; readonly tip?: string }
/** A term of a result, in a sentence or two. */
export type Term = { readonly term: string; readonly says: string }

type Props = {
  readonly label: string
  readonly facts: readonly Fact[]
  /** What the table below says, term by term: opened on demand. */
  readonly guide: readonly Term[]
}

/** Figures that hold for a whole result, in a line, and how to read what stands below them. */
export function Facts({ label, facts, guide }: Props): ReactNode {
  const [open, setOpen] = useState(false)
  const id = useId()
  return (
    <>
      <div className={styles['line']}>
        <dl className={styles['facts']} aria-label={label}>
          {facts.map(({ name, value, tip }) => (
            <div key={name} data-tip={tip}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <Button kind="quiet" icon="help" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
          How to read this
        </Button>
      </div>
      {open && (
        // It scrolls, also by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div id={id} className={styles['guide']} role="group" aria-label="How to read this" tabIndex={0}>
          <dl>
            {guide.map(({ term, says }) => (
              <div key={term}>
                <dt>{term}</dt>
                <dd>{says}</dd>
              </div>
            ))}
          </dl>
        </div>
      )}
    </>
  )
}

import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Button, IconButton } from '../../widgets/button.tsx'
import styles from './act-bar.module.css'
import { step } from './session.ts'
import type { CardActs } from './use-review-keys.ts'

type Props = {
  readonly canAccept: boolean
  /** What accepting does here. */
  readonly accepts: 'Accept' | 'Keep' | 'Save'
  readonly canRefuse: boolean
  readonly isClosed: boolean
  readonly isFlagged: boolean
  readonly on: CardActs
}

/** What can be decided, each with its key, and the ways on and back. */
export function ActBar({ canAccept, accepts, canRefuse, isClosed, isFlagged, on }: Props): ReactNode {
  return (
    <div className={styles['bar']} role="toolbar" aria-label="Decide">
      <Button kind="primary" disabled={!canAccept} onClick={on.accept}>
        {accepts} <Key>A</Key>
      </Button>
      <Button disabled={isClosed} onClick={on.edit}>
        Edit <Key>E</Key>
      </Button>
      <Button disabled={!canRefuse} onClick={on.refuse}>
        Refuse <Key>R</Key>
      </Button>
      <Button disabled={isClosed} onClick={on.skip}>
        Skip <Key>S</Key>
      </Button>
      <Button disabled={isClosed} onClick={on.flag}>
        Flag{isFlagged && '…'} <Key>F</Key>
      </Button>
      <span className={styles['ways']}>
        <IconButton icon="arrow-up" label="Previous latent (K)" onClick={() => step(-1)} />
        <IconButton icon="arrow-down" label="Next latent (J)" onClick={() => step(1)} />
      </span>
    </div>
  )
}

const Key = ({ children }: { children: string }) => <kbd className={styles['key']}>{children}</kbd>

const longest = 400

type FlagProps = {
  readonly flag: string | null
  /** null takes the flag away. */
  readonly onFlag: (why: string | null) => void
  readonly onCancel: () => void
}

/** What a latent is flagged for. */
export function FlagForm({ flag, onFlag, onCancel }: FlagProps): ReactNode {
  const [why, setWhy] = useState(flag ?? '')
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const cameFrom = document.activeElement
    field.current?.select()
    return () => {
      if (cameFrom instanceof HTMLElement && cameFrom.isConnected) cameFrom.focus({ preventScroll: true })
    }
  }, [])
  const text = why.trim()
  return (
    <form
      className={styles['bar']}
      aria-label="Flag"
      onSubmit={(event) => {
        event.preventDefault()
        if (text !== '') onFlag(text)
      }}
    >
      <input
        ref={field}
        className={styles['why']}
        aria-label="What it is flagged for"
        placeholder="What for? “fires on two things”, “ask Mina” …"
        maxLength={longest}
        value={why}
        onChange={(event) => setWhy(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.preventDefault()
          onCancel()
        }}
      />
      <Button kind="primary" type="submit" disabled={text === ''}>
        Flag <Key>Enter</Key>
      </Button>
      {flag !== null && <Button onClick={() => onFlag(null)}>Take the flag away</Button>}
      <Button kind="quiet" onClick={onCancel}>
        Cancel <Key>Esc</Key>
      </Button>
    </form>
  )
}

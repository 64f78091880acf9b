import type { ReactNode } from 'react'
import { failureOf } from '../client/failure-of.ts'
import { Button } from '../widgets/button.tsx'
import { Icon } from '../widgets/icon.tsx'
import type { Draft } from './drafts.ts'
import styles from './editor.module.css'

type Props = {
  readonly draft: Draft<unknown> | undefined
  /** Said when nothing is to be saved and something was written before. */
  readonly saved: string
  readonly retry: () => void
}

/** Whether what was typed is saved: read out when it changes, with a way on when it failed. */
export function SaveState({ draft, saved, retry }: Props): ReactNode {
  if (draft?.state === 'failed') {
    const { message, hint } = failureOf(draft.error)
    return (
      <span className={styles['failed']} role="alert">
        <span data-tip={`${message} ${hint} What you wrote is kept on this machine.`}>
          <Icon name="warning" size={12} /> Not saved: {message}
        </span>
        <Button kind="quiet" onClick={retry}>
          Try again
        </Button>
      </span>
    )
  }
  return (
    <span className={styles['state']} role="status">
      {draft === undefined ? (
        saved !== '' && (
          <>
            <Icon name="check" size={12} /> {saved}
          </>
        )
      ) : (
        <>Saving…</>
      )}
    </span>
  )
}

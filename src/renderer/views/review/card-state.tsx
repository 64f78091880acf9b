import type { ReactNode } from 'react'
import { failureOf } from '../../client/failure-of.ts'
import { decidedAs, decisionNoun } from '../../client/review-acts.ts'
import { Button } from '../../widgets/button.tsx'
import { Icon } from '../../widgets/icon.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import styles from './card.module.css'
import type { FailedAct, Settled } from './queue-state.ts'

type Props = {
  readonly settled: Settled | undefined
  readonly isClosed: boolean
  readonly failed: FailedAct | undefined
  readonly retry: () => void
}

/** What became of a decision on this latent: that it stands, or that it was not saved. */
export function CardState({ settled, isClosed, failed, retry }: Props): ReactNode {
  if (failed !== undefined) {
    const { message, hint } = failureOf(failed.error)
    return (
      <div className={styles['failed']}>
        <Icon name="warning" size={14} />
        <p>
          Your {decisionNoun(failed.request.action)} was not saved. <PlainText text={`${message} ${hint}`} />
        </p>
        <Button onClick={retry}>Try again</Button>
      </div>
    )
  }
  if (settled === undefined)
    return isClosed ? <p className={styles['settled']}>Decided elsewhere: nothing waits here any more.</p> : null
  const { action, text } = settled
  return (
    <p className={styles['settled']}>
      <Icon name="check" size={14} />
      <span>
        {decidedAs(action)}
        {text !== null && (action === 'accept' || action === 'edit') && (
          <>
            : <PlainText text={text} />
          </>
        )}
        . <span className={styles['quiet']}>U takes the last decision back.</span>
      </span>
    </p>
  )
}

import { type ReactNode, useState } from 'react'
import { useEndpoints, useResumeRun } from '../client/model-queries.ts'
import { hostOf } from '../client/model-words.ts'
import { type BudgetDraft, budgetOf } from '../client/plan-figures.ts'
import { BudgetFields } from './budget-fields.tsx'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import styles from './dialog.module.css'
import { ErrorNote } from './empty-state.tsx'
import { PlainText } from './visible-parts.tsx'

type ResumeProps = { readonly run: number; readonly endpoint: string; readonly name: string; readonly onClose: () => void }

/** Goes on with a run that stopped, under a budget of its own: what was answered is not sent again. */
export function ResumeDialog({ run, endpoint, name, onClose }: ResumeProps): ReactNode {
  const { data: endpoints } = useEndpoints()
  const found = endpoints?.find((each) => each.name === endpoint)
  const [budget, setBudget] = useState<BudgetDraft>({ tokens: null, cost: null })
  const resume = useResumeRun()
  return (
    <Dialog title={`Resume ${name}`} open onClose={onClose}>
      <div className={styles['text']}>
        <p>
          What is left of it is sent
          {found !== undefined && (
            <>
              {' '}
              to <PlainText text={`${found.model} at ${hostOf(found.url)}`} />
              {found.local ? ', on this machine' : ': text leaves this machine'}
            </>
          )}
          . What was answered before is not sent again.
        </p>
        <BudgetFields currency={found?.price?.currency ?? null} budget={budget} onChange={setBudget} />
        <p className={styles['muted']}>A limit counts the whole run, what it has spent so far among it.</p>
        {resume.error !== null && <ErrorNote error={resume.error} />}
        <footer>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            disabled={resume.isPending}
            onClick={() => resume.mutate({ run, budget: budgetOf(budget) }, { onSuccess: onClose })}
          >
            {found === undefined ? 'Resume' : `Resume, at ${hostOf(found.url)}`}
          </Button>
        </footer>
      </div>
    </Dialog>
  )
}

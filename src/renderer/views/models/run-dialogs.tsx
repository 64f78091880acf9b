import { type ReactNode, useState } from 'react'
import { useEndpoints, useResumeRun, useWithdrawLabels } from '../../client/model-queries.ts'
import { hostOf } from '../../client/model-words.ts'
import { type BudgetDraft, budgetOf } from '../../client/plan-figures.ts'
import { BudgetFields } from '../../widgets/budget-fields.tsx'
import { Button } from '../../widgets/button.tsx'
import { Dialog } from '../../widgets/dialog.tsx'
import { ErrorNote } from '../../widgets/empty-state.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import styles from './models.module.css'

type ResumeProps = { readonly run: number; readonly endpoint: string; readonly name: string; readonly onClose: () => void }

/** Goes on with a run that stopped, under a budget of its own: what was answered is not sent again. */
export function ResumeDialog({ run, endpoint, name, onClose }: ResumeProps): ReactNode {
  const { data: endpoints } = useEndpoints()
  const found = endpoints?.find((each) => each.name === endpoint)
  const [budget, setBudget] = useState<BudgetDraft>({ tokens: null, cost: null })
  const resume = useResumeRun()
  return (
    <Dialog title={`Resume ${name}`} open onClose={onClose}>
      <div className={styles['dialog']}>
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

/** Says what goes and what stays before labels are withdrawn. */
export function UndoDialog({ run, onClose }: { run: number; onClose: () => void }): ReactNode {
  const undo = useWithdrawLabels()
  return (
    <Dialog title={`Withdraw the labels of run ${run}?`} open onClose={onClose}>
      <div className={styles['dialog']}>
        <p>
          Each latent that this run labelled gets back the label it had before, or none. Labels that a person changed since stay as
          they are, and the history keeps every version.
        </p>
        {undo.error !== null && <ErrorNote error={undo.error} />}
        <footer>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="danger" disabled={undo.isPending} onClick={() => undo.mutate(run, { onSuccess: onClose })}>
            Withdraw its labels
          </Button>
        </footer>
      </div>
    </Dialog>
  )
}

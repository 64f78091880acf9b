import { type ReactNode, useState } from 'react'
import type { CatalogueEntry, LensRequest } from '../../../contract/lenses.ts'
import { failureOf } from '../../client/failure-of.ts'
import { noteLensJob } from '../../client/lens-adding.ts'
import { useAddLens, useLensPlan } from '../../client/lens-queries.ts'
import { Button } from '../../widgets/button.tsx'
import { Dialog } from '../../widgets/dialog.tsx'
import { ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import { AddFields } from './add-fields.tsx'
import { emptyLensDraft, missingIn, requestOf } from './lens-draft.ts'
import styles from './lenses.module.css'
import { confirmWords, PlanPart } from './plan-part.tsx'

type Props = { readonly start: CatalogueEntry | 'own'; readonly onClose: () => void }

/** A lens of one's own, or of the catalogue: what it is made of, then the plan, and only then anything is fetched. */
export function AddDialog({ start, onClose }: Props): ReactNode {
  const entry = start === 'own' ? null : start
  const [draft, setDraft] = useState(emptyLensDraft)
  // Of the catalogue all is known but a reader that must be exported first.
  const [request, setRequest] = useState<LensRequest | null>(
    entry === null || entry.reader === null ? null : { catalogue: entry.name },
  )
  const [attempt, setAttempt] = useState(0)
  const { data: plan, error, refetch, isFetching } = useLensPlan(request, attempt)
  const add = useAddLens()
  const missing = missingIn(draft, entry)
  const stale = add.error !== null && failureOf(add.error).code === 'stale'

  const step = request === null ? 'What it is made of' : 'What would be done'

  const confirm = () => {
    if (request === null || plan === undefined) return
    add.mutate(
      { request, plan: plan.id },
      {
        onSuccess: (job) => {
          noteLensJob(job.id, request)
          onClose()
        },
        onError: (failed) => {
          if (failureOf(failed).code === 'stale') setAttempt((before) => before + 1)
        },
      },
    )
  }
  return (
    <Dialog title={entry === null ? 'Add a lens' : `Add ${entry.title}`} open wide onClose={onClose}>
      {/* It scrolls, also by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles['body']} role="group" aria-label={step} tabIndex={0}>
        {request === null ? (
          <AddFields draft={draft} entry={entry} onChange={setDraft} />
        ) : error !== null ? (
          <ErrorNote error={error} retry={refetch} />
        ) : plan === undefined ? (
          <Loading label="Looking at reader and SAE" />
        ) : (
          <>
            {stale && (
              <p className={styles['check']} data-passed="false" role="alert">
                Reader or SAE have changed since the plan was shown, so nothing was done. This is the plan now.
              </p>
            )}
            <PlanPart plan={plan} />
            {add.error !== null && !stale && <ErrorNote error={add.error} />}
          </>
        )}
      </div>
      <footer className={styles['foot']}>
        {request === null && missing !== null && <span className={styles['muted']}>{missing}</span>}
        {request !== null && (entry === null || entry.reader === null) && (
          <Button icon="arrow-left" onClick={() => setRequest(null)}>
            Back
          </Button>
        )}
        <span className={styles['acts']}>
          <Button onClick={onClose}>Cancel</Button>
          {request === null ? (
            <Button kind="primary" disabled={missing !== null} onClick={() => setRequest(requestOf(draft, entry))}>
              Show the plan
            </Button>
          ) : (
            <Button kind="primary" disabled={plan === undefined || isFetching || add.isPending || !fits(plan)} onClick={confirm}>
              {plan === undefined ? 'Add' : confirmWords(plan)}
            </Button>
          )}
        </span>
      </footer>
    </Dialog>
  )
}

/** Whether the disk has room. */
const fits = ({ missing, free }: { readonly missing: number; readonly free: number | null }): boolean =>
  free === null || missing <= free

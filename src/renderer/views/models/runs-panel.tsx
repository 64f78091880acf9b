import { type ReactNode, useState } from 'react'
import type { ModelRunSummary } from '../../../contract/model-requests.ts'
import { useJobs } from '../../client/changes.ts'
import { useAbandonRun, useEndpoints, useModelRuns } from '../../client/model-queries.ts'
import { counted, formatMoney, kindTitles, resultWords } from '../../client/model-words.ts'
import { notify, notifyError } from '../../client/notices.ts'
import { Button } from '../../widgets/button.tsx'
import { EmptyState, ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import { formatDuration, formatWhen } from '../../widgets/format-numbers.ts'
import { Icon, type IconName } from '../../widgets/icon.tsx'
import { Section } from '../../widgets/panel.tsx'
import { ResumeDialog } from '../../widgets/resume-dialog.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import { LedgerTable } from './ledger-table.tsx'
import styles from './models.module.css'
import { UndoDialog } from './undo-dialog.tsx'

const states: Readonly<Record<ModelRunSummary['state'], { readonly words: string; readonly icon: IconName }>> = {
  running: { words: 'under way', icon: 'jobs' },
  stopped: { words: 'stopped', icon: 'warning' },
  done: { words: 'done', icon: 'check' },
  abandoned: { words: 'given up', icon: 'close' },
}

/** Every run of this project with what came of it, and what was spent. */
export function RunsPanel(): ReactNode {
  const { data: runs, error, refetch } = useModelRuns()
  if (error !== null) return <ErrorNote error={error} retry={refetch} />
  if (runs === undefined) return <Loading label="Loading runs" />
  if (runs.length === 0)
    return (
      <EmptyState title="No language model was asked here yet">
        Label or score latents from the latent table, or check an endpoint: each run is listed here with what came of it, and what
        it cost.
      </EmptyState>
    )
  return (
    // It scrolls, also by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles['page']} role="region" aria-label="Runs and costs" tabIndex={0}>
      <Section title="Spent in all runs">
        <LedgerTable run={null} />
      </Section>
      <Section title="Runs" aside={counted(runs.length, 'run')}>
        <ul className={styles['cards']}>
          {runs.map((run) => (
            <RunCard key={run.run} run={run} />
          ))}
        </ul>
      </Section>
    </div>
  )
}

type Open = 'resume' | 'undo' | null

function RunCard({
  run: { run, kind, endpoint, model, state, reason, budget, startedAt, endedAt, result },
}: {
  run: ModelRunSummary
}) {
  const [open, setOpen] = useState<Open>(null)
  const [ledger, setLedger] = useState(false)
  const { data: endpoints } = useEndpoints()
  const currency = endpoints?.find(({ name: known }) => known === endpoint)?.price?.currency ?? null
  const abandon = useAbandonRun()
  // A run whose program ended with it is still said to be under way: no job carries it out.
  const busy = useJobs(({ jobs }) =>
    jobs.some((job) => job.kind === 'model' && (job.state === 'running' || job.state === 'queued')),
  )
  const left = state === 'stopped' || (state === 'running' && !busy)
  const shown = states[left ? 'stopped' : state]
  const name = `run ${run}: ${kindTitles[kind]}`
  const giveUp = () =>
    abandon.mutate(run, {
      onSuccess: () => notify({ text: `Given up: ${name}. What was answered is kept, and costs nothing when asked again.` }),
      onError: notifyError,
    })
  return (
    <li className={styles['card']} aria-label={`Run ${run}`} data-state={left ? 'stopped' : state}>
      <div className={styles['about']}>
        <h4>
          <Icon name={shown.icon} size={14} />
          {run}. {kindTitles[kind]}
          <span className={styles['state']}>{shown.words}</span>
        </h4>
        <p className={styles['muted']}>
          <PlainText text={`${endpoint}: ${model}`} /> · {formatWhen(startedAt)}
          {state === 'done' && endedAt !== null && ` · took ${formatDuration(secondsBetween(startedAt, endedAt))}`}
          {budgetWords(budget, currency)}
        </p>
        <Told state={state} left={left} reason={reason} result={result} />
        {ledger && <LedgerTable run={run} />}
      </div>
      <div className={styles['acts']}>
        {left && (
          <>
            <Button kind="primary" aria-label={`Resume ${name}`} disabled={busy} onClick={() => setOpen('resume')}>
              Resume…
            </Button>
            <Button kind="quiet" aria-label={`Give up ${name}`} disabled={busy || abandon.isPending} onClick={giveUp}>
              Give up
            </Button>
          </>
        )}
        {kind === 'label' && state !== 'running' && (
          <Button icon="undo" aria-label={`Withdraw labels of ${name}`} onClick={() => setOpen('undo')}>
            Withdraw labels…
          </Button>
        )}
        <Button
          kind="quiet"
          icon={ledger ? 'chevron-down' : 'chevron-right'}
          aria-expanded={ledger}
          aria-label={`Costs of ${name}`}
          onClick={() => setLedger(!ledger)}
        >
          Costs
        </Button>
      </div>
      {open === 'resume' && <ResumeDialog run={run} endpoint={endpoint} name={name} onClose={() => setOpen(null)} />}
      {open === 'undo' && <UndoDialog run={run} onClose={() => setOpen(null)} />}
    </li>
  )
}

/** What came of a run, or why nothing did. */
function Told({ state, left, reason, result }: Pick<ModelRunSummary, 'state' | 'reason' | 'result'> & { left: boolean }) {
  if (left)
    return (
      <p className={styles['why']}>
        <PlainText text={reason ?? 'Etalon ended while it was under way.'} /> What was answered is kept: resumed, it is not paid
        again.
      </p>
    )
  const words = state === 'running' ? 'Its progress is in the bar below.' : resultWords(result)
  return words === '' ? null : (
    <p>
      <PlainText text={words} />
    </p>
  )
}

/** What ends a run early; nothing without a limit. */
function budgetWords({ tokens, cost }: ModelRunSummary['budget'], currency: string | null): string {
  const limits = [
    ...(tokens === undefined ? [] : [counted(tokens, 'token')]),
    ...(cost === undefined ? [] : [formatMoney(cost, currency)]),
  ]
  return limits.length === 0 ? '' : ` · limit ${limits.join(', ')}`
}

const secondsBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1000

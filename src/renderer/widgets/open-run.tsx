import { type ReactNode, useState } from 'react'
import type { ModelRunSummary } from '../../contract/model-requests.ts'
import { useJobs } from '../client/changes.ts'
import { useJobActs } from '../client/job-acts.ts'
import { kindTitles } from '../client/model-words.ts'
import { Button } from './button.tsx'
import { formatCount, formatWhen } from './format-numbers.ts'
import { Icon } from './icon.tsx'
import { ProgressBar } from './progress-bar.tsx'
import { progressText } from './progress-text.ts'
import { ResumeDialog } from './resume-dialog.tsx'
import styles from './run-notes.module.css'
import { PlainText } from './visible-parts.tsx'

/** A run of a language model that has not ended, in a line: how far it is, or why it stopped and how to go on. */
export function OpenRun({ run }: { run: ModelRunSummary }): ReactNode {
  return run.state === 'running' ? <UnderWay run={run} /> : <Stopped run={run} />
}

function UnderWay({ run: { run, job: id, kind, endpoint, model } }: { run: ModelRunSummary }) {
  const job = useJobs(({ jobs }) => jobs.find((each) => each.id === id))
  const { cancel } = useJobActs()
  const progress = job?.progress ?? null
  const share = progress?.total == null || progress.total === 0 ? null : progress.done / progress.total
  return (
    <div className={styles['open']} role="group" aria-label={`Run ${run}`}>
      <span className={styles['bar']}>
        <ProgressBar share={share} label={kindTitles[kind]} />
      </span>
      <span>
        {job?.state === 'queued' ? 'Waits for its turn' : progress === null ? 'Begins' : progressText(progress)}
        {progress !== null && progress.done > 0 && (
          <>
            {' · '}
            {formatCount(progress.done)}
            {progress.total !== null && ` of ${formatCount(progress.total)}`} {progress.unit}
          </>
        )}
        {' · '}
        <PlainText text={`${endpoint}: ${model}`} />
      </span>
      {job !== undefined && <Button onClick={() => cancel(job.id)}>Stop</Button>}
    </div>
  )
}

function Stopped({ run: { run, kind, endpoint, reason, startedAt } }: { run: ModelRunSummary }) {
  const [open, setOpen] = useState(false)
  const name = `run ${run}: ${kindTitles[kind]}`
  return (
    <div className={styles['stale']} role="group" aria-label={`Run ${run}`}>
      <Icon name="warning" size={14} />
      <span>
        <strong>Stopped.</strong> Begun {formatWhen(startedAt)} with <PlainText text={endpoint} />.{' '}
        <PlainText text={reason ?? 'Etalon ended while it was under way.'} /> What was answered is kept: resumed, it is not paid
        again.
      </span>
      <Button aria-label={`Resume ${name}`} onClick={() => setOpen(true)}>
        Resume…
      </Button>
      {open && <ResumeDialog run={run} endpoint={endpoint} name={name} onClose={() => setOpen(false)} />}
    </div>
  )
}

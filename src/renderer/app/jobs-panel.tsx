import type { ReactNode } from 'react'
import type { Job } from '../../contract/jobs.ts'
import { useJobs } from '../client/changes.ts'
import { notifyError } from '../client/notices.ts'
import { modelOutcome } from '../client/model-words.ts'
import { useCancelJob } from '../client/project-queries.ts'
import { Button, IconButton } from '../widgets/button.tsx'
import { formatCount, formatWhen } from '../widgets/format-numbers.ts'
import { Icon, type IconName } from '../widgets/icon.tsx'
import { ProgressBar } from '../widgets/progress-bar.tsx'
import { progressText } from '../widgets/progress-text.ts'
import { PlainText } from '../widgets/visible-parts.tsx'
import styles from './jobs-panel.module.css'

const icons: Readonly<Record<Job['state'], IconName>> = {
  queued: 'clock',
  running: 'jobs',
  done: 'check',
  failed: 'warning',
  cancelled: 'close',
}

/** Every job of this project since it was opened, the latest first. */
export function JobsPanel({ onClose }: { onClose: () => void }): ReactNode {
  const jobs = useJobs((state) => state.jobs)
  return (
    <section className={styles['panel']} aria-label="Jobs">
      <header>
        <h2>Jobs</h2>
        <IconButton icon="close" label="Close the jobs panel" onClick={onClose} />
      </header>
      {jobs.length === 0 && <p className={styles['none']}>No job has run since the project was opened.</p>}
      <ul>
        {jobs.map((job) => (
          <JobItem key={job.id} job={job} />
        ))}
      </ul>
    </section>
  )
}

function JobItem({ job }: { job: Job }) {
  const { id, title, state, progress, failure, createdAt, finishedAt, result } = job
  const outcome = modelOutcome(result)
  const cancel = useCancelJob()
  const share = progress?.total == null || progress.total === 0 ? null : progress.done / progress.total
  const open = state === 'running' || state === 'queued'
  return (
    <li data-state={state}>
      <Icon name={icons[state]} />
      <div className={styles['job']}>
        <p className={styles['title']}>
          <PlainText text={title} />
          <span>{open ? state : `${state}, ${formatWhen(finishedAt ?? createdAt)}`}</span>
        </p>
        {state === 'running' && (
          <>
            <ProgressBar share={share} label={title} />
            {progress !== null && (
              <p className={styles['doing']}>
                {progressText(progress)}
                {progress.total !== null && ` · ${formatCount(progress.done)} / ${formatCount(progress.total)} ${progress.unit}`}
              </p>
            )}
          </>
        )}
        {failure !== null && (
          <p className={styles['failure']}>
            <PlainText text={`${failure.message} ${failure.hint}`} />
          </p>
        )}
        {outcome !== null && (
          <p className={styles['doing']}>
            <PlainText text={outcome.stopped ?? outcome.words} />
          </p>
        )}
        {state === 'cancelled' && <p className={styles['doing']}>What was done is kept; starting it again goes on from there.</p>}
      </div>
      {open && <Button onClick={() => cancel.mutate(id, { onError: notifyError })}>Stop</Button>}
    </li>
  )
}

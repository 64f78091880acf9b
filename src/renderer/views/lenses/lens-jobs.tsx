import type { ReactNode } from 'react'
import type { Job } from '../../../contract/jobs.ts'
import { api } from '../../client/api.ts'
import { useJobs } from '../../client/changes.ts'
import { useJobActs } from '../../client/job-acts.ts'
import { noteLensJob, putAwayLensJob, useLensesAdding } from '../../client/lens-adding.ts'
import { notifyError } from '../../client/notices.ts'
import { Button } from '../../widgets/button.tsx'
import { formatBytes, formatCount } from '../../widgets/format-numbers.ts'
import { Icon } from '../../widgets/icon.tsx'
import { ProgressBar } from '../../widgets/progress-bar.tsx'
import { progressText } from '../../widgets/progress-text.ts'
import { PlainText } from '../../widgets/visible-parts.tsx'
import styles from './lenses.module.css'

const shown: readonly Job['state'][] = ['queued', 'running', 'failed', 'cancelled']

/** Lenses that are being added or checked, and those whose adding failed or was stopped, until they are put away. */
export function LensJobs(): ReactNode {
  const jobs = useJobs((state) => state.jobs)
  const seen = useLensesAdding((state) => state.seen)
  const open = jobs.filter(({ id, kind, state }) => kind === 'lens' && shown.includes(state) && !seen.has(id))
  if (open.length === 0) return null
  return (
    <ul className={styles['jobs']} aria-label="Lenses being added or checked">
      {open.map((job) => (
        <LensJob key={job.id} job={job} />
      ))}
    </ul>
  )
}

function LensJob({ job }: { job: Job }) {
  const { id, title, state, progress, failure } = job
  const asked = useLensesAdding((all) => all.asked.get(id))
  const { cancel, resume } = useJobActs()
  const going = state === 'running' || state === 'queued'
  const again = () => {
    putAwayLensJob(id)
    resume(id)
  }
  /** The lens is here by now: its plan holds no download, and needs none confirmed. */
  const addAnyway = async () => {
    if (asked === undefined) return
    try {
      const plan = await api.lenses.plan.query({ request: asked })
      const added = await api.lenses.add.mutate({ request: asked, plan: plan.id, anyway: true })
      noteLensJob(added.id, asked)
      putAwayLensJob(id)
    } catch (error) {
      notifyError(error)
    }
  }
  return (
    <li data-state={state}>
      <div>
        <p className={styles['job']}>
          <Icon name={state === 'failed' ? 'warning' : 'jobs'} size={14} />
          <strong>
            <PlainText text={title} />
          </strong>
          {state === 'cancelled' && 'stopped: what was downloaded is kept'}
          {state === 'queued' && 'waits for another'}
        </p>
        {state === 'running' && progress !== null && (
          <>
            <ProgressBar share={progress.total === null ? null : progress.done / Math.max(1, progress.total)} label={title} />
            <p className={styles['muted']}>
              <PlainText text={progressText(progress)} />
              {progress.total !== null && ` · ${amount(progress.done, progress.unit)} of ${amount(progress.total, progress.unit)}`}
            </p>
          </>
        )}
        {failure !== null && (
          <p role="alert">
            <PlainText text={failure.message} />
          </p>
        )}
        {failure !== null && failure.code !== 'lens-invalid' && (
          <p className={styles['muted']}>
            <PlainText text={failure.hint} />
          </p>
        )}
      </div>
      <div className={styles['acts']}>
        {going && <Button onClick={() => cancel(id)}>Stop</Button>}
        {failure?.code === 'lens-invalid' && asked !== undefined && <Button onClick={() => void addAnyway()}>Add it anyway</Button>}
        {!going && job.again && failure?.code !== 'lens-invalid' && (
          <Button icon="refresh" onClick={again}>
            Go on
          </Button>
        )}
        {!going && (
          <Button kind="quiet" icon="close" aria-label={`Put away: ${title}`} onClick={() => putAwayLensJob(id)}>
            Put away
          </Button>
        )}
      </div>
    </li>
  )
}

const amount = (value: number, unit: string): string => (unit === 'bytes' ? formatBytes(value) : `${formatCount(value)} ${unit}`)

import { type ReactNode, useId, useState } from 'react'
import type { Job } from '../../contract/jobs.ts'
import { useJobActs, useJobLog } from '../client/job-acts.ts'
import { jobOutcome, secondsOf, shareOf, stateWords } from '../client/job-words.ts'
import { modelOutcome } from '../client/model-words.ts'
import { workbench } from '../client/workbench.ts'
import { Button } from '../widgets/button.tsx'
import { formatCount, formatDuration, formatWhen } from '../widgets/format-numbers.ts'
import { Icon, type IconName } from '../widgets/icon.tsx'
import { ProgressBar } from '../widgets/progress-bar.tsx'
import { progressText } from '../widgets/progress-text.ts'
import { PlainText } from '../widgets/visible-parts.tsx'
import { visibleText } from '../widgets/visible-text.ts'
import styles from './jobs-panel.module.css'

const icons: Readonly<Record<Job['state'], IconName>> = {
  queued: 'clock',
  running: 'jobs',
  paused: 'pause',
  done: 'check',
  failed: 'warning',
  cancelled: 'close',
}

/** A job: what it does, how far it is, what came of it, what can be done about it, and its log when it is opened. */
export function JobItem({ job }: { job: Job }): ReactNode {
  const { title, state, progress, lines } = job
  const [open, setOpen] = useState(false)
  const id = useId()
  return (
    <li data-state={state}>
      <Icon name={icons[state]} />
      <div className={styles['job']}>
        <p className={styles['title']}>
          <PlainText text={title} />
          <span>
            {stateWords[state]}
            <When job={job} />
          </span>
        </p>
        {(state === 'running' || state === 'paused') && progress !== null && (
          <>
            <ProgressBar share={shareOf(job)} label={visibleText(title)} />
            <p className={styles['doing']}>
              {state === 'running' ? progressText(progress) : progress.doing}
              {` · ${formatCount(progress.done)}`}
              {progress.total !== null && ` / ${formatCount(progress.total)}`} {progress.unit}
            </p>
          </>
        )}
        <Outcome job={job} />
        {open && <Log job={job} id={id} />}
      </div>
      <div className={styles['acts']}>
        <Acts job={job} />
        <Button
          kind="quiet"
          icon={open ? 'chevron-down' : 'chevron-right'}
          aria-expanded={open}
          aria-controls={open ? id : undefined}
          aria-label={`Log: ${visibleText(title)}`}
          disabled={lines === 0}
          onClick={() => setOpen(!open)}
        >
          Log
        </Button>
      </div>
    </li>
  )
}

function When({ job }: { job: Job }) {
  const { state, createdAt, finishedAt } = job
  if (state === 'running' || state === 'queued') return null
  const seconds = state === 'done' ? secondsOf(job, Date.now()) : null
  return `, ${formatWhen(finishedAt ?? createdAt)}${seconds === null ? '' : `, took ${formatDuration(seconds)}`}`
}

function Outcome({ job }: { job: Job }) {
  const { state, failure, result, pausable } = job
  const ofModel = modelOutcome(result)
  const words = ofModel === null ? jobOutcome(job) : (ofModel.stopped ?? ofModel.words)
  return (
    <>
      {failure !== null && (
        <p className={styles['failure']}>
          <PlainText text={`${failure.message} ${failure.hint}`} />
        </p>
      )}
      {words !== '' && (
        <p className={styles['doing']}>
          <PlainText text={words} />
        </p>
      )}
      {state === 'paused' && <p className={styles['doing']}>What was done is kept, also when Etalon is closed.</p>}
      {state === 'cancelled' && (
        <p className={styles['doing']}>
          {pausable ? 'What was done is kept; started again it goes on from there.' : 'Stopped before its end.'}
        </p>
      )}
    </>
  )
}

function Acts({ job: { id, kind, title, state, pausable, again } }: { job: Job }) {
  const { cancel, pause, resume } = useJobActs()
  const of = visibleText(title)
  const isOpen = state === 'running' || state === 'queued'
  return (
    <>
      {isOpen && pausable && (
        <Button icon="pause" aria-label={`Pause: ${of}`} onClick={() => pause(id)}>
          Pause
        </Button>
      )}
      {state === 'paused' && (
        <Button kind="primary" icon="play" aria-label={`Go on: ${of}`} onClick={() => resume(id)}>
          Go on
        </Button>
      )}
      {(state === 'failed' || state === 'cancelled') && again && (
        <Button icon="refresh" aria-label={`${pausable ? 'Go on' : 'Run again'}: ${of}`} onClick={() => resume(id)}>
          {pausable ? 'Go on' : 'Run again'}
        </Button>
      )}
      {(state === 'failed' || state === 'cancelled') && kind === 'model' && (
        <Button icon="models" onClick={() => workbench.getState().show('models')}>
          Show runs
        </Button>
      )}
      {(isOpen || state === 'paused') && (
        <Button aria-label={`Stop: ${of}`} onClick={() => cancel(id)}>
          Stop
        </Button>
      )}
    </>
  )
}

function Log({ job, id }: { job: Job; id: string }) {
  const log = useJobLog(job)
  return (
    // It scrolls, also by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <ol id={id} className={styles['log']} aria-label={`Log: ${visibleText(job.title)}`} tabIndex={0} ref={toEnd}>
      {job.lines > log.length && <li>{formatCount(job.lines - log.length)} earlier lines are not kept.</li>}
      {log.map(({ at, text, warning }, index) => (
        <li key={index} data-warning={warning}>
          <time dateTime={at}>{at.slice(11, 19)}</time>
          {warning && <Icon name="warning" size={12} />}
          <span>
            {warning && <span className="unseen">Warning: </span>}
            <PlainText text={text} />
          </span>
        </li>
      ))}
    </ol>
  )
}

/** The last lines are in sight. */
function toEnd(list: HTMLOListElement | null): void {
  if (list !== null) list.scrollTop = list.scrollHeight
}

import { Failure } from '../../contract/failure.ts'
import type { Job } from '../../contract/jobs.ts'
import type { Engine } from '../engine/engine.ts'

/** Follows a job to its end, telling its progress; its result, or its failure thrown. An interrupt cancels it. */
export async function awaitJob(engine: Engine, started: Job, tell: (line: string) => void): Promise<unknown> {
  const watching = new AbortController()
  const cancel = () => void engine.operations.jobs.cancel({ id: started.id })
  process.once('SIGINT', cancel)
  process.once('SIGTERM', cancel)
  try {
    for await (const event of engine.operations.jobs.changes(watching.signal)) {
      if (event.kind !== 'jobs') continue
      const job = event.jobs.find((each) => each.id === started.id)
      if (job === undefined) continue
      if (job.progress !== null && job.state === 'running') tell(progressLine(job))
      if (job.state === 'done') return job.result
      if (job.state === 'cancelled')
        throw new Failure('cancelled', `Cancelled: ${job.title}.`, 'Run the same command again to go on where it stopped.')
      if (job.state === 'failed') throw failureOf(job)
    }
    throw new Error('the subscription ended before the job')
  } finally {
    watching.abort()
    process.off('SIGINT', cancel)
    process.off('SIGTERM', cancel)
  }
}

function failureOf(job: Job): Error {
  const { failure } = job
  return failure === null ? new Error(`the job "${job.title}" failed`) : new Failure(failure.code, failure.message, failure.hint)
}

function progressLine({ progress }: Job): string {
  if (progress === null) return ''
  const of = progress.total === null ? '' : ` of ${progress.total.toLocaleString('en-US')}`
  const rate = progress.rate === null ? '' : `, ${Math.round(progress.rate).toLocaleString('en-US')} ${progress.unit}/s`
  const remaining = progress.remaining === null ? '' : `, ${durationText(progress.remaining)} left`
  return `${progress.doing}: ${progress.done.toLocaleString('en-US')}${of} ${progress.unit}${rate}${remaining}`
}

export function durationText(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
  return `${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min`
}

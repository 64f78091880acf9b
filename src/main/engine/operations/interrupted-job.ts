import type { Job } from '../../../contract/jobs.ts'
import { listJobs } from '../store/jobs.ts'
import { isWrittenTo } from '../store/writer-lock.ts'
import type { ProjectReading } from './project-reading.ts'

/** A job whose process ended before it did: what it committed is kept, and starting it again goes on from there. */
export function interrupted(job: Job): Job {
  const failure = {
    code: 'cancelled',
    message: 'Etalon ended while this was running.',
    hint: 'Start it again: it goes on where it stopped.',
  } as const
  return { ...job, state: 'failed', failure, finishedAt: new Date().toISOString() }
}

/** The newest jobs, the newest first. Those that a program left when it ended are as the next writer will write them down. */
export function storedJobs(project: ProjectReading): readonly Job[] {
  if (project.dbIfAny === null) return []
  const jobs = listJobs(project.db)
  const isOpen = ({ state }: Job) => state === 'running' || state === 'queued'
  if (!jobs.some(isOpen) || isWrittenTo(project.storeFolder)) return jobs
  return jobs.map((job) => (isOpen(job) ? interrupted(job) : job))
}

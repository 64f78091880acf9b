import type { FailureValue } from '../../../contract/failure.ts'
import { type Job, jobAbilities, type JobKind, type JobLine, type JobProgress, type JobState } from '../../../contract/jobs.ts'
import { prepare, type Connection } from './connection.ts'
import { write } from './write.ts'

type JobRow = {
  readonly job: number
  readonly kind: JobKind
  readonly title: string
  readonly state: JobState
  readonly progress: string | null
  readonly failure: string | null
  readonly result: string | null
  readonly created_at: string
  readonly started_at: string | null
  readonly finished_at: string | null
  readonly lines: number
}

/** Without the log, which is read when it is looked at. */
const jobColumns = 'job, kind, title, state, progress, failure, result, created_at, started_at, finished_at, lines'

/** Writes down that something was asked for; gives the job's number. `request` is all that is needed to do it again. */
export function createJob(db: Connection, kind: JobKind, request: unknown, title = ''): number {
  return write(db, () => {
    const { lastInsertRowid } = prepare(
      db,
      "INSERT INTO jobs (kind, title, request, state, created_at) VALUES (?, ?, ?, 'queued', ?)",
    ).run(kind, title, JSON.stringify(request ?? null), new Date().toISOString())
    return Number(lastInsertRowid)
  })
}

/** Writes down how a job now stands, and its log (absent: as it is). */
export function updateJob(db: Connection, job: Job, log?: readonly JobLine[]): void {
  write(db, () => {
    const { changes } = prepare(
      db,
      `UPDATE jobs
       SET title = ?, state = ?, progress = ?, failure = ?, result = ?, started_at = ?, finished_at = ?, lines = ?, log = coalesce(?, log)
       WHERE job = ?`,
    ).run(
      job.title,
      job.state,
      textOrNull(job.progress),
      textOrNull(job.failure),
      textOrNull(job.result),
      job.startedAt,
      job.finishedAt,
      job.lines,
      textOrNull(log),
      job.id,
    )
    if (changes !== 1) throw new Error(`there is no job ${job.id}`)
  })
}

/** The newest jobs, the newest first. */
export function listJobs(db: Connection, limit = 20): readonly Job[] {
  return prepare<JobRow>(db, `SELECT ${jobColumns} FROM jobs ORDER BY job DESC LIMIT ?`).all(limit).map(toJob)
}

/** What was asked for, to do it again, and the last lines of its log. Null where there is no such job. */
export function jobRecord(
  db: Connection,
  id: number,
): { readonly job: Job; readonly request: unknown; readonly log: readonly JobLine[] } | null {
  const row = prepare<JobRow & { readonly request: string; readonly log: string }>(
    db,
    `SELECT ${jobColumns}, request, log FROM jobs WHERE job = ?`,
  ).get(id)
  if (row === undefined) return null
  return { job: toJob(row), request: JSON.parse(row.request) as unknown, log: JSON.parse(row.log) as readonly JobLine[] }
}

/**
 * Jobs that were queued or running when their process ended, the oldest first, with what was asked.
 *
 * Right only before this process has made jobs of its own.
 */
export function interruptedJobs(db: Connection): readonly { readonly job: Job; readonly request: unknown }[] {
  return prepare<JobRow & { readonly request: string }>(
    db,
    `SELECT ${jobColumns}, request FROM jobs WHERE state IN ('queued', 'running') ORDER BY job`,
  )
    .all()
    .map((row) => ({ job: toJob(row), request: JSON.parse(row.request) as unknown }))
}

/** Numbers of jobs that are queued or running; of a process that was killed too, until another writes to the store. */
export function jobsUnderWay(db: Connection): ReadonlySet<number> {
  return new Set(prepare<number>(db, "SELECT job FROM jobs WHERE state IN ('queued', 'running')", 'first-column').all())
}

function textOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value)
}

function toJob(row: JobRow): Job {
  return {
    id: row.job,
    kind: row.kind,
    title: row.title,
    state: row.state,
    progress: row.progress === null ? null : (JSON.parse(row.progress) as JobProgress),
    failure: row.failure === null ? null : (JSON.parse(row.failure) as FailureValue),
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    ...jobAbilities[row.kind],
    lines: row.lines,
    result: row.result === null ? null : (JSON.parse(row.result) as unknown),
  }
}

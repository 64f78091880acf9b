import { failureIn, type FailureValue } from '../../../contract/failure.ts'
import type { Job, JobKind, JobProgress } from '../../../contract/jobs.ts'
import { RateMeter } from './rate-meter.ts'

/** What a running job is given. */
export type JobControl = {
  readonly signal: AbortSignal
  /** Of `total` in `unit`; `weight` is what rate and remaining time go by where it differs from `done` (characters, say). */
  progress(now: { doing: string; done: number; total: number | null; unit: string; weight?: { done: number; total: number } }): void
}

/** Where jobs are written down, so that they outlive the window and the process. */
export type JobLog = {
  create(kind: JobKind, title: string, request: unknown): number
  update(job: Job): void
}

type Entry = { job: Job; readonly abort: AbortController; readonly run: (control: JobControl) => Promise<unknown> }

const snapshotEvery = 100
const keptFinished = 20

/** Runs jobs one at a time, in the order they came, and tells of them at most ten times a second. */
export class JobQueue {
  readonly #log: JobLog
  readonly #tell: (jobs: readonly Job[]) => void
  readonly #logBug: (error: unknown) => void
  readonly #entries: Entry[] = []
  #running: Promise<void> | null = null
  #timer: NodeJS.Timeout | null = null
  #closed = false

  constructor(log: JobLog, tell: (jobs: readonly Job[]) => void, logBug: (error: unknown) => void) {
    this.#log = log
    this.#tell = tell
    this.#logBug = logBug
  }

  get jobs(): readonly Job[] {
    return this.#entries.map((entry) => entry.job)
  }

  enqueue(kind: JobKind, title: string, request: unknown, run: Entry['run']): Job {
    const id = this.#log.create(kind, title, request)
    const createdAt = new Date().toISOString()
    const job: Job = { id, kind, title, state: 'queued', progress: null, failure: null, createdAt, finishedAt: null, result: null }
    this.#entries.push({ job, abort: new AbortController(), run })
    this.#tellNow()
    this.#running ??= this.#work()
    return job
  }

  cancel(id: number): void {
    const entry = this.#entries.find((each) => each.job.id === id)
    if (entry === undefined || isFinished(entry.job)) return
    entry.abort.abort()
    if (entry.job.state === 'queued') this.#finish(entry, 'cancelled', null, null)
  }

  /** Cancels what runs and waits until it has stopped; nothing committed is lost. */
  async close(): Promise<void> {
    this.#closed = true
    for (const entry of this.#entries) this.cancel(entry.job.id)
    await this.#running
    if (this.#timer !== null) clearTimeout(this.#timer)
  }

  async #work(): Promise<void> {
    // The caller gets its job before the work begins.
    await new Promise((resolve) => setImmediate(resolve))
    for (let entry = this.#next(); entry !== undefined; entry = this.#next()) await this.#run(entry)
    this.#running = null
  }

  #next(): Entry | undefined {
    return this.#closed ? undefined : this.#entries.find((each) => each.job.state === 'queued')
  }

  async #run(entry: Entry): Promise<void> {
    this.#change(entry, { state: 'running' })
    this.#tellNow()
    let meter = new RateMeter()
    let doing = ''
    const control: JobControl = {
      signal: entry.abort.signal,
      progress: ({ weight, ...now }) => {
        if (now.doing !== doing) meter = new RateMeter()
        doing = now.doing
        const { done, total } = weight ?? now
        meter.add(done, performance.now())
        const share = now.total !== null && total !== null && total > 0 ? now.total / total : 1
        const rate = meter.rate === null ? null : meter.rate * share
        const progress: JobProgress = { ...now, rate, remaining: total === null ? null : meter.remaining(total) }
        entry.job = { ...entry.job, progress }
        this.#tellSoon()
      },
    }
    try {
      const result = await entry.run(control)
      this.#finish(entry, 'done', null, result)
    } catch (error) {
      const failure = failureIn(error)
      if (entry.abort.signal.aborted) this.#finish(entry, 'cancelled', null, null)
      else if (failure !== null) this.#finish(entry, 'failed', failure, null)
      else {
        this.#logBug(error)
        this.#finish(
          entry,
          'failed',
          {
            code: 'internal',
            message: 'Something went wrong inside Etalon.',
            hint: 'Start it again: it goes on where it stopped.',
          },
          null,
        )
      }
    }
  }

  #finish(entry: Entry, state: Job['state'], failure: FailureValue | null, result: unknown): void {
    this.#change(entry, { state, failure, result, finishedAt: new Date().toISOString() })
    const finished = this.#entries.filter((each) => isFinished(each.job))
    for (const old of finished.slice(0, Math.max(0, finished.length - keptFinished)))
      this.#entries.splice(this.#entries.indexOf(old), 1)
    this.#tellNow()
  }

  #change(entry: Entry, changes: Partial<Job>): void {
    entry.job = { ...entry.job, ...changes }
    this.#log.update(entry.job)
  }

  #tellSoon(): void {
    this.#timer ??= setTimeout(() => this.#tellNow(), snapshotEvery)
  }

  #tellNow(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#tell(this.jobs)
  }
}

function isFinished(job: Job): boolean {
  return job.state === 'done' || job.state === 'failed' || job.state === 'cancelled'
}

import { failureIn, type FailureValue } from '../../../contract/failure.ts'
import { type Job, type JobKind, type JobLine, type JobProgress, jobAbilities } from '../../../contract/jobs.ts'
import { JobLines } from './job-lines.ts'
import { RateMeter } from './rate-meter.ts'

/** What a running job is given. */
export type JobControl = {
  readonly signal: AbortSignal
  /** Of `total` in `unit`; `weight` is what rate and remaining time go by where it differs from `done` (characters, say). */
  progress(now: { doing: string; done: number; total: number | null; unit: string; weight?: { done: number; total: number } }): void
  /** Writes a line into its log. */
  note(text: string, warning?: boolean): void
}

/** Where jobs are written down, so that they outlive the window and the process. */
export type JobLog = {
  create(kind: JobKind, title: string, request: unknown): number
  /** Also its log, which is written when its state changes. */
  update(job: Job, lines: readonly JobLine[]): void
}

type Run = (control: JobControl) => Promise<unknown>
/** `pausing`: what runs is being stopped so as to go on later. `run` null: a job of an earlier time, which is only shown. */
type Entry = { job: Job; abort: AbortController; run: Run | null; pausing: boolean; readonly lines: JobLines }

const snapshotEvery = 100
const keptFinished = 20

/**
 * Runs jobs one at a time, in the order they came, and tells of them at most ten times a second.
 *
 * A job that is paused is stopped between its steps, and gives its place to the next; what it committed is there when it goes on.
 */
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

  enqueue(kind: JobKind, title: string, request: unknown, run: Run): Job {
    const id = this.#log.create(kind, title, request)
    const job: Job = {
      id,
      kind,
      title,
      state: 'queued',
      progress: null,
      failure: null,
      createdAt: new Date().toISOString(),
      startedAt: null,
      finishedAt: null,
      ...jobAbilities[kind],
      lines: 0,
      result: null,
    }
    this.#entries.push({ job, abort: new AbortController(), run, pausing: false, lines: new JobLines([]) })
    this.#start()
    return job
  }

  /** Shows a job of an earlier time, which can be resumed where it is not done. One that is known already stays as it is. */
  adopt(job: Job, lines: readonly JobLine[]): void {
    if (this.#entries.some((each) => each.job.id === job.id)) return
    this.#entries.push({ job, abort: new AbortController(), run: null, pausing: false, lines: new JobLines(lines, job.lines) })
  }

  /** The last lines of a job's log; null of one that is not known here. */
  lines(id: number): readonly JobLine[] | null {
    return this.#entry(id)?.lines.kept ?? null
  }

  cancel(id: number): void {
    const entry = this.#entry(id)
    if (entry === undefined || isFinished(entry.job)) return
    entry.pausing = false
    entry.abort.abort()
    if (entry.job.state !== 'running') this.#finish(entry, 'cancelled', null, null)
  }

  /** Stops a job so that `resume` goes on with it. Of one that cannot be paused, or has ended, nothing happens. */
  pause(id: number): void {
    const entry = this.#entry(id)
    if (entry === undefined || !entry.job.pausable) return
    if (entry.job.state === 'queued') this.#rest(entry)
    if (entry.job.state !== 'running') return
    entry.pausing = true
    entry.abort.abort()
  }

  /** Puts a job that stopped before its end into the queue again; `run` for one of an earlier time. */
  resume(id: number, run?: Run): void {
    const entry = this.#entry(id)
    const work = run ?? entry?.run ?? null
    if (entry === undefined || work === null || !entry.job.again) return
    if (!['paused', 'failed', 'cancelled'].includes(entry.job.state)) return
    Object.assign(entry, { run: work, abort: new AbortController(), pausing: false })
    // It stands behind what waits already.
    this.#entries.splice(this.#entries.indexOf(entry), 1)
    this.#entries.push(entry)
    this.#write(entry, 'Put into the queue again')
    this.#change(entry, { state: 'queued', failure: null, finishedAt: null, result: null })
    this.#start()
  }

  /** Cancels what runs and waits until it has stopped; nothing committed is lost. What is paused stays so. */
  async close(): Promise<void> {
    this.#closed = true
    for (const { job, pausing } of this.#entries)
      if (job.state === 'queued' || (job.state === 'running' && !pausing)) this.cancel(job.id)
    await this.#running
    if (this.#timer !== null) clearTimeout(this.#timer)
  }

  #entry(id: number): Entry | undefined {
    return this.#entries.find((each) => each.job.id === id)
  }

  #start(): void {
    this.#tellNow()
    this.#running ??= this.#work()
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
    this.#write(entry, entry.job.startedAt === null ? 'Started' : 'Started again')
    this.#change(entry, { state: 'running', startedAt: new Date().toISOString(), progress: null })
    this.#tellNow()
    try {
      const result = await entry.run?.(this.#controlOf(entry))
      this.#finish(entry, 'done', null, result)
    } catch (error) {
      const failure = failureIn(error)
      if (entry.abort.signal.aborted && entry.pausing) this.#rest(entry)
      else if (entry.abort.signal.aborted) this.#finish(entry, 'cancelled', null, null)
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

  #controlOf(entry: Entry): JobControl {
    let meter = new RateMeter()
    let doing = ''
    return {
      signal: entry.abort.signal,
      progress: ({ weight, ...now }) => {
        if (now.doing !== doing) {
          meter = new RateMeter()
          this.#write(entry, now.doing)
        }
        doing = now.doing
        const { done, total } = weight ?? now
        meter.add(done, performance.now())
        const share = now.total !== null && total !== null && total > 0 ? now.total / total : 1
        const rate = meter.rate === null ? null : meter.rate * share
        const progress: JobProgress = { ...now, rate, remaining: total === null ? null : meter.remaining(total) }
        entry.job = { ...entry.job, progress }
        this.#tellSoon()
      },
      note: (text, warning) => {
        this.#write(entry, text, warning)
        this.#tellSoon()
      },
    }
  }

  #rest(entry: Entry): void {
    this.#write(entry, 'Paused')
    this.#change(entry, { state: 'paused' })
    this.#tellNow()
  }

  #finish(entry: Entry, state: Job['state'], failure: FailureValue | null, result: unknown): void {
    if (state === 'failed' && failure !== null) this.#write(entry, failure.message, true)
    else this.#write(entry, state === 'done' ? 'Finished' : 'Stopped')
    this.#change(entry, { state, failure, result, finishedAt: new Date().toISOString() })
    const finished = this.#entries.filter((each) => isFinished(each.job))
    for (const old of finished.slice(0, Math.max(0, finished.length - keptFinished)))
      this.#entries.splice(this.#entries.indexOf(old), 1)
    this.#tellNow()
  }

  #write({ lines, job }: Entry, text: string, warning = false): void {
    lines.add({ at: new Date().toISOString(), text, warning })
    const entry = this.#entry(job.id)
    if (entry !== undefined) entry.job = { ...entry.job, lines: lines.count }
  }

  #change(entry: Entry, changes: Partial<Job>): void {
    entry.job = { ...entry.job, ...changes }
    this.#log.update(entry.job, entry.lines.kept)
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

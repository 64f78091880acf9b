import { Failure } from '../../src/contract/failure.ts'
import { type ChangeEvent, type Job, jobAbilities, type JobKind, type JobLine, type Topic } from '../../src/contract/jobs.ts'

type Step = { readonly doing: string; readonly total: number; readonly unit: string; readonly seconds: number }

/** Jobs that only pass the time, and the events about them. */
export class FakeJobs {
  #jobs: readonly Job[] = []
  #lastId = 0
  readonly #listeners = new Set<(event: ChangeEvent) => void>()
  readonly #work = new Map<number, () => Promise<void>>()
  readonly #logs = new Map<number, JobLine[]>()

  list(): readonly Job[] {
    return this.#jobs
  }

  changed(...topics: Topic[]): void {
    this.#tell({ kind: 'changed', topics })
  }

  /** @param done what comes of it; thrown, a Failure is what it fails with */
  start(kind: JobKind, title: string, steps: readonly Step[], done: () => unknown): Job {
    const job: Job = {
      id: ++this.#lastId,
      kind,
      title,
      state: 'running',
      progress: null,
      failure: null,
      createdAt: new Date().toISOString(),
      startedAt: new Date().toISOString(),
      finishedAt: null,
      ...jobAbilities[kind],
      lines: 0,
      result: null,
    }
    this.#put(job)
    this.#note(job.id, 'Started')
    this.#work.set(job.id, () => this.#run(job.id, steps, done))
    void this.#work.get(job.id)?.()
    return job
  }

  cancel(id: number): void {
    const job = this.#job(id)
    if (job?.state !== 'running' && job?.state !== 'paused') return
    this.#put({ ...job, state: 'cancelled', finishedAt: new Date().toISOString() })
    this.#note(id, 'Stopped')
  }

  pause(id: number): void {
    const job = this.#job(id)
    if (job?.state !== 'running' || !job.pausable) return
    this.#put({ ...job, state: 'paused' })
    this.#note(id, 'Paused')
  }

  /** From the beginning: what it did is only time. */
  resume(id: number): void {
    const job = this.#job(id)
    if (job === undefined || !['paused', 'failed', 'cancelled'].includes(job.state)) return
    this.#put({ ...job, state: 'running', failure: null, finishedAt: null })
    this.#note(id, 'Started again')
    void this.#work.get(id)?.()
  }

  log(id: number): readonly JobLine[] {
    return this.#logs.get(id) ?? []
  }

  async *changes(signal: {
    readonly aborted: boolean
    addEventListener(type: 'abort', listener: () => void): void
  }): AsyncIterable<ChangeEvent> {
    const waiting: ChangeEvent[] = [{ kind: 'jobs', jobs: this.#jobs }]
    let wake = () => {}
    const listener = (event: ChangeEvent) => {
      waiting.push(event)
      wake()
    }
    this.#listeners.add(listener)
    signal.addEventListener('abort', () => wake())
    try {
      while (!signal.aborted) {
        for (let event = waiting.shift(); event !== undefined; event = waiting.shift()) yield event
        await new Promise<void>((resolve) => (wake = resolve))
      }
    } finally {
      this.#listeners.delete(listener)
    }
  }

  async #run(id: number, steps: readonly Step[], done: () => unknown): Promise<void> {
    for (const { doing, total, unit, seconds } of steps) {
      this.#note(id, doing)
      const began = Date.now()
      for (let share = 0; share < 1;) {
        await new Promise((resolve) => setTimeout(resolve, 100))
        const job = this.#job(id)
        if (job?.state !== 'running') return
        share = Math.min(1, (Date.now() - began) / 1000 / seconds)
        const rate = total / seconds
        this.#put({
          ...job,
          progress: { doing, done: Math.floor(total * share), total, unit, rate, remaining: seconds * (1 - share) },
        })
      }
    }
    let end: Pick<Job, 'state' | 'result' | 'failure'>
    try {
      end = { state: 'done', result: done() ?? null, failure: null }
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      end = { state: 'failed', result: null, failure: error.toValue() }
    }
    const job = this.#job(id)
    if (job === undefined) return
    this.#put({ ...job, ...end, finishedAt: new Date().toISOString() })
    if (end.failure === null) this.#note(id, 'Finished')
    else this.#note(id, end.failure.message, true)
  }

  #job(id: number): Job | undefined {
    return this.#jobs.find((each) => each.id === id)
  }

  #note(id: number, text: string, warning = false): void {
    const lines = [...(this.#logs.get(id) ?? []), { at: new Date().toISOString(), text, warning }]
    this.#logs.set(id, lines)
    const job = this.#job(id)
    if (job !== undefined) this.#put({ ...job, lines: lines.length })
  }

  #put(job: Job): void {
    this.#jobs = this.#jobs.some(({ id }) => id === job.id)
      ? this.#jobs.map((each) => (each.id === job.id ? job : each))
      : [job, ...this.#jobs]
    this.#tell({ kind: 'jobs', jobs: this.#jobs })
  }

  #tell(event: ChangeEvent): void {
    for (const listener of this.#listeners) listener(event)
  }
}

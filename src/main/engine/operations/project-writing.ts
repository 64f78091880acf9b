import type { Precision } from '../../../contract/corpora.ts'
import type { Job, Topic } from '../../../contract/jobs.ts'
import { readingOf } from '../encoding/open-reading.ts'
import type { Reading } from '../encoding/read-block.ts'
import type { DeviceChoice } from '../inference/inference-model.ts'
import type { StartProcess } from '../inference/process-port.ts'
import { JobQueue } from '../jobs/job-queue.ts'
import type { Lens } from '../lens/lens.ts'
import type { Connection } from '../store/connection.ts'
import { createJob, interruptedJobs, updateJob } from '../store/jobs.ts'
import { closeStore, openStoreForWriting } from '../store/open-store.ts'
import type { ProjectPlace } from './project-place.ts'
import { ProjectReading } from './project-reading.ts'

type Outside = {
  readonly startProcess: StartProcess
  changed(topics: readonly Topic[]): void
  jobs(jobs: readonly Job[]): void
  logBug(error: unknown): void
}

/** What acts have besides: the one connection that writes, the jobs, and inference. */
export class ProjectWriting extends ProjectReading {
  readonly jobs: JobQueue
  /** For what only reads and needs inference: does not take the writer's place. */
  readonly beside: ProjectReading
  readonly #outside: Outside
  #writing: Connection | null = null
  #reading: { readonly key: string; readonly reading: Promise<Reading> } | null = null

  constructor(place: ProjectPlace, outside: Outside) {
    super(place)
    this.beside = new ProjectReading(place)
    this.#outside = outside
    const log = {
      create: (kind: Job['kind'], title: string, request: unknown) => createJob(this.db, kind, request, title),
      update: (job: Job) => updateJob(this.db, job),
    }
    this.jobs = new JobQueue(log, outside.jobs, outside.logBug)
  }

  /** Taken when the first act needs it: until then another program may write. Throws Failure 'locked' naming who does. */
  override get db(): Connection {
    if (this.#writing === null) {
      this.#writing = openStoreForWriting(this.storeFolder, `Etalon (${this.place.host})`)
      endInterrupted(this.#writing)
    }
    return this.#writing
  }

  /** Opening for writing takes a store through the migrations that it lacks. Throws Failure 'locked' where another program writes. */
  bringUpToDate(): void {
    void this.db
  }

  /** This connection's own changes do not show in `data_version`, so nothing is remembered between questions. */
  override refresh(): void {
    this.forget()
  }

  changed(...topics: readonly Topic[]): void {
    this.#outside.changed(topics)
  }

  /** The lens ready to read, its process started once and kept while the same is asked for; started anew after it died. */
  async reading(lens: Lens, device: DeviceChoice, precision: Precision = 'float32'): Promise<Reading> {
    const key = `${lens.hash} ${device} ${precision}`
    if (this.#reading?.key !== key) {
      await this.#endReading()
      const started = { key, reading: readingOf(lens, { device, precision }, this.#outside.startProcess) }
      this.#reading = started
      const forget = () => {
        if (this.#reading === started) this.#reading = null
      }
      started.reading.then(({ session }) => session.onExit(forget), forget)
    }
    return this.#reading?.reading ?? this.reading(lens, device, precision)
  }

  override async close(): Promise<void> {
    await this.jobs.close()
    await this.#endReading()
    if (this.#writing !== null) closeStore(this.#writing)
    this.#writing = null
    await this.beside.close()
    await super.close()
  }

  async #endReading(): Promise<void> {
    const ending = this.#reading
    this.#reading = null
    const reading = await ending?.reading.catch(() => null)
    await reading?.session.close()
  }
}

/** Jobs of a process that ended before they did: what they committed is kept, and starting them again goes on from there. */
function endInterrupted(db: Connection): void {
  const failure = {
    code: 'cancelled',
    message: 'Etalon ended while this was running.',
    hint: 'Start it again: it goes on where it stopped.',
  } as const
  for (const { job } of interruptedJobs(db))
    updateJob(db, { ...job, state: 'failed', failure, finishedAt: new Date().toISOString() })
}

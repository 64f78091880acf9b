import type { Job, JobLine, Topic } from '../../../contract/jobs.ts'
import { type DeviceWish, readingOnDevice } from '../devices/read-on-device.ts'
import type { Reading } from '../encoding/read-block.ts'
import type { StartProcess } from '../inference/process-port.ts'
import { JobQueue } from '../jobs/job-queue.ts'
import type { Lens } from '../lens/lens.ts'
import type { Connection } from '../store/connection.ts'
import { createJob, interruptedJobs, jobRecord, listJobs, updateJob } from '../store/jobs.ts'
import { closeStore, openStoreForWriting } from '../store/open-store.ts'
import { interrupted } from './interrupted-job.ts'
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
      update: (job: Job, lines: readonly JobLine[]) => updateJob(this.db, job, lines),
    }
    this.jobs = new JobQueue(log, outside.jobs, outside.logBug)
  }

  /** Taken when the first act needs it: until then another program may write. Throws Failure 'locked' naming who does. */
  override get db(): Connection {
    if (this.#writing === null) {
      this.#writing = openStoreForWriting(this.storeFolder, `Etalon (${this.place.host})`)
      endInterrupted(this.#writing)
      for (const { id } of listJobs(this.#writing).toReversed()) this.#adopt(this.#writing, id)
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
  async reading(lens: Lens, wish: DeviceWish, told?: (doing: string) => void): Promise<Reading> {
    const { device, precision = 'float32', threads = null } = wish
    const key = `${lens.hash} ${device} ${precision} ${threads ?? ''}`
    if (this.#reading?.key !== key) {
      await this.#endReading()
      const use = { startProcess: this.#outside.startProcess, home: this.place.home, ...(told === undefined ? {} : { told }) }
      const started = { key, reading: readingOnDevice(lens, wish, use) }
      this.#reading = started
      const forget = () => {
        if (this.#reading === started) this.#reading = null
      }
      started.reading.then(({ session }) => session.onExit(forget), forget)
    }
    return this.#reading?.reading ?? this.reading(lens, wish, told)
  }

  override async close(): Promise<void> {
    await this.jobs.close()
    await this.#endReading()
    if (this.#writing !== null) closeStore(this.#writing)
    this.#writing = null
    await this.beside.close()
    await super.close()
  }

  /** Jobs of earlier times stay listed, and can be started again. */
  #adopt(db: Connection, id: number): void {
    const record = jobRecord(db, id)
    if (record !== null) this.jobs.adopt(record.job, record.log)
  }

  async #endReading(): Promise<void> {
    const ending = this.#reading
    this.#reading = null
    const reading = await ending?.reading.catch(() => null)
    await reading?.session.close()
  }
}

/** Jobs of a process that ended before they did can be started again. */
function endInterrupted(db: Connection): void {
  for (const { job } of interruptedJobs(db)) updateJob(db, interrupted(job))
}

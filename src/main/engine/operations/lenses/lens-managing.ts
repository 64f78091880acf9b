import type { Job, Topic } from '../../../../contract/jobs.ts'
import type { StartProcess } from '../../inference/process-port.ts'
import { JobQueue } from '../../jobs/job-queue.ts'
import { findToken, hubSettings } from '../../lens/hub/hub-settings.ts'
import { Hub } from '../../lens/hub/hub.ts'
import type { ProjectPlace } from '../project-place.ts'
import { ProjectReading } from '../project-reading.ts'

type Outside = {
  readonly startProcess: StartProcess
  changed(topics: readonly Topic[]): void
  jobs(jobs: readonly Job[]): void
  logBug(error: unknown): void
}

/** What adding, checking and removing lenses needs. It belongs to no project: its jobs go on beside those of one, and are not written down. */
export class LensManaging extends ProjectReading {
  readonly jobs: JobQueue
  readonly startProcess: StartProcess
  readonly #outside: Outside
  #lastJob = 0
  #rate: Promise<number> | null = null

  constructor(place: ProjectPlace, outside: Outside) {
    super(place)
    this.#outside = outside
    this.startProcess = outside.startProcess
    this.jobs = new JobQueue({ create: () => (this.#lastJob -= 1), update: () => undefined }, outside.jobs, outside.logBug)
  }

  changed(topic: Topic = 'lenses'): void {
    this.#outside.changed([topic])
  }

  /** Asks the hub for the time of a task. */
  async withHub<Result>(task: (hub: Hub) => Promise<Result>): Promise<Result> {
    const settings = hubSettings()
    const hub = new Hub(settings, await findToken(settings))
    try {
      return await task(hub)
    } finally {
      hub.close()
    }
  }

  /** How fast the processor is, measured once. */
  rate(measure: () => Promise<number>): Promise<number> {
    this.#rate ??= measure().catch((error: unknown) => {
      this.#rate = null
      throw error
    })
    return this.#rate
  }

  override async close(): Promise<void> {
    await this.jobs.close()
    await super.close()
  }
}

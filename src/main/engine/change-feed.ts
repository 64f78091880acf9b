import type { ChangeEvent, Job, Topic } from '../../contract/jobs.ts'
import type { AbortSignalLike } from '../../contract/operations.ts'

/** Tells every subscriber of jobs and changes. A slow one gets the newest snapshot and the union of topics, never a backlog. */
export class ChangeFeed {
  #jobs: readonly Job[] = []
  readonly #subscribers = new Set<Subscriber>()

  get jobs(): readonly Job[] {
    return this.#jobs
  }

  tellJobs(jobs: readonly Job[]): void {
    this.#jobs = jobs
    for (const each of this.#subscribers) each.add({ kind: 'jobs', jobs })
  }

  tellChanged(topics: readonly Topic[]): void {
    for (const each of this.#subscribers) each.add({ kind: 'changed', topics })
  }

  /** Begins with a snapshot of the jobs; ends when the signal is aborted. */
  async *subscribe(signal: AbortSignalLike): AsyncGenerator<ChangeEvent> {
    const subscriber = new Subscriber()
    const end = () => subscriber.end()
    signal.addEventListener('abort', end, { once: true })
    this.#subscribers.add(subscriber)
    try {
      yield { kind: 'jobs', jobs: this.#jobs }
      while (!signal.aborted) {
        const events = await subscriber.next()
        if (events === null) return
        yield* events
      }
    } finally {
      this.#subscribers.delete(subscriber)
      signal.removeEventListener('abort', end)
    }
  }
}

class Subscriber {
  #jobs: ChangeEvent | null = null
  readonly #topics = new Set<Topic>()
  #ended = false
  #wake: (() => void) | null = null

  add(event: ChangeEvent): void {
    if (event.kind === 'jobs') this.#jobs = event
    else for (const topic of event.topics) this.#topics.add(topic)
    this.#wake?.()
  }

  end(): void {
    this.#ended = true
    this.#wake?.()
  }

  /** What has come since the last time, at least one event; null at the end. */
  async next(): Promise<readonly ChangeEvent[] | null> {
    while (!this.#ended && this.#jobs === null && this.#topics.size === 0) await new Promise<void>((wake) => (this.#wake = wake))
    this.#wake = null
    if (this.#ended) return null
    const events: ChangeEvent[] = []
    if (this.#jobs !== null) events.push(this.#jobs)
    if (this.#topics.size > 0) events.push({ kind: 'changed', topics: [...this.#topics] })
    this.#jobs = null
    this.#topics.clear()
    return events
  }
}

import { Worker } from 'node:worker_threads'
import { Failure } from '../../contract/failure.ts'
import type { StartProcess } from './inference/process-port.ts'
import { relayProcess } from './inference/relayed-process.ts'
import type { FromWorker, ToWorker, WorkerData } from './worker-messages.ts'

type Waiting = { resolve(output: unknown): void; reject(error: unknown): void }

/** A worker thread of an open project, asked from the main thread. */
export class ProjectWorker {
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  #lastId = 0
  #closing = false
  readonly #gone: Promise<void>

  constructor(data: WorkerData, startProcess: StartProcess, onMessage: (message: FromWorker) => void) {
    this.#worker = new Worker(new URL(`./project.entry${import.meta.filename.slice(-3)}`, import.meta.url), { workerData: data })
    this.#worker.on('message', (message: FromWorker) => {
      if (message.kind === 'answer') this.#take(message.id)?.resolve(message.output)
      else if (message.kind === 'error') this.#take(message.id)?.reject(thrownIn(message))
      else if (message.kind === 'start-process') relayProcess(startProcess, message, message.port)
      else onMessage(message)
    })
    this.#worker.on('error', (error) => onMessage({ kind: 'bug', message: error.message, stack: error.stack ?? '' }))
    this.#gone = new Promise((resolve) =>
      this.#worker.on('exit', () => {
        this.#rejectAll()
        resolve()
      }),
    )
  }

  /** How many answers it still owes. */
  get load(): number {
    return this.#waiting.size
  }

  ask(path: string, input: unknown): Promise<unknown> {
    this.#lastId += 1
    const id = this.#lastId
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#post({ kind: 'ask', id, path, input })
    })
  }

  /** Lets it finish the transaction it is in, then ends it. */
  async close(): Promise<void> {
    if (!this.#closing) this.#post({ kind: 'close' })
    this.#closing = true
    const patience = setTimeout(() => void this.#worker.terminate(), 10_000)
    await this.#gone
    clearTimeout(patience)
  }

  /** Ends it at once, whatever it does: only for one that never writes. What it owes is answered with a Failure 'cancelled'. */
  async end(): Promise<void> {
    this.#closing = true
    await this.#worker.terminate()
    await this.#gone
  }

  #post(message: ToWorker): void {
    this.#worker.postMessage(message)
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    return waiting
  }

  #rejectAll(): void {
    const ended = this.#closing
      ? new Failure('cancelled', 'It was stopped before it was done.', 'Ask again.')
      : new Error('a worker thread ended by itself')
    for (const waiting of this.#waiting.values()) waiting.reject(ended)
    this.#waiting.clear()
  }
}

function thrownIn(message: Extract<FromWorker, { kind: 'error' }>): Error {
  const { failure } = message
  if (failure !== null) return new Failure(failure.code, failure.message, failure.hint)
  const bug = new Error(message.message)
  bug.stack = message.stack
  return bug
}

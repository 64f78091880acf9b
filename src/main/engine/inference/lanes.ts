import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { InferenceModel } from './inference-model.ts'
import type { InferenceReply, InferenceRequest } from './messages.ts'

const entry = new URL(`./lane.entry${import.meta.filename.slice(-3)}`, import.meta.url)

/** What copies of the weights may take together, in bytes, before a second lane is not worth its memory. */
const weightBudget = 512e6

/**
 * Sessions side by side, each on a thread of its own. A small model gains more from reading several batches at once, each on one
 * core, than from sharing the cores within a batch; a large one, or a graphics card, takes one lane.
 */
export class Lanes {
  readonly #reply: (reply: InferenceReply) => void
  #idle: Worker[] = []
  #waiting: InferenceRequest[] = []

  constructor(reply: (reply: InferenceReply) => void) {
    this.#reply = reply
  }

  /** Opens the model; answers once, when every lane is ready or one was refused. */
  async open(model: InferenceModel): Promise<void> {
    const threads = model.threads ?? availableParallelism()
    const count = Math.max(1, Math.min(threads, Math.floor(weightBudget / Math.max(1, model.weightBytes))))
    const lane = count === 1 ? model : { ...model, threads: Math.floor(threads / count) }
    const first = await this.#start(lane)
    if (first.kind !== 'opened' || model.device !== 'cpu') return this.#reply(first)
    const others = Array.from({ length: count - 1 }, () => this.#start(lane))
    const refused = (await Promise.all(others)).find((each) => each.kind !== 'opened')
    this.#reply(refused ?? first)
  }

  run(request: InferenceRequest & { kind: 'run' }): void {
    this.#waiting.push(request)
    this.#next()
  }

  #next(): void {
    const lane = this.#idle.pop()
    if (lane === undefined) return
    const request = this.#waiting.shift()
    if (request === undefined) this.#idle.push(lane)
    else lane.postMessage(request)
  }

  #start(model: InferenceModel): Promise<InferenceReply> {
    return new Promise((resolve) => {
      const lane = new Worker(entry)
      lane.on('message', (reply: InferenceReply) => {
        this.#idle.push(lane)
        this.#next()
        if (reply.kind === 'opened' || reply.kind === 'refused') resolve(reply)
        else this.#reply(reply)
      })
      // A lane only fails by a bug or for want of memory: the process ends, and the client says so.
      lane.on('error', (error) => {
        throw error
      })
      lane.postMessage({ kind: 'open', model } satisfies InferenceRequest)
    })
  }
}

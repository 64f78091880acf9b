import { fileURLToPath } from 'node:url'
import type { Device } from '../../../contract/device-names.ts'
import { Failure } from '../../../contract/failure.ts'
import type { InferenceModel, SparseActivations, TokenBatch } from './inference-model.ts'
import type { InferenceReply, InferenceRequest } from './messages.ts'
import type { Environment, ProcessPort, StartProcess } from './process-port.ts'

const entry = fileURLToPath(new URL(`./inference.entry${import.meta.filename.slice(-3)}`, import.meta.url))

type Pending = { resolve(activations: SparseActivations): void; reject(error: unknown): void }

/** Why a model could not be opened: the runtime refused it, the process ended, or it gave no answer in time. */
export type NotOpened = { readonly kind: 'refused' | 'crashed' | 'hung'; readonly why: string; readonly failure: Failure }

export type StartOptions = {
  /** Milliseconds to wait for an answer while opening; absent: for as long as it takes. */
  readonly patience?: number
  readonly environment?: Environment
}

/** Starts a process and opens a model in it, on the model's device and no other. Throws a `Failure` where it cannot be opened. */
export async function startInference(
  startProcess: StartProcess,
  model: InferenceModel,
  options: StartOptions = {},
): Promise<InferenceSession> {
  const opened = await tryInference(startProcess, model, options)
  if (opened instanceof InferenceSession) return opened
  throw opened.failure
}

/** As `startInference`, for a device that may not work: says why in place of throwing. */
export function tryInference(
  startProcess: StartProcess,
  model: InferenceModel,
  { patience, environment }: StartOptions = {},
): Promise<InferenceSession | NotOpened> {
  const port = startProcess(entry, environment)
  return new Promise((resolve) => {
    const giveUp = (notOpened: NotOpened) => {
      clearTimeout(timer)
      // Before the process is ended, which is told as well.
      resolve(notOpened)
      port.kill()
    }
    const timer =
      patience === undefined
        ? undefined
        : setTimeout(() => {
            const why = `it gave no answer within ${Math.round(patience / 1000)} seconds`
            giveUp({ kind: 'hung', why, failure: refused(why) })
          }, patience)
    const stopListening = port.onMessage((message) => {
      const reply = message as InferenceReply
      if (reply.kind === 'refused') giveUp({ kind: 'refused', why: firstLine(reply.message), failure: refused(reply.message) })
      else if (reply.kind === 'opened') {
        clearTimeout(timer)
        resolve(new InferenceSession(port, model.device))
      }
      stopListening()
    })
    port.onExit((code, signal) =>
      giveUp({ kind: 'crashed', why: `the process ${howEnded(code, signal)}`, failure: ended(code, signal) }),
    )
    port.postMessage({ kind: 'open', model } satisfies InferenceRequest)
  })
}

/** A model opened in a process of its own. Runs may be sent before earlier ones are answered, so that the process is never idle. */
export class InferenceSession {
  readonly device: Device
  readonly #port: ProcessPort
  readonly #pending = new Map<number, Pending>()
  #nextId = 0
  #closed = false
  #end: Failure | null = null

  constructor(port: ProcessPort, device: Device) {
    this.#port = port
    this.device = device
    port.onMessage((message) => this.#take(message as InferenceReply))
    port.onExit((code, signal) => this.#fail(this.#closed ? stopped() : ended(code, signal)))
  }

  /** Reads a batch. Rejects with a `Failure` where the runtime cannot, or where the process ends before. */
  run(batch: TokenBatch): Promise<SparseActivations> {
    if (this.#end !== null) return Promise.reject(this.#end)
    const id = this.#nextId++
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject })
      this.#port.postMessage({ kind: 'run', id, batch } satisfies InferenceRequest)
    })
  }

  /** Whether the process ended by itself. */
  get ended(): boolean {
    return this.#end !== null && !this.#closed
  }

  /** Calls once when the process ends by itself; not after `close`. */
  onExit(listener: (failure: Failure) => void): () => void {
    return this.#port.onExit((code, signal) => {
      if (!this.#closed) listener(ended(code, signal))
    })
  }

  /** Ends the process; runs in flight reject. Resolves when it is gone. */
  async close(): Promise<void> {
    this.#closed = true
    if (this.#end !== null) return
    const gone = new Promise<void>((resolve) => this.#port.onExit(() => resolve()))
    this.#port.kill()
    await gone
  }

  #take(reply: InferenceReply): void {
    if (reply.kind !== 'result' && reply.kind !== 'failed') return
    const pending = this.#pending.get(reply.id)
    this.#pending.delete(reply.id)
    if (reply.kind === 'result') pending?.resolve(reply.activations)
    else pending?.reject(refused(reply.message))
  }

  #fail(failure: Failure): void {
    this.#end = failure
    for (const each of this.#pending.values()) each.reject(failure)
    this.#pending.clear()
  }
}

function refused(message: string): Failure {
  return new Failure(
    'inference-failed',
    `The reader could not be run: ${firstLine(message)}.`,
    'Choose the device cpu, or download the lens again; `etalon lens inspect` says what is wrong with it.',
  )
}

function stopped(): Failure {
  return new Failure('cancelled', 'Reading was stopped.', 'Start it again: what was read before is kept.')
}

function ended(code: number | null, signal: string | null): Failure {
  return new Failure(
    'inference-failed',
    `The process that reads texts ${howEnded(code, signal)}.`,
    'Read again: what was read before is kept. If it happens again, choose the device cpu, and close other programs in case memory ran out.',
  )
}

function howEnded(code: number | null, signal: string | null): string {
  return code === null && signal === null ? 'could not be started' : `ended unexpectedly (${signal ?? `code ${code}`})`
}

/** Of what the runtime says, without the places in its own source that it begins with, and without a full stop. */
function firstLine(message: string): string {
  const line = message.split('\n')[0] ?? ''
  return (/ was false\. (.+)$/.exec(line)?.[1] ?? line).slice(0, 300).replace(/\.$/, '')
}

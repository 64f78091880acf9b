import { fileURLToPath } from 'node:url'
import { Failure } from '../../../contract/failure.ts'
import type { InferenceModel, SparseActivations, TokenBatch } from './inference-model.ts'
import type { InferenceReply, InferenceRequest } from './messages.ts'
import type { ProcessPort, StartProcess } from './process-port.ts'

const entry = fileURLToPath(new URL(`./inference.entry${import.meta.filename.slice(-3)}`, import.meta.url))

type Pending = { resolve(activations: SparseActivations): void; reject(error: unknown): void }

/**
 * Starts a process and opens a model in it; throws a `Failure` where it cannot be opened. Drivers of graphics cards can take the
 * process down with them: then it is started again on the processor.
 */
export async function startInference(startProcess: StartProcess, model: InferenceModel): Promise<InferenceSession> {
  const first = await openIn(startProcess(entry), model)
  if (first instanceof InferenceSession) return first
  if (!first.died || model.device === 'cpu') throw first.failure
  const second = await openIn(startProcess(entry), { ...model, device: 'cpu' }, 'the process ended when it tried a faster device')
  if (second instanceof InferenceSession) return second
  throw second.failure
}

type NotOpened = { readonly failure: Failure; readonly died: boolean }

function openIn(port: ProcessPort, model: InferenceModel, why?: string): Promise<InferenceSession | NotOpened> {
  return new Promise((resolve) => {
    const giveUp = (failure: Failure, died: boolean) => {
      port.kill()
      resolve({ failure, died })
    }
    const stopListening = port.onMessage((message) => {
      const reply = message as InferenceReply
      if (reply.kind === 'opened') resolve(new InferenceSession(port, reply.device, why ?? reply.reason))
      else if (reply.kind === 'refused') giveUp(refused(reply.message), false)
      stopListening()
    })
    port.onExit((code, signal) => giveUp(ended(code, signal), true))
    port.postMessage({ kind: 'open', model } satisfies InferenceRequest)
  })
}

/** A model opened in a process of its own. Runs may be sent before earlier ones are answered, so that the process is never idle. */
export class InferenceSession {
  /** What it computes on, and why that, in words. */
  readonly device: string
  readonly deviceReason: string
  readonly #port: ProcessPort
  readonly #pending = new Map<number, Pending>()
  #nextId = 0
  #closed = false
  #end: Failure | null = null

  constructor(port: ProcessPort, device: string, deviceReason: string) {
    this.#port = port
    this.device = device
    this.deviceReason = deviceReason
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
    `The reader could not be run: ${message.split('\n')[0]}.`,
    'Choose the device cpu, or download the lens again; `etalon lens inspect` says what is wrong with it.',
  )
}

function stopped(): Failure {
  return new Failure('cancelled', 'Reading was stopped.', 'Start it again: what was read before is kept.')
}

function ended(code: number | null, signal: string | null): Failure {
  const how = code === null && signal === null ? 'could not be started' : `ended unexpectedly (${signal ?? `code ${code}`})`
  return new Failure(
    'inference-failed',
    `The process that reads texts ${how}.`,
    'Read again: what was read before is kept. If it happens again, choose the device cpu, and close other programs in case memory ran out.',
  )
}

import type { ClientMessage, Port, ServerMessage } from '../../contract/port.ts'

/** `refused`: the host knows us no longer, trying again is of no use. */
export type ConnectionState = 'connecting' | 'open' | 'lost' | 'refused'

/** Thrown by an opener where trying again is of no use. */
export class ConnectionRefused extends Error {}

/** What a call ends with when the connection went and the act may or may not have been done. */
export class ConnectionLost extends Error {
  constructor() {
    super('The connection to the engine was lost before it answered.')
  }
}

export type CallObserver = {
  readonly next: (output: unknown) => void
  readonly error: (error: unknown) => void
  readonly complete: () => void
}

type CallMessage = Extract<ClientMessage, { kind: 'call' }>
type Pending = { readonly message: CallMessage; readonly observer: CallObserver }

/** Milliseconds before each attempt to connect again; the last one repeats. */
const backOff = [100, 250, 500, 1000, 2000, 4000]

/**
 * Calls over a port that may go and come again.
 *
 * While there is no port, calls wait. When a port goes, open queries and subscriptions are asked again over the next one (a subscription
 * so begins with a new snapshot), mutations too where they carry a requestId; other mutations fail with `ConnectionLost`.
 */
export class Connection {
  readonly #openPort: () => Promise<Port>
  readonly #wait: (milliseconds: number) => Promise<void>
  readonly #pending = new Map<number, Pending>()
  readonly #listeners = new Set<() => void>()
  readonly #reopenListeners = new Set<() => void>()
  #port: Port | null = null
  #state: ConnectionState = 'connecting'
  #lastId = 0
  #closed = false

  constructor(openPort: () => Promise<Port>, wait = sleep) {
    this.#openPort = openPort
    this.#wait = wait
    void this.#connect(false)
  }

  get state(): ConnectionState {
    return this.#state
  }

  /** Tells of every change of state; returns what stops it. */
  readonly onState = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Tells when a lost connection is there again. */
  onReopened(listener: () => void): void {
    this.#reopenListeners.add(listener)
  }

  /** Starts a call or subscription; returns what stops it, here and on the other side. */
  call(type: CallMessage['type'], path: string, input: unknown, observer: CallObserver): () => void {
    const id = ++this.#lastId
    const message: CallMessage = { kind: 'call', id, path, type, input }
    this.#pending.set(id, { message, observer })
    this.#port?.postMessage(message)
    return () => {
      if (this.#pending.delete(id)) this.#send({ kind: 'stop', id })
    }
  }

  close(): void {
    this.#closed = true
    this.#port?.close()
  }

  async #connect(again: boolean): Promise<void> {
    for (let attempt = 0; !this.#closed; attempt++) {
      if (again || attempt > 0) await this.#wait(backOff[Math.min(attempt, backOff.length - 1)] ?? 0)
      try {
        this.#use(await this.#openPort())
        if (again) for (const listener of this.#reopenListeners) listener()
        return
      } catch (error) {
        this.#become(error instanceof ConnectionRefused ? 'refused' : again || attempt > 0 ? 'lost' : 'connecting')
        if (error instanceof ConnectionRefused) return
      }
    }
  }

  #use(port: Port): void {
    this.#port = port
    port.onMessage((message) => this.#receive(message as ServerMessage))
    port.onClose(() => {
      if (this.#port !== port) return
      this.#port = null
      for (const [id, { message, observer }] of this.#pending) {
        if (message.type !== 'mutation' || hasRequestId(message.input)) continue
        this.#pending.delete(id)
        observer.error(new ConnectionLost())
      }
      if (this.#closed) return
      this.#become('lost')
      void this.#connect(true)
    })
    for (const { message } of this.#pending.values()) port.postMessage(message)
    this.#become('open')
  }

  #receive(message: ServerMessage): void {
    const call = this.#pending.get(message.id)
    if (call === undefined) return
    if (message.kind === 'event') {
      call.observer.next(message.output)
      this.#send({ kind: 'taken', id: message.id, events: 1 })
      return
    }
    this.#pending.delete(message.id)
    if (message.kind === 'error') call.observer.error(message.error)
    else {
      if (message.kind === 'answer') call.observer.next(message.output)
      call.observer.complete()
    }
  }

  #send(message: ClientMessage): void {
    this.#port?.postMessage(message)
  }

  #become(state: ConnectionState): void {
    if (state === this.#state) return
    this.#state = state
    for (const listener of this.#listeners) listener()
  }
}

function hasRequestId(input: unknown): boolean {
  return typeof input === 'object' && input !== null && typeof (input as { requestId?: unknown }).requestId === 'string'
}

const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

import { MessageChannel, type MessagePort } from 'node:worker_threads'
import WebSocket from 'ws'
import { decodeFrame, encodeFrame } from '../../src/contract/frames.ts'
import type { Operations } from '../../src/contract/operations.ts'
import type { ClientMessage, Port, ServerMessage } from '../../src/contract/port.ts'
import { router } from '../../src/contract/router.ts'
import { serveLoopback } from '../../src/main/loopback/serve-loopback.ts'
import { servePort } from '../../src/main/port.ts'

type Domains = Omit<Operations, 'jobs'> & { jobs: Omit<Operations['jobs'], 'changes'> }

/** The operations as a page sees them: inputs not yet parsed, answers as they came over the transport. */
export type EngineClient = {
  [Domain in keyof Domains]: {
    [Method in keyof Domains[Domain]]: (
      input?: unknown,
    ) => Domains[Domain][Method] extends (...input: never[]) => infer Answer ? Answer : never
  }
}

export type Connected = { readonly client: EngineClient; changes(): AsyncGenerator<unknown>; close(): Promise<void> }

export const transports = {
  'in process': (operations: Operations): Promise<Connected> => {
    const { one, other } = portPair()
    servePort(other, operations, rethrow)
    return Promise.resolve(connect(one))
  },
  MessagePort: (operations: Operations): Promise<Connected> => {
    const { port1, port2 } = new MessageChannel()
    servePort(messagePort(port2), operations, rethrow)
    return Promise.resolve(connect(messagePort(port1)))
  },
  WebSocket: async (operations: Operations): Promise<Connected> => {
    const served = await serveLoopback({ operations, root: '/nonexistent', port: 0, logBug: rethrow })
    const connected = connect(await socketPort(served.port, served.token))
    return { ...connected, close: () => connected.close().then(() => served.close()) }
  },
} as const

/** A WebSocket as the page opens it. Rejects with the close code where it is refused. */
export function socketPort(port: number, token: string, headers: Record<string, string> = {}): Promise<Port> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/port`, { headers: { origin: `http://127.0.0.1:${port}`, ...headers } })
  socket.binaryType = 'nodebuffer'
  return new Promise((resolve, reject) => {
    socket.once('open', () => socket.send(JSON.stringify({ token })))
    socket.once('error', reject)
    socket.once('close', (code) => reject(new Error(`closed with ${code}`)))
    socket.once('message', () =>
      resolve({
        postMessage: (message) => socket.send(encodeFrame(message)),
        onMessage: (listener) => void socket.on('message', (bytes: Buffer) => listener(decodeFrame(new Uint8Array(bytes)))),
        onClose: (listener) => void socket.on('close', listener),
        close: () => socket.close(),
      }),
    )
  })
}

/** Speaks the contract over a port. */
export function connect(port: Port): Connected {
  const listeners = new Map<number, (message: ServerMessage) => void>()
  let last = 0
  port.onMessage((message) => listeners.get((message as ServerMessage).id)?.(message as ServerMessage))
  const post = (message: ClientMessage) => port.postMessage(message)

  const call = (path: string, input: unknown): Promise<unknown> => {
    const id = (last += 1)
    const type =
      (router._def.procedures as unknown as Record<string, { _def: { type: 'query' | 'mutation' } }>)[path]?._def.type ?? 'query'
    return new Promise((resolve, reject) => {
      listeners.set(id, (message) => {
        listeners.delete(id)
        if (message.kind === 'answer') resolve(message.output)
        else if (message.kind === 'error') reject(Object.assign(new Error('refused'), { shape: message.error }))
      })
      post({ kind: 'call', id, path, type, input })
    })
  }

  async function* changes(): AsyncGenerator<unknown> {
    const id = (last += 1)
    const arrived: unknown[] = []
    let wake = () => {}
    listeners.set(id, (message) => {
      if (message.kind === 'event') arrived.push(message.output)
      wake()
    })
    post({ kind: 'call', id, path: 'jobs.changes', type: 'subscription', input: undefined })
    try {
      for (;;) {
        while (arrived.length === 0) await new Promise<void>((resolve) => (wake = resolve))
        yield arrived.shift()
        post({ kind: 'taken', id, events: 1 })
      }
    } finally {
      post({ kind: 'stop', id })
    }
  }

  const client = new Proxy(
    {},
    {
      get: (_, domain) =>
        new Proxy({}, { get: (__, method) => (input: unknown) => call(`${String(domain)}.${String(method)}`, input) }),
    },
  )
  return {
    client: client as EngineClient,
    changes,
    close: () => {
      port.close()
      return Promise.resolve()
    },
  }
}

function messagePort(port: MessagePort): Port {
  return {
    postMessage: (message) => port.postMessage(message),
    onMessage: (listener) => void port.on('message', listener),
    onClose: (listener) => void port.on('close', listener),
    close: () => port.close(),
  }
}

/** Two ends in one thread that hand messages over uncloned, as the command line has it. */
function portPair(): { one: Port; other: Port } {
  const ends = [0, 1].map(() => ({ messages: [] as ((message: unknown) => void)[], closes: [] as (() => void)[] }))
  const end = (mine: number): Port => ({
    postMessage: (message) => queueMicrotask(() => ends[1 - mine]?.messages.forEach((each) => each(message))),
    onMessage: (listener) => void ends[mine]?.messages.push(listener),
    onClose: (listener) => void ends[mine]?.closes.push(listener),
    close: () => ends.forEach((each) => each.closes.forEach((listener) => listener())),
  })
  return { one: end(0), other: end(1) }
}

function rethrow(error: unknown): void {
  throw error
}

import { callTRPCProcedure, getTRPCErrorFromUnknown, getTRPCErrorShape } from '@trpc/server'
import type { Operations } from '../contract/operations.ts'
import { type ClientMessage, type Port, type ServerMessage, streamWindow } from '../contract/port.ts'
import { router } from '../contract/router.ts'
import { failureIn } from '../contract/failure.ts'

type Call = { readonly abort: AbortController; taken(events: number): void }

/** Serves the contract over one port until it closes: calls, subscriptions with acknowledgement, stopping. */
export function servePort(port: Port, operations: Operations, logBug: (error: unknown) => void): void {
  const calls = new Map<number, Call>()

  async function answer(message: Extract<ClientMessage, { kind: 'call' }>): Promise<void> {
    const { id, path, type, input } = message
    const abort = new AbortController()
    let open = streamWindow
    let resume: (() => void) | null = null
    const proceed = () => {
      resume?.()
      resume = null
    }
    calls.set(id, {
      abort,
      taken(events) {
        open += events
        proceed()
      },
    })
    abort.signal.addEventListener('abort', proceed)
    try {
      const output = await callTRPCProcedure({
        router,
        path,
        type,
        ctx: { operations },
        getRawInput: () => Promise.resolve(input),
        signal: abort.signal,
        batchIndex: 0,
      })
      if (type !== 'subscription') return send({ kind: 'answer', id, output })
      for await (const event of output as AsyncIterable<unknown>) {
        while (open === 0 && !abort.signal.aborted) await new Promise<void>((wake) => (resume = wake))
        if (abort.signal.aborted) break
        open -= 1
        send({ kind: 'event', id, output: event })
      }
      send({ kind: 'end', id })
    } catch (thrown) {
      const error = getTRPCErrorFromUnknown(thrown)
      if (error.code === 'INTERNAL_SERVER_ERROR' && failureIn(error.cause) === null && !abort.signal.aborted)
        logBug(error.cause ?? error)
      send({
        kind: 'error',
        id,
        error: getTRPCErrorShape({ config: router._def._config, error, type, path, input, ctx: undefined }),
      })
    } finally {
      calls.delete(id)
    }
  }

  const send = (message: ServerMessage) => port.postMessage(message)

  port.onMessage((received) => {
    const message = received as ClientMessage
    if (message.kind === 'call') void answer(message)
    else if (message.kind === 'stop') calls.get(message.id)?.abort.abort()
    else if (message.kind === 'taken') calls.get(message.id)?.taken(message.events)
  })
  port.onClose(() => {
    for (const call of calls.values()) call.abort.abort()
  })
}

import { MessageChannel, type MessagePort } from 'node:worker_threads'
import type { Environment, ProcessPort, StartProcess } from './process-port.ts'

type FromProcess =
  | { readonly kind: 'message'; readonly message: unknown }
  | { readonly kind: 'exit'; readonly code: number | null; readonly signal: string | null }
type ToProcess = { readonly kind: 'message'; readonly message: unknown } | { readonly kind: 'kill' }

/**
 * A `StartProcess` for a worker thread: the host's process is started by the main thread, which relays.
 * Electron starts its processes only from the main thread.
 */
export function relayedStartProcess(ask: (entry: string, environment: Environment, port: MessagePort) => void): StartProcess {
  return (entry, environment = {}) => {
    const { port1, port2 } = new MessageChannel()
    ask(entry, environment, port2)
    const messageListeners = new Set<(message: unknown) => void>()
    const exitListeners = new Set<(code: number | null, signal: string | null) => void>()
    let ended: Extract<FromProcess, { kind: 'exit' }> | null = null
    port1.on('message', (received: FromProcess) => {
      if (received.kind === 'message') for (const each of messageListeners) each(received.message)
      else {
        ended = received
        for (const each of exitListeners) each(received.code, received.signal)
        port1.close()
      }
    })
    port1.unref()
    const send = (message: ToProcess, transfer?: readonly ArrayBuffer[]) =>
      port1.postMessage(message, transfer === undefined ? [] : [...transfer])
    return {
      postMessage: (message, transfer) => send({ kind: 'message', message }, transfer),
      onMessage(listener) {
        messageListeners.add(listener)
        return () => messageListeners.delete(listener)
      },
      onExit(listener) {
        if (ended !== null) listener(ended.code, ended.signal)
        exitListeners.add(listener)
        return () => exitListeners.delete(listener)
      },
      kill: () => send({ kind: 'kill' }),
    } satisfies ProcessPort
  }
}

/** The main thread's half: starts the process and passes everything on, both ways, until it exits. */
export function relayProcess(
  startProcess: StartProcess,
  { entry, environment }: { readonly entry: string; readonly environment: Environment },
  port: MessagePort,
): void {
  const child = startProcess(entry, environment)
  const send = (message: FromProcess) => port.postMessage(message)
  child.onMessage((message) => send({ kind: 'message', message }))
  child.onExit((code, signal) => {
    send({ kind: 'exit', code, signal })
    port.close()
  })
  port.on('message', (received: ToProcess) => {
    if (received.kind === 'message') child.postMessage(received.message)
    else child.kill()
  })
  port.on('close', () => child.kill())
}

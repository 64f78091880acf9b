import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import type { MessagePort } from 'node:worker_threads'

/** A page after its preload script has run, as far as that can be seen from the page. */
export type PreloadedPage = {
  /** What `contextBridge` put on the page's window. */
  readonly exposed: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** Commands that the page was told to run. */
  readonly commands: readonly string[]
  /** The page's scripts have run. */
  loaded(): void
  /** A message of the main process to the preload script. */
  receive(channel: string, message: unknown, ports: readonly MessagePort[]): void
  onPort(listener: (port: MessagePort) => void): void
  close(): void
}

/** Runs a built preload script in a context that has what a sandboxed one has, and no Node. */
export function runPreload(script: string, address: URL, send: (channel: string, message: unknown) => void): PreloadedPage {
  const ipcRenderer = Object.assign(new EventEmitter(), { send })
  const exposed: Record<string, Record<string, unknown>> = {}
  const electron = {
    ipcRenderer,
    contextBridge: { exposeInMainWorld: (name: string, value: Record<string, unknown>) => (exposed[name] = value) },
    webUtils: { getPathForFile: (file: { readonly path: string }) => file.path },
  }
  const events = new EventEmitter()
  const handedOver: MessagePort[] = []
  const commands: string[] = []
  const listeners: ((port: MessagePort) => void)[] = []
  // A custom scheme that is standard has an origin, which Node's URL does not know.
  const origin = `${address.protocol}//${address.host}`
  const window = {
    location: { origin },
    addEventListener: (name: string, listener: () => void) => events.on(name, listener),
    postMessage(data: unknown, target: string, transfer: readonly MessagePort[] = []) {
      if (target !== origin) throw new Error(`posted to ${target}`)
      const { etalon, id } = data as { etalon?: unknown; id?: string }
      if (etalon === 'command' && id !== undefined) return void commands.push(id)
      if (etalon !== 'port') throw new Error('posted something else than a port or a command')
      for (const port of transfer) {
        handedOver.push(port)
        for (const listener of listeners) listener(port)
      }
    },
  }
  const required = (name: string) => {
    if (name === 'electron') return electron
    throw new Error(`a sandboxed preload script cannot require ${name}`)
  }
  runInNewContext(
    readFileSync(script, 'utf8'),
    { require: required, module: { exports: {} }, exports: {}, window },
    { filename: script },
  )
  return {
    exposed,
    loaded: () => void events.emit('DOMContentLoaded'),
    commands,
    receive: (channel, message, ports) => void ipcRenderer.emit(channel, { ports }, message),
    onPort: (listener) => void listeners.push(listener),
    close: () => handedOver.forEach((port) => port.close()),
  }
}

import { EventEmitter } from 'node:events'
import type { MessagePort } from 'node:worker_threads'
import { app, cancellable, fetchPage, ipcMain, played } from './main-modules.ts'
import type { MessagePortMain } from './message-ports.ts'
import { runPreload, type PreloadedPage } from './preload.ts'

type Options = { readonly webPreferences: { readonly preload: string }; readonly [more: string]: unknown }
type OpenHandler = (details: { url: string }) => { action: 'allow' | 'deny' }

const windows = new Set<BrowserWindow>()

/** Told of every port that a page was handed. */
export const pages = new EventEmitter<{ port: [MessagePort] }>()

class WebContents extends EventEmitter {
  openHandler: OpenHandler = () => ({ action: 'allow' })
  readonly send: (channel: string, message: unknown) => void
  readonly #load: () => Promise<void>

  constructor(load: () => Promise<void>, send: (channel: string, message: unknown) => void) {
    super()
    this.#load = load
    this.send = send
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler
  }

  reload(): void {
    void this.#load()
  }
}

/** A window that loads its page over the protocol, runs the preload script, and shows nothing. */
export class BrowserWindow extends EventEmitter {
  readonly options: Options
  readonly webContents: WebContents = new WebContents(
    () => this.#load(),
    (channel, message) => this.page?.receive(channel, message, []),
  )
  progress: readonly [number, string] = [-1, 'none']
  page: PreloadedPage | null = null
  #address = ''
  #isDestroyed = false

  constructor(options: Options) {
    super()
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready')
    this.options = options
    windows.add(this)
  }

  static getAllWindows(): BrowserWindow[] {
    return [...windows]
  }

  static getFocusedWindow(): BrowserWindow | null {
    return [...windows].at(-1) ?? null
  }

  async loadURL(address: string): Promise<void> {
    this.#address = address
    await this.#load()
    this.emit('ready-to-show')
  }

  show(): void {
    this.emit('show')
  }

  setProgressBar(share: number, { mode }: { readonly mode: string }): void {
    this.progress = [share, mode]
  }

  isDestroyed(): boolean {
    return this.#isDestroyed
  }

  destroy(): void {
    this.#isDestroyed = true
    this.page?.close()
    if (windows.delete(this) && windows.size === 0) app.emit('window-all-closed')
  }

  /** As if a script of the page went elsewhere: whether it gets there. */
  navigates(address: string): boolean {
    const event = { ...cancellable(), url: address }
    this.webContents.emit('will-frame-navigate', event)
    this.webContents.emit('will-navigate', event, address)
    return !event.defaultPrevented
  }

  async #load(): Promise<void> {
    const response = await fetchPage(this.#address)
    await response.arrayBuffer()
    this.page?.close()
    const frame = {
      url: this.#address,
      parent: null,
      postMessage: (channel: string, message: unknown, ports: readonly MessagePortMain[]) =>
        page.receive(
          channel,
          message,
          ports.map(({ port }) => port),
        ),
    }
    const page = runPreload(this.options.webPreferences.preload, new URL(this.#address), (channel, message) =>
      ipcMain.emit(channel, { sender: this.webContents, senderFrame: frame }, message),
    )
    page.onPort((port) => pages.emit('port', port))
    this.page = page
    page.loaded()
  }
}

played.closeWindows = () => windows.forEach((window) => window.destroy())

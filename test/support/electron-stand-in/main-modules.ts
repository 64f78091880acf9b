import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'

type Answer = { readonly response?: number; readonly canceled?: boolean; readonly filePaths?: readonly string[] }

/** What a test looks at and sets. */
export const played = {
  paths: {} as Record<string, string>,
  schemes: [] as readonly unknown[],
  menu: [] as readonly MenuItem[],
  recent: [] as string[],
  dialogs: [] as unknown[],
  answers: [] as Answer[],
  sandboxEnabled: false,
  permissions: null as { readonly asked: boolean; readonly checked: boolean } | null,
  handlers: new Map<string, (request: Request) => Promise<Response> | Response>(),
  /** Set by the windows, so that this file need not know them. */
  closeWindows: () => {},
}

type MenuItem = {
  readonly label?: string
  readonly role?: string
  readonly click?: () => void
  readonly submenu?: readonly MenuItem[]
}

let isReady = false
let announceReady = () => {}
const ready = new Promise<void>((resolve) => (announceReady = resolve))

function before(what: string): void {
  if (isReady) throw new Error(`${what} must be called before the app is ready`)
}

function after(what: string): void {
  if (!isReady) throw new Error(`${what} can only be used when the app is ready`)
}

class App extends EventEmitter {
  setName(): void {}
  setPath(name: string, path: string): void {
    if (!existsSync(path)) throw new Error(`Failed to set path: ${path} does not exist`)
    played.paths[name] = path
  }
  getAppPath(): string {
    return process.env['STAND_IN_PRODUCT'] ?? ''
  }
  enableSandbox(): void {
    before('app.enableSandbox()')
    played.sandboxEnabled = true
  }
  isReady(): boolean {
    return isReady
  }
  whenReady(): Promise<void> {
    return ready
  }
  addRecentDocument(path: string): void {
    played.recent.push(path)
  }
  quit(): void {
    const event = cancellable()
    this.emit('before-quit', event)
    if (event.defaultPrevented) return
    played.closeWindows()
    this.emit('will-quit', cancellable())
    process.exit(0)
  }
  exit(code = 0): void {
    process.exit(code)
  }
}

export const app = new App()

/** Electron is ready only when the app's entry module has been evaluated to its end. */
export function becomeReady(): void {
  isReady = true
  app.emit('ready')
  announceReady()
}

export function cancellable(): { defaultPrevented: boolean; preventDefault(): void } {
  return {
    defaultPrevented: false,
    preventDefault() {
      this.defaultPrevented = true
    },
  }
}

export const ipcMain = new EventEmitter()
export const nativeTheme = { shouldUseDarkColors: false, themeSource: 'system' }

export const protocol = {
  registerSchemesAsPrivileged(schemes: readonly unknown[]): void {
    before('protocol.registerSchemesAsPrivileged')
    played.schemes = schemes
  },
  handle(scheme: string, handler: (request: Request) => Promise<Response> | Response): void {
    after('protocol')
    played.handlers.set(scheme, handler)
  },
}

/** Asks the handler of an address' scheme, as a page would. */
export async function fetchPage(address: string, method = 'GET'): Promise<Response> {
  const handler = played.handlers.get(new URL(address).protocol.slice(0, -1))
  if (handler === undefined) throw new Error(`ERR_UNKNOWN_URL_SCHEME ${address}`)
  // Node's Request refuses no scheme, but normalises the path as the browser does.
  return handler(new Request(address, { method }))
}

class Session extends EventEmitter {
  #asked = true
  #checked = true
  setPermissionRequestHandler(handler: (contents: null, permission: string, answer: (granted: boolean) => void) => void): void {
    handler(null, 'media', (granted) => (this.#asked = granted))
    this.#record()
  }
  setPermissionCheckHandler(handler: () => boolean): void {
    this.#checked = handler()
    this.#record()
  }
  #record(): void {
    played.permissions = { asked: this.#asked, checked: this.#checked }
  }
}

const defaultSession = new Session()
export const session = {
  get defaultSession() {
    after('session')
    return defaultSession
  },
}

export const Menu = {
  buildFromTemplate: (template: readonly MenuItem[]) => template,
  setApplicationMenu(menu: readonly MenuItem[]): void {
    played.menu = menu
  },
}

function show(...given: readonly unknown[]): Promise<Answer> {
  after('dialog')
  played.dialogs.push(given.at(-1))
  return Promise.resolve(played.answers.shift() ?? {})
}

export const dialog = {
  showMessageBox: (...given: readonly unknown[]) => show(...given).then(({ response = 0 }) => ({ response })),
  showOpenDialog: (...given: readonly unknown[]) =>
    show(...given).then(({ canceled = true, filePaths = [] }) => ({ canceled, filePaths })),
}

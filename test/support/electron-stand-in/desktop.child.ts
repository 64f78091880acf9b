// Runs a main entry (first argument) under the stand-in; plays its windows at the orders of the test that forked this.
import { pathToFileURL } from 'node:url'
import { standInForElectron } from './hooks.ts'

standInForElectron()
const { BrowserWindow, pages } = await import('./browser-window.ts')
const { app, becomeReady, fetchPage, ipcMain, nativeTheme, played } = await import('./main-modules.ts')

const tell = (message: unknown) => process.send?.(message)

/** The page that got a port last is the test's. */
let port: { postMessage(message: unknown): void } | null = null
let ports = 0
pages.on('port', (handed) => {
  port = handed
  ports += 1
  handed.on('message', (message: unknown) => tell({ kind: 'page', message }))
  tell({ kind: 'port' })
})

const orders: Record<string, (given: never) => unknown> = {
  played: () => {
    const { schemes, paths, sandboxEnabled, permissions, recent, dialogs } = played
    const options = BrowserWindow.getAllWindows().map(({ options: each }) => each)
    const { themeSource } = nativeTheme
    const [window] = BrowserWindow.getAllWindows()
    const { progress, page } = window ?? {}
    const commands = page?.commands
    return { schemes, paths, sandboxEnabled, permissions, recent, dialogs, options, ports, themeSource, progress, commands }
  },
  exposed: () =>
    Object.entries(BrowserWindow.getAllWindows()[0]?.page?.exposed ?? {}).map(([name, value]) => [name, Object.keys(value)]),
  answer: (answer) => void played.answers.push(answer),
  fetch: async ({ address, method }: { address: string; method?: string }) => {
    const response = await fetchPage(address, method)
    return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() }
  },
  navigate: (address: string) => BrowserWindow.getAllWindows()[0]?.navigates(address),
  openWindow: (url: string) => BrowserWindow.getAllWindows()[0]?.webContents.openHandler({ url }),
  click: (label: string) =>
    played.menu
      .flatMap((item) => item.submenu ?? [])
      .find((item) => item.label === label)
      ?.click?.(),
  /** The page hands its menus over, as its script would. */
  setMenus: (table) => {
    const setMenus = BrowserWindow.getAllWindows()[0]?.page?.exposed['etalon']?.['setMenus'] as (table: unknown) => void
    setMenus(table)
  },
  crash: () => BrowserWindow.getAllWindows()[0]?.webContents.emit('render-process-gone', {}, { reason: 'crashed' }),
  connectAs: (senderFrame: { url: string; parent: unknown }) => {
    let handed = 0
    ipcMain.emit('etalon:connect', { senderFrame: { ...senderFrame, postMessage: () => (handed += 1) } })
    return handed
  },
  closeWindows: () => BrowserWindow.getAllWindows().forEach((window) => window.destroy()),
  quit: () => app.quit(),
}

process.on('message', (order: { kind: string; id: number; name: string; given: unknown; message: unknown }) => {
  if (order.kind === 'page') port?.postMessage(order.message)
  else
    void Promise.resolve(orders[order.name]?.(order.given as never)).then((answer) =>
      tell({ kind: 'answer', id: order.id, answer }),
    )
})
process.on('disconnect', () => process.exit(1))

await import(pathToFileURL(process.argv[2] ?? '').href)
becomeReady()

import { BrowserWindow, nativeTheme } from 'electron'
import { askReload } from './dialogs.ts'
import { pageAddress } from './page-protocol.ts'

/** A window on the workbench: sandboxed, isolated, without Node, and bound to the page it was opened with. */
export function openWindow(preload: string, bug: (error: unknown) => void): void {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 960,
    minHeight: 600,
    show: false,
    title: 'Etalon',
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#16181d' : '#ffffff',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  })
  const { webContents } = window
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }))
  webContents.on('will-navigate', (event) => event.preventDefault())
  webContents.on('will-frame-navigate', (event) => event.preventDefault())
  webContents.on('will-attach-webview', (event) => event.preventDefault())
  webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit' && reason !== 'killed') void recover(window).catch(bug)
  })
  window.once('ready-to-show', () => window.show())
  window.loadURL(pageAddress).catch((error: unknown) => {
    if (!window.isDestroyed()) bug(error)
  })
}

async function recover(window: BrowserWindow): Promise<void> {
  const isWanted = await askReload()
  if (window.isDestroyed()) return
  if (isWanted) window.webContents.reload()
  else window.destroy()
}

import { BrowserWindow, ipcMain, Menu } from 'electron'
import { type MenuTable, menuTableSchema } from '../../contract/menu.ts'
import { desktopMenu } from './menu.ts'
import { pageAddress } from './page-protocol.ts'

type Acts = Omit<Parameters<typeof desktopMenu>[0], 'run'>

/**
 * Keeps the menu bar true to what the page that is worked in offers. A page hands its commands over when they change and when it comes to the
 * front; what is chosen goes back to the page in front.
 */
export function followPageMenus(acts: Acts): void {
  const run = (id: string) => BrowserWindow.getFocusedWindow()?.webContents.send('etalon:command', id)
  let shown = ''
  const show = (table: MenuTable | undefined) => {
    const text = JSON.stringify(table ?? [])
    if (text === shown) return
    shown = text
    Menu.setApplicationMenu(Menu.buildFromTemplate(desktopMenu({ ...acts, run }, table)))
  }
  ipcMain.on('etalon:menus', ({ sender, senderFrame: frame }, given: unknown) => {
    if (frame === null || frame.parent !== null || !frame.url.startsWith(pageAddress)) return
    const { success, data } = menuTableSchema.safeParse(given)
    if (!success) return
    const front = BrowserWindow.getFocusedWindow()
    if (front === null || front.webContents === sender) show(data)
  })
  show(undefined)
}

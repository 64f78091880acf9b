import type { MenuTable } from '../../contract/menu.ts'
import { commandList, onCommands } from './commands.ts'
import { menuTable } from './menu-table.ts'
import { takesText } from './shortcut.ts'

/** What the preload script of the desktop puts on the page's window. */
type Desktop = { readonly setMenus?: (table: MenuTable) => void }

/** How long what can be done rests before the menus are told, in milliseconds: a screen that is left takes its commands one by one. */
const rest = 150

/** Keeps the native menus true to what can be done, and does what is chosen there; gives what stops it. In a browser there are none. */
export function followDesktopMenus(): (() => void) | undefined {
  const setMenus = (window as { readonly etalon?: Desktop }).etalon?.setMenus
  if (setMenus === undefined) return undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let told = ''
  const tell = () => {
    const table = menuTable(commandList())
    const text = JSON.stringify(table)
    if (text !== told) setMenus(table)
    told = text
  }
  const later = () => {
    clearTimeout(timer)
    timer = setTimeout(tell, rest)
  }
  const onMessage = ({ source, data }: MessageEvent<unknown>) => {
    const { etalon, id } = (typeof data === 'object' && data !== null ? data : {}) as {
      readonly etalon?: unknown
      readonly id?: unknown
    }
    if (source === window && etalon === 'command' && typeof id === 'string') runFromMenu(id)
  }
  const stop = onCommands(later)
  // The menus are those of the window that is worked in.
  const onFocus = () => {
    told = ''
    later()
  }
  window.addEventListener('message', onMessage)
  window.addEventListener('focus', onFocus)
  later()
  return () => {
    clearTimeout(timer)
    stop()
    window.removeEventListener('message', onMessage)
    window.removeEventListener('focus', onFocus)
  }
}

/** Undo and redo in a text field are those of the field, which has no other way to them from a menu. */
function runFromMenu(id: string): void {
  // oxlint-disable-next-line typescript/no-deprecated
  if ((id === 'undo' || id === 'redo') && takesText(document.activeElement)) document.execCommand(id)
  else
    commandList()
      .find((command) => command.id === id)
      ?.run()
}

import { contextBridge, ipcRenderer, webUtils } from 'electron'

/** Hands the contract's port to the page, the path of a dropped file, and commands between the page and the menu bar; nothing else. */
ipcRenderer.on('etalon:port', (event) => {
  const [port] = event.ports
  if (port !== undefined) window.postMessage({ etalon: 'port' }, window.location.origin, [port])
})
ipcRenderer.on('etalon:command', (_event, id: unknown) => {
  if (typeof id === 'string') window.postMessage({ etalon: 'command', id }, window.location.origin)
})

// The page's own scripts have run by then, and listen.
window.addEventListener('DOMContentLoaded', () => ipcRenderer.send('etalon:connect'))

contextBridge.exposeInMainWorld('etalon', {
  pathOf: (file: File) => webUtils.getPathForFile(file),
  setMenus: (table: unknown) => ipcRenderer.send('etalon:menus', table),
})

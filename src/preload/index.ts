import { contextBridge, ipcRenderer, webUtils } from 'electron'

/** Hands the contract's port to the page, and the path of a dropped file; nothing else. */
ipcRenderer.on('etalon:port', (event) => {
  const [port] = event.ports
  if (port !== undefined) window.postMessage({ etalon: 'port' }, window.location.origin, [port])
})

// The page's own scripts have run by then, and listen.
window.addEventListener('DOMContentLoaded', () => ipcRenderer.send('etalon:connect'))

contextBridge.exposeInMainWorld('etalon', { pathOf: (file: File) => webUtils.getPathForFile(file) })

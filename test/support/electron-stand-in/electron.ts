/**
 * What Etalon uses of Electron, for plain Node: as strict about order as the real one, and played without a screen.
 *
 * Stands in for `import ... from 'electron'` where `hooks.ts` was loaded.
 */
export { app, dialog, ipcMain, Menu, nativeTheme, protocol, session } from './main-modules.ts'
export { BrowserWindow } from './browser-window.ts'
export { MessageChannelMain } from './message-ports.ts'
export { safeStorage } from './safe-storage.ts'
export { utilityProcess } from './utility-process.ts'

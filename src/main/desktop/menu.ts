import type { MenuItemConstructorOptions } from 'electron'

type MenuActs = { newWindow(): void; openProject(): void; openDemo(): void }

/** The native menu: what the window's own commands do not cover. */
export function desktopMenu(acts: MenuActs, platform: NodeJS.Platform = process.platform): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin'
  return [
    ...(isMac ? [{ role: 'appMenu' as const }] : []),
    {
      label: '&File',
      submenu: [
        { label: 'Open Project…', accelerator: 'CmdOrCtrl+O', click: acts.openProject },
        { label: 'Open the Demo Project', click: acts.openDemo },
        { label: 'New Window', accelerator: 'CmdOrCtrl+Shift+N', click: acts.newWindow },
        ...(isMac ? [{ role: 'recentDocuments' as const, submenu: [{ role: 'clearRecentDocuments' as const }] }] : []),
        { type: 'separator' },
        isMac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
  ]
}

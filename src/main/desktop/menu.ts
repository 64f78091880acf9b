import type { MenuItemConstructorOptions } from 'electron'
import type { MenuItem, MenuTable } from '../../contract/menu.ts'

type MenuActs = {
  newWindow(): void
  openProject(): void
  openDemo(): void
  /** Runs a command of the page that is worked in. */
  run(command: string): void
}

/** What every menu bar has besides the page's commands: files and windows are the host's, cut and paste the system's. */
type Own = { readonly before?: readonly MenuItemConstructorOptions[]; readonly after?: readonly MenuItemConstructorOptions[] }

const line = { type: 'separator' } as const

/** The native menu bar: the host's own entries, and between them the commands of the page that is worked in. */
export function desktopMenu(
  acts: MenuActs,
  table: MenuTable = [],
  platform: NodeJS.Platform = process.platform,
): MenuItemConstructorOptions[] {
  const own = ownItems(acts, platform)
  const titles = ['File', 'Edit', 'View', 'Go', 'Do', 'Help'] as const
  const menus = titles.flatMap((title): MenuItemConstructorOptions[] => {
    const { before = [], after = [] } = own[title] ?? {}
    const parts = (table.find((menu) => menu.title === title)?.items ?? []).map((items) =>
      items.map((item) => entry(item, acts, platform)),
    )
    const submenu = [before, ...parts, after]
      .filter((part) => part.length > 0)
      .flatMap((part, at) => (at === 0 ? part : [line, ...part]))
    return submenu.length === 0 ? [] : [{ label: `&${title}`, submenu, ...(title === 'Help' ? { role: 'help' as const } : {}) }]
  })
  const [help] = menus.at(-1)?.role === 'help' ? menus.splice(-1) : []
  return [
    ...(platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
    ...menus,
    { role: 'windowMenu' },
    ...(help === undefined ? [] : [help]),
  ]
}

function ownItems(acts: MenuActs, platform: NodeJS.Platform): Readonly<Partial<Record<string, Own>>> {
  const isMac = platform === 'darwin'
  return {
    File: {
      before: [
        { label: 'Open Project…', accelerator: 'CmdOrCtrl+O', click: acts.openProject },
        { label: 'Open the Demo Project', click: acts.openDemo },
        { label: 'New Window', accelerator: 'CmdOrCtrl+Shift+N', click: acts.newWindow },
        ...(isMac ? [{ role: 'recentDocuments' as const, submenu: [{ role: 'clearRecentDocuments' as const }] }] : []),
      ],
      after: [isMac ? { role: 'close' } : { role: 'quit' }],
    },
    Edit: { after: [{ role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }] },
    View: { after: [{ role: 'togglefullscreen' }] },
  }
}

type Entry = MenuItem | { readonly title: string; readonly items: readonly MenuItem[] }

function entry(item: Entry, acts: MenuActs, platform: NodeJS.Platform): MenuItemConstructorOptions {
  // A single & would underline the letter behind it.
  const label = item.title.replaceAll('&', '&&')
  if ('items' in item) return { label, submenu: item.items.map((each) => entry(each, acts, platform)) }
  const accelerator = item.keys === undefined ? null : acceleratorOf(item.keys)
  return {
    label,
    click: () => acts.run(item.id),
    // The page itself hears its keys: it knows what has the focus. The menu only shows them.
    ...(accelerator === null ? {} : { accelerator, ...(platform === 'darwin' ? {} : { registerAccelerator: false }) }),
  }
}

const names: Readonly<Record<string, string>> = {
  mod: 'CmdOrCtrl',
  alt: 'Alt',
  shift: 'Shift',
  plus: 'Plus',
  space: 'Space',
  enter: 'Enter',
  escape: 'Esc',
  delete: 'Delete',
  backspace: 'Backspace',
  tab: 'Tab',
  home: 'Home',
  end: 'End',
  pageup: 'PageUp',
  pagedown: 'PageDown',
  arrowup: 'Up',
  arrowdown: 'Down',
  arrowleft: 'Left',
  arrowright: 'Right',
}

/** A shortcut of the page as Electron writes it; null where it has no name for a key, which it would refuse. */
function acceleratorOf(keys: string): string | null {
  const parts = keys
    .split('+')
    .map((part) => names[part] ?? (/^([a-z0-9]|f([1-9]|1\d|2[0-4])|[,./;'[\]\\`=-])$/.test(part) ? part.toUpperCase() : null))
  return parts.includes(null) ? null : parts.join('+')
}

import { expect, test } from 'vitest'
import type { MenuItemConstructorOptions } from 'electron'
import { menuTableSchema } from '../../../src/contract/menu.ts'
import { desktopMenu } from '../../../src/main/desktop/menu.ts'
import { menuTable } from '../../../src/renderer/client/menu-table.ts'

const ran: string[] = []
const acts = { newWindow() {}, openProject() {}, openDemo() {}, run: (id: string) => void ran.push(id) }
const command = (id: string, title: string, group: string, keys = '') => ({ id, title, group, keys, run() {} })
const commands = [
  command('palette', 'Find a command', 'Etalon', 'mod+shift+p mod+k'),
  command('zoom.in', 'Zoom in', 'Appearance', 'mod+plus'),
  command('show.lists', 'Show Lists', 'Screens', 'alt+0'),
  command('latent.star', 'Star & keep', 'Latent', 's'),
  command('latent.star', 'Remove the star', 'Latent', 's'),
  command('undo', 'Undo', 'Edit', 'mod+z'),
]

type Item = MenuItemConstructorOptions
const under = (items: readonly Item[], ...path: string[]): Item | undefined => {
  const [label, ...rest] = path
  const item = items.find((each) => each.label === label)
  return rest.length === 0 ? item : under((item?.submenu ?? []) as readonly Item[], ...rest)
}

test('every command is in one menu, once, and the table is what the host takes', () => {
  const table = menuTable(commands)
  expect(menuTableSchema.parse(table)).toEqual(table)
  const ids = table
    .flatMap(({ items }) => items.flat().flatMap((each) => ('items' in each ? each.items : [each])))
    .map(({ id }) => id)
  expect(ids.toSorted()).toEqual([...new Set(commands.map(({ id }) => id))].toSorted())
})

test('menus show keys, run commands, and keep what is the host’s own', () => {
  const menu = desktopMenu(acts, menuTable(commands), 'linux')
  expect(menu.map(({ label, role }) => label ?? role)).toEqual(['&File', '&Edit', '&View', '&Go', '&Do', 'windowMenu', '&Help'])
  expect(under(menu, '&Help', 'Find a command')).toMatchObject({ accelerator: 'CmdOrCtrl+Shift+P', registerAccelerator: false })
  expect(under(menu, '&View', 'Zoom in')?.accelerator).toBe('CmdOrCtrl+Plus')
  expect(under(menu, '&Go', 'Show Lists')?.accelerator).toBe('Alt+0')
  const star = under(menu, '&Do', 'Latent', 'Remove the star')
  expect(star).not.toHaveProperty('accelerator')
  star?.click?.(undefined as never, undefined, undefined as never)
  expect(ran).toEqual(['latent.star'])
  expect(under(menu, '&File', 'Open Project…')).toBeDefined()
  expect(((under(menu, '&Edit')?.submenu ?? []) as Item[]).map(({ label, role, type }) => label ?? role ?? type)).toEqual([
    'Undo',
    'separator',
    'cut',
    'copy',
    'paste',
    'selectAll',
  ])
})

test('a page that offers nothing leaves the host’s own menus', () => {
  const labels = desktopMenu(acts, [], 'darwin').map(({ label, role }) => label ?? role)
  expect(labels).toEqual(['appMenu', '&File', '&Edit', '&View', 'windowMenu'])
})

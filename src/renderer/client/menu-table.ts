import type { MenuItem, MenuTable } from '../../contract/menu.ts'
import type { Command } from './commands.ts'
import { alternatives } from './shortcut.ts'

/** Where the groups of commands stand in a menu bar; groups that are not named here each get a submenu of “Do”. */
const menus: readonly { readonly title: MenuTable[number]['title']; readonly groups: readonly string[] }[] = [
  { title: 'File', groups: ['Corpora', 'Jobs'] },
  { title: 'Edit', groups: ['Edit'] },
  { title: 'View', groups: ['Appearance', 'Tabs'] },
  { title: 'Go', groups: ['Screens', 'Analyses'] },
  { title: 'Help', groups: ['Etalon'] },
]

/** What can be done now as the menus of a window: every command in one of them, once. */
export function menuTable(commands: readonly Command[]): MenuTable {
  const unique = [...new Map(commands.map((command) => [command.id, command])).values()]
  const byGroup = Map.groupBy(unique, ({ group }) => group)
  const named = menus.map(({ title, groups }) => ({
    title,
    items: groups.map((group) => (byGroup.get(group) ?? []).map(itemOf)).filter((items) => items.length > 0),
  }))
  const known = new Set(menus.flatMap(({ groups }) => groups))
  const others = [...byGroup]
    .filter(([group]) => !known.has(group))
    .map(([group, listed]) => ({ title: group === '' ? 'More' : group, items: listed.map(itemOf) }))
  const last = named.at(-1)
  return [...named.slice(0, -1), { title: 'Do', items: others.length === 0 ? [] : [others] }, ...(last === undefined ? [] : [last])]
}

/** Only keys with a modifier are shown in a menu: a system may take others from text fields. */
function itemOf({ id, title, keys }: Command): MenuItem {
  const accelerator = alternatives(keys).find((each) => /^(mod|alt)\+|^f\d+$/.test(each))
  return { id, title, ...(accelerator === undefined ? {} : { keys: accelerator }) }
}

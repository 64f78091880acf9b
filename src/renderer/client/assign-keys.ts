import { type CommandText, commandTable } from './command-table.ts'
import type { Command } from './commands.ts'
import { alternatives, isMac, shownKeys } from './shortcut.ts'

/** A command with its keys as they are now and as they came. */
export type Assigned = CommandText & { readonly id: string; readonly keys: string; readonly came: string }

/** Every command: those of the table, then what is offered now beside them, each with the keys that were set. */
export function assignedCommands(set: Readonly<Record<string, string>>, offered: readonly Command[] = []): readonly Assigned[] {
  const table = Object.entries<CommandText>(commandTable).map(([id, text]) => ({
    ...text,
    id,
    came: text.keys ?? '',
    keys: set[id] ?? text.keys ?? '',
  }))
  const known = new Set(table.map(({ id }) => id))
  const others = offered
    .filter(({ id }) => !known.has(id))
    .map(({ id, title, group, keys }) => ({ id, title, group, keys, came: keys }))
  return [...table, ...new Map(others.map((each) => [each.id, each])).values()]
}

/** The command that has a shortcut already and can be offered at once with `to`; null where none has. */
export function holderOf(shortcut: string, to: Assigned, all: readonly Assigned[]): Assigned | null {
  return all.find((each) => each.id !== to.id && alternatives(each.keys).includes(shortcut) && meet(each, to)) ?? null
}

const meet = (a: CommandText, b: CommandText) =>
  a.on === undefined || b.on === undefined || a.on.some((place) => b.on?.includes(place) === true)

/** Keys that lists and dialogs need as they are. */
const ofLists = /^(shift\+)?(enter|space|tab|escape|home|end|pageup|pagedown|arrow\w+)$/
/** What a browser never hands to a page. */
const ofBrowsers = /^mod\+(shift\+)?[ntw]$/
/** What the desktop's own menu has: projects, windows, leaving. */
const ofDesktop = /^mod\+(o|q|shift\+n)$/
/** What every text field does with them. */
const ofTexts = /^mod\+[acvx]$/

/** Why a shortcut cannot be given to a command, in a sentence; null where it can. */
export function refusalOf(shortcut: string, to: Assigned, all: readonly Assigned[], inBrowser: boolean): string | null {
  const shown = shownKeys(shortcut, isMac()).join('+')
  if (ofLists.test(shortcut)) return `${shown} moves in lists and dialogs. Choose another key.`
  if (ofTexts.test(shortcut)) return `${shown} is for copying and pasting. Choose another key.`
  if (inBrowser && ofBrowsers.test(shortcut)) return `A browser keeps ${shown} for itself. Choose another key.`
  if (!inBrowser && ofDesktop.test(shortcut)) return `${shown} is in the window’s own menu. Choose another key.`
  const holder = holderOf(shortcut, to, all)
  return holder === null
    ? null
    : `${shown} is taken: ${holder.title} (${holder.group}). Take it away there first, or choose another key.`
}

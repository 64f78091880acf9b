import { parted, startView, type TabView } from './view.ts'

/** A screen with its own state. `panesFollow`: its panes were not chosen by the user, up to two follow what is imported. */
export type Tab = { readonly id: number; readonly view: TabView; readonly panesFollow: boolean }
/** Tabs of which one is shown; never without one. */
export type Group = { readonly tabs: readonly Tab[]; readonly shown: number }
type ClosedTab = { readonly tab: Tab; readonly group: number; readonly at: number }

/** The open tabs: one group, or two side by side. `focus` is the place of the group that is worked in. */
export type Desk = { readonly groups: readonly Group[]; readonly focus: number; readonly closed: readonly ClosedTab[] }

export const mostGroups = 2
/** Tabs that can be opened, and closed ones that can be brought back. */
export const mostTabs = 40
const mostClosed = 20

export const deskOf = (view: TabView, panesFollow = false): Desk => ({
  groups: [{ tabs: [{ id: 1, view, panesFollow }], shown: 1 }],
  focus: 0,
  closed: [],
})
export const startDesk: Desk = deskOf(parted(startView).own)

export const allTabs = ({ groups }: Pick<Desk, 'groups'>): readonly Tab[] => groups.flatMap(({ tabs }) => tabs)
export const tabIn = (desk: Pick<Desk, 'groups'>, id: number): Tab | undefined => allTabs(desk).find((tab) => tab.id === id)
export const groupOf = ({ groups }: Pick<Desk, 'groups'>, id: number): number =>
  groups.findIndex(({ tabs }) => tabs.some((tab) => tab.id === id))

/** The tab that is worked in. */
export function tabAtWork(desk: Desk): Tab {
  const group = desk.groups[desk.focus] ?? desk.groups[0]
  const tab = group?.tabs.find(({ id }) => id === group.shown) ?? group?.tabs[0]
  if (tab === undefined) throw new RangeError('A desk has no tab.')
  return tab
}

/** With one tab changed; the same desk where none has that id. */
export function withTab(desk: Desk, id: number, change: (tab: Tab) => Tab): Desk {
  return tabIn(desk, id) === undefined ? desk : withEveryTab(desk, (tab) => (tab.id === id ? change(tab) : tab))
}

export function withEveryTab(desk: Desk, change: (tab: Tab) => Tab): Desk {
  return { ...desk, groups: desk.groups.map((group) => ({ ...group, tabs: group.tabs.map(change) })) }
}

/** The id that the next new tab gets. */
const nextTabId = (desk: Desk): number =>
  Math.max(0, ...allTabs(desk).map(({ id }) => id), ...desk.closed.map(({ tab }) => tab.id)) + 1

/** With a copy of a tab right after it, changed by `change`; `shown`: and gone to. The same desk where there are too many. */
export function tabCopied(desk: Desk, from: number, change: Partial<TabView>, shown: boolean): Desk {
  const source = tabIn(desk, from)
  if (source === undefined || allTabs(desk).length >= mostTabs) return desk
  const copy = { ...source, id: nextTabId(desk), view: { ...source.view, ...change } }
  const group = groupOf(desk, from)
  const at = (desk.groups[group]?.tabs.indexOf(source) ?? 0) + 1
  return tabPut(desk, copy, group, at, shown)
}

/** Without a tab; the last one of all stays. The nearest of its group is shown instead. */
export function tabClosed(desk: Desk, id: number): Desk {
  const tab = tabIn(desk, id)
  if (tab === undefined || allTabs(desk).length < 2) return desk
  const group = groupOf(desk, id)
  const at = desk.groups[group]?.tabs.indexOf(tab) ?? 0
  return { ...tabTaken(desk, id), closed: [...desk.closed, { tab, group, at }].slice(-mostClosed) }
}

/** With the tab that was closed last back in its place, and shown. */
export function tabReopened(desk: Desk): Desk {
  const last = desk.closed.at(-1)
  if (last === undefined || allTabs(desk).length >= mostTabs) return desk
  const back = { ...desk, closed: desk.closed.slice(0, -1) }
  return tabPut(back, last.tab, Math.min(last.group, desk.groups.length - 1), last.at, true)
}

/**
 * With a tab moved to a place of a group, and shown; a group it leaves empty goes.
 *
 * @param group the place of the group; one more than there are: a new one at the right
 * @param at the place among the tabs that are there without it
 */
export function tabMoved(desk: Desk, id: number, group: number, at: number): Desk {
  const tab = tabIn(desk, id)
  const from = groupOf(desk, id)
  if (tab === undefined || group >= mostGroups || group > desk.groups.length) return desk
  const leavesEmpty = desk.groups[from]?.tabs.length === 1
  if (leavesEmpty && group === desk.groups.length) return desk
  const to = leavesEmpty && group > from ? group - 1 : group
  if (leavesEmpty && group === from) return desk
  const without = tabTaken(desk, id)
  return to < without.groups.length
    ? tabPut(without, tab, to, at, true)
    : { ...without, groups: [...without.groups, { tabs: [tab], shown: id }], focus: to }
}

/** With a tab shown, and its group worked in. */
export function tabShown(desk: Desk, id: number): Desk {
  const focus = groupOf(desk, id)
  if (focus < 0 || (focus === desk.focus && desk.groups[focus]?.shown === id)) return desk
  return { ...desk, focus, groups: desk.groups.map((group, index) => (index === focus ? { ...group, shown: id } : group)) }
}

/** With the next tab (1) or the one before (-1) of the group shown, around its ends. */
export function tabStepped(desk: Desk, step: 1 | -1): Desk {
  const tabs = desk.groups[desk.focus]?.tabs ?? []
  const next = tabs.at((tabs.indexOf(tabAtWork(desk)) + step) % tabs.length)
  return next === undefined ? desk : tabShown(desk, next.id)
}

/** With the tab at work beside itself: as a copy at the right, or, where there are two groups, moved to the other one. */
export function deskSplit(desk: Desk): Desk {
  const tab = tabAtWork(desk)
  if (desk.groups.length === mostGroups) {
    const other = 1 - desk.focus
    return tabMoved(desk, tab.id, other, desk.groups[other]?.tabs.length ?? 0)
  }
  if (allTabs(desk).length >= mostTabs) return desk
  const id = nextTabId(desk)
  return { ...desk, groups: [...desk.groups, { tabs: [{ ...tab, id }], shown: id }], focus: desk.groups.length }
}

export const groupFocused = (desk: Desk, group: number): Desk =>
  group === desk.focus || desk.groups[group] === undefined ? desk : { ...desk, focus: group }

function tabPut(desk: Desk, tab: Tab, into: number, at: number, shown: boolean): Desk {
  const groups = desk.groups.map((group, index) =>
    index === into ? { tabs: group.tabs.toSpliced(at, 0, tab), shown: shown ? tab.id : group.shown } : group,
  )
  return { ...desk, groups, focus: shown ? into : desk.focus }
}

function tabTaken(desk: Desk, id: number): Desk {
  const from = groupOf(desk, id)
  const groups = desk.groups.flatMap((group, index) => {
    if (index !== from) return [group]
    const at = group.tabs.findIndex((tab) => tab.id === id)
    const tabs = group.tabs.toSpliced(at, 1)
    const nearest = tabs[Math.min(at, tabs.length - 1)]
    return nearest === undefined ? [] : [{ tabs, shown: group.shown === id ? nearest.id : group.shown }]
  })
  const focus = groups.length < desk.groups.length ? 0 : desk.focus
  return { ...desk, groups, focus }
}

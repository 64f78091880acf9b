import { type Desk, deskOf, type Group, mostGroups, mostTabs, type Tab } from './desk.ts'
import type { DeskState } from './desk-state.ts'
import { topsIn } from './kept-scroll.ts'
import { restoreView } from './restore-view.ts'
import { parted, sharedIn, type SharedView } from './view.ts'

/** What is stored of a project's window: all of its tabs, and by their numbers how far they were scrolled. */
type Restored = {
  readonly desk: Desk
  readonly shared: SharedView
  readonly tops: ReadonlyMap<number, Readonly<Record<string, number>>>
}

/** What is kept. Closed tabs are not: they come back only in the window they were closed in. */
export function storedDesk(state: DeskState, topsOf: (tab: number) => Readonly<Record<string, number>>): unknown {
  const tab = ({ id, view, panesFollow }: Tab) => ({ id, view, panesFollow, tops: topsOf(id) })
  const groups = state.groups.map(({ tabs, shown }) => ({ shown, tabs: tabs.map(tab) }))
  return { groups, focus: state.focus, ...sharedIn(state) }
}

/** The tabs from what was stored, whatever that is; a view alone, as earlier versions kept it, is one tab. */
export function restoreDesk(stored: unknown): Restored {
  const from = asObject(stored)
  const { shared } = parted(restoreView(from))
  if (!Array.isArray(from['groups'])) return { desk: deskOf(parted(restoreView(from)).own), shared, tops: new Map() }
  const tops = new Map<number, Readonly<Record<string, number>>>()
  const taken = new Set<number>()
  const tabIn = (one: unknown): Tab[] => {
    const { id, view, panesFollow, tops: scrolled } = asObject(one)
    if (!isId(id) || taken.has(id) || taken.size >= mostTabs) return []
    taken.add(id)
    tops.set(id, topsIn(scrolled))
    return [{ id, view: parted(restoreView(view)).own, panesFollow: panesFollow === true }]
  }
  const groups = from['groups'].slice(0, mostGroups).flatMap((one): Group[] => {
    const { tabs: its, shown } = asObject(one)
    const tabs = Array.isArray(its) ? its.flatMap(tabIn) : []
    const first = tabs[0]
    return first === undefined ? [] : [{ tabs, shown: tabs.find(({ id }) => id === shown)?.id ?? first.id }]
  })
  if (groups.length === 0) return { desk: deskOf(parted(restoreView({})).own), shared, tops }
  return { desk: { groups, focus: from['focus'] === 1 && groups.length === 2 ? 1 : 0, closed: [] }, shared, tops }
}

const asObject = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
const isId = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0

import { create } from 'zustand'
import { allTabs, type Desk, startDesk, tabAtWork, tabCopied, tabIn } from './desk.ts'
import { copyTabStates, dropTabStates } from './tab-state-registry.ts'
import { parted, type SharedView, startView, type TabView, type View } from './view.ts'

/** What is open and selected: the tabs, and what holds for all of them. */
export type DeskState = Desk &
  SharedView & {
    /** Nothing was chosen yet in a project that was never looked at: the first latent may be opened to begin with. */
    readonly untouched: boolean
  }

export const useDesk = create<DeskState>()(() => ({ ...startDesk, ...parted(startView).shared, untouched: false }))

let acting: number | null = null

/** The number of the tab that is worked in. */
export const idAtWork = (): number => acting ?? tabAtWork(useDesk.getState()).id

/** Does something as if a tab were the one that is worked in: what it set off earlier has come. */
export function inTab(tab: number, act: () => void): void {
  const before = acting
  acting = tab
  try {
    act()
  } finally {
    acting = before
  }
}

/** Changes which tabs there are; what was kept for those that are gone for good goes too. */
export function moveDesk(change: (now: Desk) => Desk): void {
  const state = useDesk.getState()
  const next = change(state)
  if (next === state) return
  useDesk.setState({ groups: next.groups, focus: next.focus, closed: next.closed })
  const left = new Set(idsIn(next))
  for (const id of idsIn(state)) if (!left.has(id)) dropTabStates(id)
}

const idsIn = (desk: Desk) => [...allTabs(desk), ...desk.closed.map(({ tab }) => tab)].map(({ id }) => id)

/** Copies a tab, changed, with all that is kept for it; the copy's number, or the tab's own where there are too many. */
export function copyTab(from: number, change: Partial<View>, shown: boolean): number {
  const tab = tabIn(useDesk.getState(), from)
  if (tab === undefined) return from
  const before = new Set(idsIn(useDesk.getState()))
  moveDesk((now) => tabCopied(now, from, ownPart(tab.view, change), shown))
  const made = idsIn(useDesk.getState()).find((id) => !before.has(id)) ?? from
  if (made !== from) copyTabStates(from, made)
  return made
}

const ownPart = (view: TabView, change: Partial<View>): TabView => parted({ ...startView, ...view, ...change }).own

let opening: { tab: number | null } | null = null

/** From now until the event that asked for it is over, what leads to another place leads to it in a new tab. */
export function beginNewTab(): void {
  opening = { tab: null }
}
export function endNewTab(): void {
  opening = null
}
/** Whether a new tab is asked for just now. */
export const asksNewTab = (): boolean => opening !== null

/** For what knows only later which place it leads to: goes there in the tab that was at work, or in a new one, as was asked when this was called. */
export function placedLater(): (go: () => void) => void {
  const tab = idAtWork()
  const asked = asksNewTab()
  return (go) =>
    inTab(tab, () => {
      if (asked) beginNewTab()
      go()
      if (asked) endNewTab()
    })
}

/** The tab in which a place is to be shown: the given one, or the new one that was asked for, which is then made. */
export function tabForPlace(tab: number): { readonly tab: number; readonly isNew: boolean } {
  if (opening === null) return { tab, isNew: false }
  const isNew = opening.tab === null
  opening.tab ??= copyTab(tab, {}, false)
  return { tab: opening.tab, isNew }
}

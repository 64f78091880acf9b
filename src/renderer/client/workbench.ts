import { useContext } from 'react'
import { copyTab, type DeskState, idAtWork, moveDesk, useDesk } from './desk-state.ts'
import { deskSplit, groupFocused, tabAtWork, tabClosed, tabIn, tabMoved, tabReopened, tabShown, tabStepped } from './desk.ts'
import { TabContext } from './tab-context.ts'
import { copyTabStates } from './tab-state-registry.ts'
import { type Activity, type AnalysisScreen, type OpenDocument, type Pane, sharedIn, type View } from './view.ts'
import { viewActions, type ViewActions } from './view-actions.ts'

export type { Activity, AnalysisScreen, OpenDocument, Pane }

/** A tab's view with what holds for all tabs, and what can be done to it: what the views look at. */
type Workbench = View & ViewActions & Pick<DeskState, 'untouched'> & { readonly tab: number; readonly panesFollow: boolean }

const seen = new WeakMap<DeskState, Map<number, Workbench>>()
const actions = new Map<number, ViewActions>()

/** The view of a tab, the same object while nothing changes; of one that is gone (or null) the view of the tab at work. */
export function viewOf(state: DeskState, id: number | null): Workbench {
  const { id: tab, view, panesFollow } = (id === null ? undefined : tabIn(state, id)) ?? tabAtWork(state)
  const views = seen.get(state) ?? new Map<number, Workbench>()
  const known = views.get(tab)
  if (known !== undefined) return known
  const acts = actions.get(tab) ?? viewActions(tab)
  actions.set(tab, acts)
  const whole = { ...view, ...sharedIn(state), untouched: state.untouched, panesFollow, tab, ...acts }
  seen.set(state, views.set(tab, whole))
  return whole
}

/** What the tab looks at in which the component stands; outside of tabs the one that is worked in. */
export function useWorkbench(): Workbench
export function useWorkbench<Part>(select: (view: Workbench) => Part): Part
export function useWorkbench<Part>(select?: (view: Workbench) => Part): Part | Workbench {
  const tab = useContext(TabContext)
  return useDesk((state) => (select === undefined ? viewOf(state, tab) : select(viewOf(state, tab))))
}

/** Outside of React: the tab that is worked in. */
export const workbench = { getState: (): Workbench => viewOf(useDesk.getState(), idAtWork()) }
useWorkbench.getState = workbench.getState

/** Whether the component stands in the tab that is worked in, or in none. */
export function useIsAtWork(): boolean {
  const tab = useContext(TabContext)
  return useDesk((state) => tab === null || tab === tabAtWork(state).id)
}

/** The acts on tabs; where none is named on the one that is worked in. */
export const desk = {
  /** A copy of the tab, changed: its number. */
  open: (change: Partial<View> = {}): number => copyTab(idAtWork(), change, true),
  close: (id = idAtWork()): void => moveDesk((now) => tabClosed(now, id)),
  reopen: (): void => moveDesk(tabReopened),
  show: (id: number): void => moveDesk((now) => tabShown(now, id)),
  step: (step: 1 | -1): void => moveDesk((now) => tabStepped(now, step)),
  moveTo: (id: number, group: number, at: number): void => moveDesk((now) => tabMoved(now, id, group, at)),
  focus: (group: number): void => moveDesk((now) => groupFocused(now, group)),
  split(): void {
    const before = idAtWork()
    moveDesk(deskSplit)
    if (idAtWork() !== before) copyTabStates(before, idAtWork())
  },
}

/** The lens that is looked through, ready to spread into an input; empty: the newest that read. */
export function useScope(): { readonly lens?: string } {
  const lens = useWorkbench((state) => state.lens)
  return lens === null ? {} : { lens }
}

/** The CSS colour and the letter of a pane; the letter always stands beside the colour. */
export const paneColour = (index: number) => `var(--corpus-${(index % 6) + 1})`
export const paneLetter = (index: number) => String.fromCharCode('A'.charCodeAt(0) + index)

/** Letter and colour of a corpus that is open in a pane; null of any other. */
export function useCorpusMark(corpus: string): { readonly letter: string; readonly colour: string } | null {
  const index = useWorkbench((state) => state.panes.findIndex((pane) => pane.corpus === corpus))
  return index < 0 ? null : { letter: paneLetter(index), colour: paneColour(index) }
}

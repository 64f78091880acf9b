import { useCommands } from '../client/commands.ts'
import { useDesk } from '../client/desk-state.ts'
import { allTabs, groupOf } from '../client/desk.ts'
import { desk, workbench } from '../client/workbench.ts'

/** The commands on tabs. */
export function useTabCommands(): void {
  const several = useDesk((state) => allTabs(state).length > 1)
  const sides = useDesk((state) => state.groups.length > 1)
  const closed = useDesk((state) => state.closed.length > 0)
  useCommands([
    { id: 'tab.new', run: () => void desk.open() },
    ...(several ? commandsOnSeveral : []),
    ...(closed ? [{ id: 'tab.reopen', run: () => desk.reopen() } as const] : []),
    { id: 'tab.split', ...(sides ? { title: 'Move the tab to the other side' } : {}), run: () => desk.split() },
    ...(sides ? [{ id: 'tab.side', run: goToOtherSide } as const] : []),
  ])
}

const commandsOnSeveral = [
  { id: 'tab.close', run: () => desk.close() },
  { id: 'tab.next', run: () => desk.step(1) },
  { id: 'tab.previous', run: () => desk.step(-1) },
  { id: 'tab.right', run: () => moveTab(1) },
  { id: 'tab.left', run: () => moveTab(-1) },
] as const

function moveTab(step: 1 | -1): void {
  const state = useDesk.getState()
  const { tab } = workbench.getState()
  const group = groupOf(state, tab)
  const at = state.groups[group]?.tabs.findIndex(({ id }) => id === tab) ?? 0
  desk.moveTo(tab, group, Math.max(0, at + step))
}

/** The focus goes to the tab that is shown there, from where Tab leads into it. */
function goToOtherSide(): void {
  desk.focus(1 - useDesk.getState().focus)
  document.getElementById(tabId(workbench.getState().tab))?.focus()
}

/** Ids of a tab's elements. */
export const tabId = (tab: number): string => `tab-${tab}`
export const panelId = (tab: number): string => `tab-panel-${tab}`

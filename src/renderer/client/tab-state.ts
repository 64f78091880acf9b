import { useContext } from 'react'
import { create } from 'zustand'
import { idAtWork, useDesk } from './desk-state.ts'
import { tabAtWork } from './desk.ts'
import { TabContext } from './tab-context.ts'
import { registerTabState } from './tab-state-registry.ts'

type TabState<State extends object> = {
  /** Of the tab in which the component stands. */
  (): State
  <Part>(select: (state: State) => Part): Part
  /** Outside of React: of the tab that is worked in, or of the one given. */
  getState(tab?: number): State
  setState(change: Partial<State> | ((state: State) => Partial<State>), tab?: number): void
  /** Calls back when it changed in any tab. */
  subscribe(listener: () => void): () => void
}

/**
 * A store, used as one of zustand's, that every tab has of its own: what is set on a screen, what it shows. It lives as long as the tab, whatever the tab
 * shows; a copied tab begins with a copy, where `copied` does not say otherwise.
 */
export function createTabState<State extends object>(start: State, copied = true): TabState<State> {
  const useStates = create<ReadonlyMap<number, State>>()(() => new Map())
  const of = (tab: number) => useStates.getState().get(tab) ?? start
  const put = (change: (states: Map<number, State>) => void) => {
    const next = new Map(useStates.getState())
    change(next)
    useStates.setState(next, true)
  }
  registerTabState({
    copy: (from, to) => copied && put((states) => states.set(to, of(from))),
    drop: (tab) => put((states) => states.delete(tab)),
    clear: () => useStates.setState(new Map(), true),
  })

  function useTabState(): State
  function useTabState<Part>(select: (state: State) => Part): Part
  function useTabState<Part>(select?: (state: State) => Part): Part | State {
    const tab = useTab()
    return useStates((states) => {
      const state = states.get(tab) ?? start
      return select === undefined ? state : select(state)
    })
  }
  return Object.assign(useTabState, {
    getState: (tab = idAtWork()) => of(tab),
    setState: (change: Partial<State> | ((state: State) => Partial<State>), tab = idAtWork()) =>
      put((states) => states.set(tab, { ...of(tab), ...(typeof change === 'function' ? change(of(tab)) : change) })),
    subscribe: (listener: () => void) => useStates.subscribe(listener),
  })
}

/** The tab in which the component stands; outside of tabs the one that is worked in. */
export function useTab(): number {
  const tab = useContext(TabContext)
  return useDesk((state) => tab ?? tabAtWork(state).id)
}

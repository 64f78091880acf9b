import { type SetStateAction, useCallback } from 'react'
import { createTabState, useTab } from './tab-state.ts'

/** How parts of a tab's screens look at what they show, kept while other screens are looked at. */
const useLooks = createTabState<Readonly<Record<string, { readonly of: unknown; readonly look: unknown }>>>({})

/**
 * State as of `useState` that outlives its component: what is chosen in a result, how a table is sorted. It begins anew with another `of`.
 * A name always stands for one type.
 */
export function useLook<Look>(name: string, of: unknown, start: Look): readonly [Look, (change: SetStateAction<Look>) => void] {
  const tab = useTab()
  const kept = useLooks((state) => state[name])
  const change = useCallback(
    (next: SetStateAction<Look>) =>
      useLooks.setState((state) => {
        const now = lookOf(state[name], of, start)
        return { [name]: { of, look: typeof next === 'function' ? (next as (look: Look) => Look)(now) : next } }
      }, tab),
    [name, of, start, tab],
  )
  return [lookOf(kept, of, start), change]
}

const lookOf = <Look>(kept: { readonly of: unknown; readonly look: unknown } | undefined, of: unknown, start: Look): Look =>
  kept !== undefined && kept.of === of ? (kept.look as Look) : start

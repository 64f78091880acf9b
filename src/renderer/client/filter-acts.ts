import { type Act, didAct, useActs } from './acts.ts'

/** Changes of one filter that follow each other so closely, in ms, are one act. */
const burstGap = 1500

let burst: { readonly key: string; readonly act: Act; at: number; again: () => void } | null = null

/**
 * Puts the change of a filter on the stack of acts; typing on goes on with the same act.
 *
 * @param key which filter of which tab
 */
export function didFilter(key: string, title: string, back: () => void, again: () => void): void {
  const now = Date.now()
  if (burst?.key === key && now - burst.at < burstGap && useActs.getState().done.at(-1) === burst.act) {
    burst.at = now
    burst.again = again
    return
  }
  const begun = { key, at: now, again, act: { title, undo: async () => back(), redo: async () => begun.again() } }
  burst = begun
  didAct(begun.act)
}

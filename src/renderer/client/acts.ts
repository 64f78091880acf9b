import { create } from 'zustand'
import { notify, notifyError } from './notices.ts'

/** One thing the user did that can be taken back, and done again. */
export type Act = { readonly title: string; readonly undo: () => Promise<unknown>; readonly redo: () => Promise<unknown> }

const most = 100

export const useActs = create<{ readonly done: readonly Act[]; readonly undone: readonly Act[] }>()(() => ({
  done: [],
  undone: [],
}))

/** Puts an act that was just done on the stack; what had been undone can no longer be redone. */
export function didAct(act: Act): void {
  useActs.setState(({ done }) => ({ done: [...done, act].slice(-most), undone: [] }))
}

/** The same, and says so with a way back: for what touched many, or is gone from sight. */
export function toldAct(act: Act, text: string): void {
  didAct(act)
  notify({ text, action: { title: 'Undo', run: () => void undoAct(act) } })
}

/** Takes back an act (none named: the last); on failure it stays done. One that is already taken back is not taken back twice. */
export async function undoAct(which?: Act): Promise<void> {
  const act = which ?? useActs.getState().done.at(-1)
  if (act === undefined || !useActs.getState().done.includes(act)) return
  useActs.setState(({ done, undone }) => ({ done: done.filter((each) => each !== act), undone: [...undone, act] }))
  try {
    await act.undo()
    notify({ text: `Undone: ${act.title}`, action: { title: 'Redo', run: () => void redoAct() } })
  } catch (error) {
    useActs.setState(({ done, undone }) => ({ done: [...done, act], undone: undone.filter((each) => each !== act) }))
    notifyError(error)
  }
}

export async function redoAct(): Promise<void> {
  const act = useActs.getState().undone.at(-1)
  if (act === undefined) return
  useActs.setState(({ done, undone }) => ({ done: [...done, act], undone: undone.slice(0, -1) }))
  try {
    await act.redo()
    notify({ text: `Done again: ${act.title}` })
  } catch (error) {
    useActs.setState(({ done, undone }) => ({ done: done.filter((each) => each !== act), undone: [...undone, act] }))
    notifyError(error)
  }
}

/** Another project was opened: its past is another. */
export function forgetActs(): void {
  useActs.setState({ done: [], undone: [] })
}

import { toldAct } from './acts.ts'
import { api } from './api.ts'
import { counted } from './model-words.ts'
import { notify } from './notices.ts'

/** Withdraws the labels that a run wrote and no person changed since, and says so; the notice and Ctrl+Z bring them back. */
export async function withdrawLabelsOf(run: number): Promise<void> {
  const { withdrawn, kept } = await api.review.undoRun.mutate({ run })
  const restore = () => api.review.redoRun.mutate({ run })
  const stand = kept === 0 ? '' : ` ${counted(kept, 'label')} that a person changed since stand.`
  const text = `${counted(withdrawn, 'label')} of run ${run} withdrawn.${stand}`
  const redo = () => api.review.undoRun.mutate({ run })
  if (withdrawn === 0) notify({ text })
  else toldAct({ title: `Withdrawal of the labels of run ${run}`, undo: restore, redo }, text)
}

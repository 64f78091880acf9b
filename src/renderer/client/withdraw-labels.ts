import { didAct } from './acts.ts'
import { api } from './api.ts'
import { counted } from './model-words.ts'
import { notify, notifyError } from './notices.ts'

/** Withdraws the labels that a run wrote and no person changed since, and says so; the notice and Ctrl+Z bring them back. */
export async function withdrawLabelsOf(run: number): Promise<void> {
  const { withdrawn, kept } = await api.review.undoRun.mutate({ run })
  const restore = () => api.review.redoRun.mutate({ run })
  const stand = kept === 0 ? '' : ` ${counted(kept, 'label')} that a person changed since stand.`
  if (withdrawn > 0)
    didAct({ title: `Withdrawal of the labels of run ${run}`, undo: restore, redo: () => api.review.undoRun.mutate({ run }) })
  notify({
    text: `${counted(withdrawn, 'label')} of run ${run} withdrawn.${stand}`,
    ...(withdrawn === 0 ? {} : { action: { title: 'Bring back', run: () => void restore().catch(notifyError) } }),
  })
}

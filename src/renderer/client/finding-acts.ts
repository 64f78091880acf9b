import type { z } from 'zod'
import type { Finding, keepInput } from '../../contract/findings.ts'
import { didAct } from './acts.ts'
import { api } from './api.ts'
import { notify, notifyError } from './notices.ts'
import { newRequestId } from './request-id.ts'
import { workbench } from './workbench.ts'

/** Keeps a latent, an example or a document as a finding, and says so; it can be undone. */
export async function keepFinding(input: z.input<typeof keepInput>): Promise<void> {
  try {
    const { id, title } = await api.findings.keep.mutate({ requestId: newRequestId(), ...input })
    didAct({
      title: `Keep “${title}”`,
      undo: () => api.findings.remove.mutate({ id }),
      redo: () => api.findings.restore.mutate({ id }),
    })
    notify({ text: `Kept: ${title}`, action: { title: 'Show findings', run: () => workbench.getState().show('findings') } })
  } catch (error) {
    notifyError(error)
  }
}

/** Takes a finding out of the list; the notice and Ctrl+Z bring it back. */
export async function removeFinding({ id, title }: Pick<Finding, 'id' | 'title'>): Promise<void> {
  const restore = () => api.findings.restore.mutate({ id })
  try {
    await api.findings.remove.mutate({ id })
    didAct({ title: `Remove “${title}”`, undo: restore, redo: () => api.findings.remove.mutate({ id }) })
    notify({ text: `Removed: ${title}`, action: { title: 'Bring back', run: () => void restore().catch(notifyError) } })
  } catch (error) {
    notifyError(error)
  }
}

/** Puts a finding before another (null: last); `back` is what it stood before. */
export async function moveFinding(id: number, before: number | null, back: number | null): Promise<void> {
  try {
    await api.findings.move.mutate({ id, before })
    didAct({
      title: 'Move of a finding',
      undo: () => api.findings.move.mutate({ id, before: back }),
      redo: () => api.findings.move.mutate({ id, before }),
    })
  } catch (error) {
    notifyError(error)
  }
}

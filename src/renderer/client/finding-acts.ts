import type { z } from 'zod'
import type { Finding, keepInput } from '../../contract/findings.ts'
import { type Act, didAct, toldAct, undoAct } from './acts.ts'
import { api } from './api.ts'
import { notify, notifyError } from './notices.ts'
import { newRequestId } from './request-id.ts'
import { shownFigure } from './shown-figures.ts'
import { workbench } from './workbench.ts'

export type Keep = z.input<typeof keepInput>

/** Keeps something as a finding, a whole result with the plot that is shown of it, and says so; it can be undone. */
export async function keepFinding(input: Keep): Promise<void> {
  try {
    const figure = isWhole(input) ? shownFigure() : null
    const kept = figure === null ? input : { ...input, figure }
    const { id, title, sameAs } = await api.findings.keep.mutate({ requestId: newRequestId(), ...kept } as Keep)
    const act = actOn(id, `Keep “${title}”`, true)
    didAct(act)
    notify({
      text: `${sameAs === null ? 'Kept' : 'Kept again'}: ${title}`,
      ...(sameAs === null ? {} : { hint: 'You had kept it before: both are in the notebook now.' }),
      action: { title: 'Open findings', run: () => workbench.getState().show('findings') },
      others: [{ title: 'Undo', run: () => void undoAct(act) }],
    })
  } catch (error) {
    notifyError(error)
  }
}

/** Puts a section before a finding (null: last); it can be undone. @returns its number */
export async function addSection(before: number | null): Promise<number | null> {
  try {
    const { id } = await api.findings.keep.mutate({ requestId: newRequestId(), kind: 'section', title: '', before })
    didAct(actOn(id, 'New section', true))
    return id
  } catch (error) {
    notifyError(error)
    return null
  }
}

/** Takes a finding out of the list; the notice and Ctrl+Z bring it back. */
export async function removeFinding({ id, title }: Pick<Finding, 'id' | 'title'>): Promise<void> {
  try {
    await api.findings.remove.mutate({ id })
    const named = title.trim() === '' ? 'a section' : `“${title}”`
    toldAct(actOn(id, `Remove ${named}`, false), `Removed: ${title.trim() === '' ? 'a section' : title}`)
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

/** That a finding came into the notebook, or went from it. */
function actOn(id: number, title: string, came: boolean): Act {
  const remove = () => api.findings.remove.mutate({ id })
  const restore = () => api.findings.restore.mutate({ id })
  return { title, undo: came ? remove : restore, redo: came ? restore : remove }
}

/** A plot shows a result as a whole, or what was chosen in it: not one row. */
function isWhole(input: Keep): boolean {
  switch (input.kind) {
    case 'difference':
      return input.latent === undefined
    case 'pair':
      return input.pair === undefined
    case 'cluster':
      return input.cluster === undefined
    default:
      return false
  }
}

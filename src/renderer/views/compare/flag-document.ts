import { api } from '../../client/api.ts'
import { toggleFlag } from '../../client/note-acts.ts'
import { notify, notifyError } from '../../client/notices.ts'
import type { OpenDocument } from '../../client/workbench.ts'
import { visibleText } from '../../widgets/visible-text.ts'

/** Flags the document, or takes its flag away, and says so: in a list there is no sign of it. */
export async function flagDocument({ corpus, ordinal }: OpenDocument): Promise<void> {
  try {
    const [row] = await api.documents.rows.query({ source: { corpus }, ordinals: [ordinal], characters: 40 })
    if (row === undefined) return
    const on = { corpus, document: row.id }
    const before = await api.notes.document.query(on)
    await toggleFlag(on, before)
    notify({ text: `${before.flag === null ? 'Flagged' : 'No longer flagged'}: ${visibleText(row.id)}` })
  } catch (error) {
    notifyError(error)
  }
}

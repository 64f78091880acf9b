import { api } from './api.ts'
import { placedLater } from './desk-state.ts'
import { notifyError } from './notices.ts'
import { workbench } from './workbench.ts'

/** Opens the document of an id, which may be gone: then it says so. */
export async function openDocumentNamed(corpus: string, channel: string, id: string): Promise<void> {
  const go = placedLater()
  try {
    const { ordinal } = await api.documents.get.query({ corpus, channel, id, limit: 1 })
    go(() => workbench.getState().openDocument({ corpus, channel, ordinal }))
  } catch (error) {
    notifyError(error)
  }
}

import { api } from '../client/api.ts'
import { newRequestId } from '../client/request-id.ts'
import { Drafts } from './drafts.ts'

/** Title and note of a finding being written, and of which project's finding. */
export type FindingDraft = { readonly project: string; readonly id: number; readonly title: string; readonly note: string }

export const findingName = (project: string, id: number): string => JSON.stringify([project, id])

export const findingDrafts = new Drafts<FindingDraft>({
  kept: 'etalon.finding-draft:',
  save: saveFinding,
  same: (one, other) => one.title === other.title && one.note === other.note,
  read: findingDraftIn,
  newId: newRequestId,
  storage: localStorage,
  rest: 600,
})

async function saveFinding({ project, id, title, note }: FindingDraft): Promise<void> {
  const current = await api.project.current.query()
  if (current?.folder !== project) throw new Error(`The project ${project} is not open.`)
  await api.findings.update.mutate({ id, title, note })
}

function findingDraftIn(stored: unknown): FindingDraft | null {
  const { project, id, title, note } = (stored ?? {}) as Partial<Record<keyof FindingDraft, unknown>>
  const whole = typeof project === 'string' && Number.isSafeInteger(id) && typeof title === 'string' && typeof note === 'string'
  return whole ? { project, id: id as number, title, note } : null
}

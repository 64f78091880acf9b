import { api } from '../client/api.ts'
import { newRequestId } from '../client/request-id.ts'
import { Drafts } from './drafts.ts'
import { EditingSpells } from './editing-spells.ts'

/** Title and note of a finding being written, and of which project's finding. */
export type FindingDraft = { readonly project: string; readonly id: number; readonly title: string; readonly note: string }

type FindingText = Pick<FindingDraft, 'title' | 'note'>

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

const spells = new EditingSpells<FindingText>()

async function saveFinding({ project, id, title, note }: FindingDraft): Promise<void> {
  const current = await api.project.current.query()
  if (current?.folder !== project) throw new Error(`The project ${project} is not open.`)
  const name = findingName(project, id)
  const spell = spells.current(name)
  const before = spell === null ? ((await api.findings.list.query()).find((each) => each.id === id) ?? null) : null
  await api.findings.update.mutate({ id, title, note })
  if (spell !== null) return spells.goOn(spell, { title, note })
  spells.begin(name, {
    title: `Text of “${title}”`,
    before: before === null ? null : { title: before.title, note: before.note },
    last: { title, note },
    putBack: (text) => api.findings.update.mutate({ id, ...text }),
  })
}

function findingDraftIn(stored: unknown): FindingDraft | null {
  const { project, id, title, note } = (stored ?? {}) as Partial<Record<keyof FindingDraft, unknown>>
  const whole = typeof project === 'string' && Number.isSafeInteger(id) && typeof title === 'string' && typeof note === 'string'
  return whole ? { project, id: id as number, title, note } : null
}

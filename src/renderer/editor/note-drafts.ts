import { api } from '../client/api.ts'
import { setNote, subjectName } from '../client/note-acts.ts'
import type { Subject } from '../client/note-queries.ts'
import { newRequestId } from '../client/request-id.ts'
import { Drafts } from './drafts.ts'
import { EditingSpells } from './editing-spells.ts'

/** A note being written, on a latent or a document, and of which project. */
export type NoteDraft = { readonly project: string; readonly on: Subject; readonly note: string }

export const noteName = (project: string, on: Subject): string => JSON.stringify([project, on])

const spells = new EditingSpells<string>()

export const noteDrafts = new Drafts<NoteDraft>({
  kept: 'etalon.note-draft:',
  save: saveNote,
  same: (one, other) => one.note === other.note,
  read: noteDraftIn,
  newId: newRequestId,
  storage: localStorage,
  rest: 600,
})

async function saveNote({ project, on, note }: NoteDraft): Promise<void> {
  const current = await api.project.current.query()
  if (current?.folder !== project) throw new Error(`The project ${project} is not open.`)
  const name = noteName(project, on)
  const spell = spells.current(name)
  const before = spell === null ? (await noteOn(on)).note : null
  await setNote(on, { note })
  if (spell !== null) return spells.goOn(spell, note)
  spells.begin(name, {
    title: `Note on ${subjectName(on)}`,
    before,
    last: note,
    putBack: (text) => setNote(on, { note: text ?? '' }),
  })
}

const noteOn = (on: Subject) => ('latent' in on ? api.notes.latent.query(on) : api.notes.document.query(on))

function noteDraftIn(stored: unknown): NoteDraft | null {
  const { project, on, note } = (stored ?? {}) as Partial<Record<keyof NoteDraft, unknown>>
  const subject = subjectIn(on)
  return typeof project === 'string' && typeof note === 'string' && subject !== null ? { project, on: subject, note } : null
}

function subjectIn(stored: unknown): Subject | null {
  const { latent, lens, corpus, document } = (stored ?? {}) as Readonly<Record<string, unknown>>
  if (Number.isSafeInteger(latent)) return { latent: latent as number, ...(typeof lens === 'string' ? { lens } : {}) }
  return typeof corpus === 'string' && typeof document === 'string' ? { corpus, document } : null
}

import type { Note } from '../../contract/notes.ts'
import { didAct } from './acts.ts'
import { api } from './api.ts'
import { noteShown, putNote, type Subject } from './note-queries.ts'
import { notifyError } from './notices.ts'

/** What a flag or a note is on, in words: `latent 12`, `document q-02`. */
export const subjectName = (on: Subject): string => ('latent' in on ? `latent ${on.latent}` : `document ${on.document}`)

/** Sets a flag or a note, at once on the page, then at the engine; what is left out stays as it was. */
export async function setNote(on: Subject, change: Partial<Note>): Promise<void> {
  const before = noteShown(on)
  if (before !== undefined) putNote(on, { ...before, ...change })
  try {
    const set =
      'latent' in on ? api.notes.setLatent.mutate({ ...on, ...change }) : api.notes.setDocument.mutate({ ...on, ...change })
    putNote(on, await set)
  } catch (error) {
    if (before !== undefined) putNote(on, before)
    throw error
  }
}

/** Flags (in words what for, maybe none) or (null) takes the flag away, as an act that can be undone. `before`: the flag as it was. */
export async function setFlag(on: Subject, flag: string | null, before: string | null): Promise<void> {
  if (flag === before) return
  try {
    await setNote(on, { flag })
    didAct({
      title: `${flag === null ? 'No flag' : before === null ? 'Flag' : 'Words of the flag'} on ${subjectName(on)}`,
      undo: () => setNote(on, { flag: before }),
      redo: () => setNote(on, { flag }),
    })
  } catch (error) {
    notifyError(error)
  }
}

/** Flags what is not flagged, and takes the flag of what is. */
export const toggleFlag = (on: Subject, { flag }: Note): Promise<void> => setFlag(on, flag === null ? '' : null, flag)

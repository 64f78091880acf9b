import type { z } from 'zod'
import { Failure } from '../../../contract/failure.ts'
import type {
  changeLatentListInput,
  documentNoteInput,
  LatentList,
  latentListInput,
  latentListsInput,
  LatentListSummary,
  latentNoteInput,
  Note,
  Notes,
  notesInput,
  setDocumentNoteInput,
  setLatentNoteInput,
} from '../../../contract/notes.ts'
import { listCorpora } from '../store/corpora.ts'
import { documentById } from '../store/documents.ts'
import {
  knownLatentList,
  latentListNamed,
  latentLists,
  latentsInList,
  listsWith,
  removeLatentList,
  renameLatentList,
  setInList,
  setLatentsInList,
  type StoredLatentList,
} from '../store/latent-lists.ts'
import type { StoredLens } from '../store/lenses.ts'
import { documentNote, documentNotes, latentNote, latentNotes, setDocumentNote, setLatentNote } from '../store/notes.ts'
import { write } from '../store/write.ts'
import { labelsOf } from './labels-of.ts'
import { refuseOutside } from './latent-page.ts'
import type { ProjectReading } from './project-reading.ts'
import type { ProjectWriting } from './project-writing.ts'
import { corpusNamed, lensIfAny, lensNamed } from './subjects.ts'

/** Everything that was noted or flagged: latents of one lens, and documents of all corpora, of those that are gone too. */
export function allNotes(project: ProjectReading, { lens }: z.output<typeof notesInput>): Notes {
  if (project.dbIfAny === null) return { latents: [], documents: [] }
  const of = lensIfAny(project, lens)
  const labels = of === null ? null : labelsOf(project, of)
  const ofLatents = of === null ? [] : [...latentNotes(project.db, of.lens)]
  const corpora = new Map(listCorpora(project.db).flatMap(({ state, name, corpus }) => (state === 'ready' ? [[name, corpus]] : [])))
  const ordinalOf = (name: string, document: string) => {
    const corpus = corpora.get(name)
    return corpus === undefined ? null : (documentById(project.db, corpus, document)?.ordinal ?? null)
  }
  return {
    latents: ofLatents.map(([latent, note]) => ({ latent, label: labels?.get(latent)?.text ?? null, ...note })),
    documents: documentNotes(project.db).map((noted) => ({ ...noted, ordinal: ordinalOf(noted.corpus, noted.document) })),
  }
}

export function noteOfLatent(project: ProjectReading, { lens, latent }: z.output<typeof latentNoteInput>): Note {
  const of = lensNamed(project, lens)
  refuseOutside(latent, of)
  return latentNote(project.db, of.lens, latent)
}

export function noteOnLatent(project: ProjectWriting, { lens, latent, ...change }: z.output<typeof setLatentNoteInput>): Note {
  const of = lensNamed(project, lens)
  refuseOutside(latent, of)
  const note = setLatentNote(project.db, of.lens, latent, change)
  project.changed('notes')
  return note
}

/** Throws a Failure 'not-found' for a document that is not there and of which nothing was noted. */
export function noteOfDocument(project: ProjectReading, { corpus, document }: z.output<typeof documentNoteInput>): Note {
  const note = project.dbIfAny === null ? null : documentNote(project.dbIfAny, corpus, document)
  if (note !== null && (note.note !== '' || note.flag !== null)) return note
  if (documentById(project.db, corpusNamed(project, corpus).corpus, document) !== null) return { note: '', flag: null }
  throw new Failure('not-found', `${corpus} has no document "${document}".`, 'Check its id.')
}

/** What was noted can be changed after its corpus is gone. */
export function noteOnDocument(
  project: ProjectWriting,
  { corpus, document, ...change }: z.output<typeof setDocumentNoteInput>,
): Note {
  noteOfDocument(project, { corpus, document })
  const note = setDocumentNote(project.db, corpus, document, change)
  project.changed('notes')
  return note
}

export function listsOfLatents(
  project: ProjectReading,
  { lens, latent }: z.output<typeof latentListsInput>,
): readonly LatentListSummary[] {
  const of = lensIfAny(project, lens)
  if (of === null) return []
  const holding = latent === undefined ? null : listsWith(project.db, of.lens, latent)
  return latentLists(project.db, of.lens).map(({ list, name, latents, madeAt }) => ({
    name,
    latents,
    madeAt,
    holds: holding?.has(list) ?? false,
  }))
}

export function listOfLatents(project: ProjectReading, { lens, name }: z.output<typeof latentListInput>): LatentList {
  const of = lensNamed(project, lens)
  return contentOf(project, of, knownLatentList(project.db, of.lens, name))
}

/** Makes the list where there is none. */
export function changeLatentList(project: ProjectWriting, request: z.output<typeof changeLatentListInput>): LatentList {
  const of = lensNamed(project, request.lens)
  for (const latent of [...request.add, ...(request.latents ?? [])]) refuseOutside(latent, of)
  const { db } = project
  const changed = write(db, () => {
    const { list } = latentListNamed(db, of.lens, request.name)
    if (request.latents !== undefined) setLatentsInList(db, list, request.latents)
    for (const latent of request.add) setInList(db, list, latent, true)
    for (const latent of request.take) setInList(db, list, latent, false)
    const stored = renameLatentList(db, list, request.rename ?? request.name)
    const content = contentOf(project, of, stored)
    if (request.remove) removeLatentList(db, list)
    return content
  })
  project.changed('notes')
  return changed
}

function contentOf(project: ProjectReading, lens: StoredLens, { list, name, madeAt }: StoredLatentList): LatentList {
  const labels = labelsOf(project, lens)
  return {
    name,
    madeAt,
    latents: latentsInList(project.db, list).map((latent) => ({ latent, label: labels.get(latent)?.text ?? null })),
  }
}

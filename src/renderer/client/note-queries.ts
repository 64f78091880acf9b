import type { Note } from '../../contract/notes.ts'
import { api, queryClient } from './api.ts'
import { useAsk } from './ask.ts'
import { useScope } from './workbench.ts'

/** What a flag or a note is on: a latent of a lens (absent: the newest that reads), or a document by its id. */
export type Subject = { readonly latent: number; readonly lens?: string } | { readonly corpus: string; readonly document: string }

export const noteKey = (on: Subject): readonly unknown[] => ['notes', 'of', on]

/** The flag and the note on a latent or a document. */
export const useNote = (on: Subject) =>
  useAsk<Note>(noteKey(on), (options) =>
    'latent' in on ? api.notes.latent.query(on, options) : api.notes.document.query(on, options),
  )

/** What is shown of it; undefined where nothing is. */
export const noteShown = (on: Subject): Note | undefined => queryClient.getQueryData<Note>(noteKey(on))
/** Shows what is set before the engine is asked again. */
export const putNote = (on: Subject, note: Note): void => void queryClient.setQueryData(noteKey(on), note)

/** Every latent of the lens and every document with a flag or a note. */
export function useNotes() {
  const scope = useScope()
  return useAsk(['notes', 'all', scope], (options) => api.notes.all.query(scope, options), { keep: true })
}

/** The lists of latents by name. */
export function useLists() {
  const scope = useScope()
  return useAsk(['notes', 'lists', scope], (options) => api.notes.lists.query(scope, options))
}

/** The same, and whether each holds a latent. */
export const useListsOf = (of: { readonly latent: number; readonly lens: string }) =>
  useAsk(['notes', 'lists', of], (options) => api.notes.lists.query(of, options))

/** What a list holds, in its order. */
export function useList(name: string) {
  const input = { ...useScope(), name }
  return useAsk(['notes', 'list', input], (options) => api.notes.list.query(input, options))
}

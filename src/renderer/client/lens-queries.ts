import { useMutation, useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { importLabelsInput } from '../../contract/label-files.ts'
import type { addLensInput, labelLensInput, LensRequest, removeLensInput } from '../../contract/lenses.ts'
import { toldAct } from './acts.ts'
import { api } from './api.ts'
import { useAsk } from './ask.ts'
import { counted } from './model-words.ts'
import { notify } from './notices.ts'

export const useLensDetails = () => useAsk(['lenses', 'details'], (options) => api.lenses.list.query(undefined, options))
export const useLensCatalogue = (enabled = true) =>
  useAsk(['lenses', 'catalogue'], (options) => api.lenses.catalogue.query(undefined, options), { enabled })
export const useHubAccess = () => useAsk(['lenses', 'hub'], (options) => api.lenses.hub.query(undefined, options))

/** What a folder or repository holds; asked only once the user says so, for the hub learns of it. Null asks nothing. */
export function useInspection(what: string | null) {
  return useQuery({
    queryKey: ['inspections', what],
    queryFn: ({ signal }) => api.lenses.inspect.query({ what: what ?? '' }, { signal }),
    enabled: what !== null,
    gcTime: 0,
    retry: false,
  })
}

/** What adding a lens would do; null asks nothing. A plan that is shown is not exchanged by itself, for it may be confirmed. */
export function useLensPlan(request: LensRequest | null, planning: number) {
  return useQuery({
    queryKey: ['lens plans', planning, request],
    queryFn: ({ signal }) => {
      if (request === null) throw new Error('Nothing is to be planned.')
      return api.lenses.plan.query({ request }, { signal })
    },
    enabled: request !== null,
    gcTime: 0,
    retry: false,
  })
}

export const useAddLens = () => useMutation({ mutationFn: (input: z.input<typeof addLensInput>) => api.lenses.add.mutate(input) })
export const useCheckLens = () => useMutation({ mutationFn: (name: string) => api.lenses.check.mutate({ name }) })
export const useRemoveLens = () =>
  useMutation({ mutationFn: (input: z.input<typeof removeLensInput>) => api.lenses.remove.mutate(input) })
export const useLabelLens = () =>
  useMutation({ mutationFn: (input: z.input<typeof labelLensInput>) => api.lenses.label.mutate(input) })

/** What a label file would do to the labels of this project; null asks nothing. */
export const useLabelComparison = (lens: string, file: string | null) =>
  useAsk(['labels', 'compare', lens, file], (options) => api.labels.compare.query({ lens, file: file ?? '' }, options), {
    enabled: file !== null,
  })
export const useLabelImports = (lens: string) =>
  useAsk(['labels', 'imports', lens], (options) => api.labels.imports.query({ lens }, options))

/** Imports labels; the notice and Ctrl+Z take all of them back as one. */
export const useImportLabels = () =>
  useMutation({
    mutationFn: async (input: z.input<typeof importLabelsInput>) => {
      const done = await api.labels.import.mutate(input)
      if (done.import === null) notify({ text: 'Nothing was written: the labels stand already as the file has them.' })
      else {
        const set = (redo: boolean) => api.labels.undoImport.mutate({ import: done.import ?? 0, redo })
        const { taken, both, kept } = done.conflicts
        const disputed =
          taken + both + kept === 0 ? '' : `; of the others ${taken} replaced, ${both} kept beside, ${kept} left as they were`
        toldAct(
          { title: 'Import of labels', undo: () => set(false), redo: () => set(true) },
          `${counted(done.added, 'new label')} imported${disputed}.`,
        )
      }
      return done
    },
  })
/** Takes an import back, or lets it count again. */
export const useUndoImport = () =>
  useMutation({ mutationFn: (input: { readonly import: number; readonly redo: boolean }) => api.labels.undoImport.mutate(input) })

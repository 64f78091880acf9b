import { useMutation } from '@tanstack/react-query'
import type { z } from 'zod'
import type { encodeInput, importInput, Mapping, removeInput } from '../../contract/corpora.ts'
import type { surveyInput, timeLensInput } from '../../contract/importing.ts'
import { api, queryClient } from './api.ts'
import { useAsk } from './ask.ts'

export const useAbout = () => useAsk(['host', 'about'], (options) => api.project.about.query(undefined, options))
export const useProject = () => useAsk(['project', 'current'], (options) => api.project.current.query(undefined, options))
export const useRecent = () => useAsk(['project', 'recent'], (options) => api.project.recent.query(undefined, options))
export const useLenses = () => useAsk(['lenses', 'list'], (options) => api.project.lenses.query(undefined, options))
export function useFolders(path: string | null, files = false) {
  const input = { files, ...(path === null ? {} : { path }) }
  return useAsk(['folders', input], (options) => api.project.folders.query(input, options), { keep: true })
}

export const useOpenProject = () => useMutation({ mutationFn: (folder: string) => api.project.open.mutate({ folder }) })
export const useForgetRecent = () => useMutation({ mutationFn: (folder: string) => api.project.forgetRecent.mutate({ folder }) })
export const useOpenDemo = () => useMutation({ mutationFn: () => api.project.openDemo.mutate() })

export const useCorpora = (enabled = true) =>
  useAsk(['corpora', 'list'], (options) => api.corpora.list.query(undefined, options), { enabled })

/** A corpus that may be imported: of the project's folder, or from anywhere on the engine's machine. */
export type SourcePlace = { readonly name: string } | { readonly path: string }

export const usePreview = (source: SourcePlace) =>
  useAsk(['corpora', 'preview', source], (options) => api.corpora.preview.query(source, options))

/** What importing and reading it come to. */
export function useSurvey(
  source: SourcePlace,
  how: { readonly mapping?: Mapping } & z.input<typeof timeLensInput>,
  enabled: boolean,
) {
  const input: z.input<typeof surveyInput> = { ...source, ...how }
  return useAsk(['corpora', 'survey', input], (options) => api.corpora.survey.query(input, options), { keep: true, enabled })
}
export const useTimeLens = () =>
  useMutation({
    mutationFn: (input: z.input<typeof timeLensInput>) => api.corpora.timeLens.mutate(input),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['corpora', 'survey'] }),
  })

export const useProblems = (corpus: string, limit: number, enabled: boolean) =>
  useAsk(['corpora', 'problems', corpus, limit], (options) => api.corpora.problems.query({ corpus, limit }, options), { enabled })

export const useImport = () => useMutation({ mutationFn: (input: z.input<typeof importInput>) => api.corpora.import.mutate(input) })
export const useEncode = () => useMutation({ mutationFn: (input: z.input<typeof encodeInput>) => api.corpora.encode.mutate(input) })
export const useRemoveCorpus = () =>
  useMutation({ mutationFn: (input: z.input<typeof removeInput>) => api.corpora.remove.mutate(input) })

/** A file or folder in a folder, as the system that has it writes paths. */
export const inFolder = (folder: string, name: string): string => `${folder}${folder.includes('\\') ? '\\' : '/'}${name}`

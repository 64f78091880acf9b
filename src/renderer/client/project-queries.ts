import { useMutation } from '@tanstack/react-query'
import type { z } from 'zod'
import type { encodeInput, importInput, Mapping, previewInput, removeInput } from '../../contract/corpora.ts'
import { api } from './api.ts'
import { useAsk } from './ask.ts'

export const useAbout = () => useAsk(['host', 'about'], (options) => api.project.about.query(undefined, options))
export const useProject = () => useAsk(['project', 'current'], (options) => api.project.current.query(undefined, options))
export const useRecent = () => useAsk(['project', 'recent'], (options) => api.project.recent.query(undefined, options))
export const useLenses = () => useAsk(['lenses', 'list'], (options) => api.project.lenses.query(undefined, options))
export const useFolders = (path: string | null) =>
  useAsk(['folders', path], (options) => api.project.folders.query(path === null ? {} : { path }, options), { keep: true })

export const useOpenProject = () => useMutation({ mutationFn: (folder: string) => api.project.open.mutate({ folder }) })
export const useOpenDemo = () => useMutation({ mutationFn: () => api.project.openDemo.mutate() })

export const useCorpora = (enabled = true) =>
  useAsk(['corpora', 'list'], (options) => api.corpora.list.query(undefined, options), { enabled })

export function usePreview(name: string, mapping?: Mapping) {
  const input: z.input<typeof previewInput> = mapping === undefined ? { name } : { name, mapping }
  return useAsk(['corpora', 'preview', input], (options) => api.corpora.preview.query(input, options), { keep: true })
}

export const useProblems = (corpus: string, limit: number, enabled: boolean) =>
  useAsk(['corpora', 'problems', corpus, limit], (options) => api.corpora.problems.query({ corpus, limit }, options), { enabled })

export const useImport = () => useMutation({ mutationFn: (input: z.input<typeof importInput>) => api.corpora.import.mutate(input) })
export const useEncode = () => useMutation({ mutationFn: (input: z.input<typeof encodeInput>) => api.corpora.encode.mutate(input) })
export const useRemoveCorpus = () =>
  useMutation({ mutationFn: (input: z.input<typeof removeInput>) => api.corpora.remove.mutate(input) })
export const useCancelJob = () => useMutation({ mutationFn: (id: number) => api.jobs.cancel.mutate({ id }) })

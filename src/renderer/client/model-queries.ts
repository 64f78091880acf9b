import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { endpointSchema, keyInput, PromptName, setEmbedderInput, setPromptInput } from '../../contract/language-models.ts'
import type { confirmedInput, resumeInput } from '../../contract/model-requests.ts'
import { api } from './api.ts'
import type { ModelInput } from './ask-models.ts'
import { useAsk } from './ask.ts'
import type { LatentTable } from './row-queries.ts'
import { settled } from './settled.ts'
import { withdrawLabelsOf } from './withdraw-labels.ts'

export const useEndpoints = () =>
  useAsk(['models', 'endpoints'], (options) => api.languageModels.endpoints.query(undefined, options))
export const useSaveEndpoint = () =>
  useMutation({ mutationFn: (input: z.input<typeof endpointSchema>) => api.languageModels.saveEndpoint.mutate(input) })
export const useRemoveEndpoint = () =>
  useMutation({ mutationFn: (name: string) => api.languageModels.removeEndpoint.mutate({ name }) })
/** An empty key is forgotten. */
export const useSetKey = () =>
  useMutation({ mutationFn: (input: z.input<typeof keyInput>) => api.languageModels.setKey.mutate(input) })

/** How long settings rest before they are planned, in milliseconds. */
const rest = 250

/**
 * What a request would send where; null asks nothing. A plan that is shown is never exchanged by itself, for it may be confirmed.
 *
 * @param planning what tells one planning from another of the same request: the dialog's number, and how often it was planned there
 */
export function usePlan(request: ModelInput | null, planning: string) {
  return useQuery({
    queryKey: ['plans', planning, request],
    queryFn: async ({ signal }) => {
      await settled(signal, rest)
      if (request === null) throw new Error('Nothing is to be planned.')
      return api.languageModels.plan.query({ request }, { signal })
    },
    enabled: request !== null,
    gcTime: 0,
    placeholderData: keepPreviousData,
  })
}

/** Numbers of the first latents of a table, in its order. */
export function useLatentNumbers(table: LatentTable, limit: number, enabled: boolean) {
  const input = { ...table, offset: 0, limit }
  return useAsk(
    ['latents', 'numbers', input],
    async (options) => {
      await settled(options.signal, rest)
      return (await api.latents.list.query(input, options)).rows.map(({ latent }) => latent)
    },
    { enabled, keep: true },
  )
}

export const useRunModels = () =>
  useMutation({ mutationFn: (input: z.input<typeof confirmedInput>) => api.languageModels.run.mutate(input) })
export const useModelRuns = () => useAsk(['models', 'runs'], (options) => api.languageModels.runs.query(undefined, options))
export const useResumeRun = () =>
  useMutation({ mutationFn: (input: z.input<typeof resumeInput>) => api.languageModels.resume.mutate(input) })
export const useAbandonRun = () => useMutation({ mutationFn: (run: number) => api.languageModels.abandon.mutate({ run }) })
export const useWithdrawLabels = () => useMutation({ mutationFn: withdrawLabelsOf })

/** What was spent, by stage: in one run, or (null) in all. */
export function useLedger(run: number | null) {
  const input = run === null ? {} : { run }
  return useAsk(['models', 'ledger', input], (options) => api.languageModels.ledger.query(input, options))
}

/** What compares words with labels in this project. */
export const useEmbedder = () => useAsk(['models', 'embedder'], (options) => api.languageModels.embedder.query(undefined, options))
/** What it would mean to use an endpoint's embeddings, and how many labels it has embedded. */
export const useEmbedderTerms = (name: string) =>
  useAsk(['models', 'terms', name], (options) => api.languageModels.embedderTerms.query({ name }, options), { keep: true })
export const useSetEmbedder = () =>
  useMutation({ mutationFn: (input: z.input<typeof setEmbedderInput>) => api.languageModels.setEmbedder.mutate(input) })

export const usePrompts = () => useAsk(['models', 'prompts'], (options) => api.languageModels.prompts.query(undefined, options))
export const useSetPrompt = () =>
  useMutation({ mutationFn: (input: z.input<typeof setPromptInput>) => api.languageModels.setPrompt.mutate(input) })
export const useResetPrompt = () =>
  useMutation({ mutationFn: (name: PromptName) => api.languageModels.resetPrompt.mutate({ name }) })

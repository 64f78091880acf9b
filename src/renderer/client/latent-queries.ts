import { useMutation } from '@tanstack/react-query'
import type { z } from 'zod'
import type { examplesInput, starInput } from '../../contract/latents.ts'
import { didAct } from './acts.ts'
import { api } from './api.ts'
import { useAsk } from './ask.ts'
import { useLatentScope } from './latent-scope.ts'

/** The page of a latent (null asks nothing); `keep` leaves the last answer standing until the next one, for one that is about the same latent. */
export function useLatent(latent: number | null, keep = false) {
  const input = { latent: latent ?? 0, ...useLatentScope() }
  return useAsk(['latents', 'page', input], (options) => api.latents.get.query(input, options), { keep, enabled: latent !== null })
}

/** Where examples come from: absent, all that was read. */
type ExamplesOf = Pick<z.input<typeof examplesInput>, 'corpora' | 'where'>

export function useExamples(latent: number, kind: 'top' | 'quantile', limit: number, of: ExamplesOf = {}) {
  const input = { latent, kind, limit, ...of, ...useLatentScope() }
  return useAsk(['latents', 'examples', input], (options) => api.latents.examples.query(input, options), { keep: true })
}

export function useLabelHistory(latent: number, lens: string) {
  const input = { latent, lens }
  return useAsk(['labels', 'history', input], (options) => api.labels.history.query(input, options))
}

/** What the label that came with the lens rests on. */
export function useLabelEvidence(latent: number, lens: string | undefined) {
  const input = { latent, ...(lens === undefined ? {} : { lens }) }
  return useAsk(['lenses', 'evidence', input], (options) => api.labels.evidence.query(input, options))
}

/** Sets or takes a star, as an act that can be undone. */
export const useStar = () =>
  useMutation({
    mutationFn: async (input: z.input<typeof starInput>) => {
      const set = (starred: boolean) => api.labels.star.mutate({ ...input, starred })
      await set(input.starred)
      const title = `${input.starred ? 'Star on' : 'No star on'} latent ${input.latent}`
      didAct({ title, undo: () => set(!input.starred), redo: () => set(input.starred) })
    },
  })

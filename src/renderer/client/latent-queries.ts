import { useMutation } from '@tanstack/react-query'
import type { z } from 'zod'
import type { starInput } from '../../contract/latents.ts'
import { api } from './api.ts'
import { useAsk } from './ask.ts'
import { useLatentScope } from './latent-scope.ts'

/** The page of a latent; `keep` leaves the last answer standing until the next one, for one that is about the same latent. */
export function useLatent(latent: number, keep = false) {
  const input = { latent, ...useLatentScope() }
  return useAsk(['latents', 'page', input], (options) => api.latents.get.query(input, options), { keep })
}

export function useExamples(latent: number, kind: 'top' | 'quantile', limit: number) {
  const input = { latent, kind, limit, ...useLatentScope() }
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

export const useStar = () => useMutation({ mutationFn: (input: z.input<typeof starInput>) => api.labels.star.mutate(input) })

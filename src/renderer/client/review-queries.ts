import type { z } from 'zod'
import type { candidatesInput, queueInput } from '../../contract/model-requests.ts'
import { api } from './api.ts'
import { useAsk } from './ask.ts'
import { useScope } from './workbench.ts'

export type QueueKind = z.output<typeof queueInput>['kind']
type OfLatent = z.input<typeof candidatesInput>

/** So many rows of a queue are asked for together; where as many come there may be more. */
export const mostWaiting = 500

/** Latents that wait for a decision, the most frequent first. */
export function useQueue(kind: QueueKind) {
  const input = { kind, limit: mostWaiting, ...useScope() }
  return useAsk(['review', 'queue', input], (options) => api.review.queue.query(input, options))
}

/** The last ten decisions, undone ones among them, the newest first. */
export function useDecisions() {
  const input = useScope()
  return useAsk(['review', 'decisions', input], (options) => api.review.decisions.query(input, options))
}

/** What was ever proposed for a latent, the newest first. */
export const useCandidates = (input: OfLatent) =>
  useAsk(['review', 'candidates', input], (options) => api.review.candidates.query(input, options))

/** Every score of a latent's labels and proposals, the newest first. */
export const useScores = (input: OfLatent) =>
  useAsk(['review', 'scores', input], (options) => api.review.scores.query(input, options))

/** The passages that a proposal was made from, which never change; null where none were kept. */
export const useCandidateEvidence = (candidate: number) =>
  useAsk(['candidate-evidence', candidate], (options) => api.review.evidence.query({ candidate }, options))

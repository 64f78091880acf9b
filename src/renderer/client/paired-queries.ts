import type { PairSide } from '../../contract/paired-documents.ts'
import { api } from './api.ts'
import { useAsk } from './ask.ts'

/** Pairs of a recorded comparison by where a latent is present, the first so many of one side. */
export function usePairedDocuments(id: number, latent: number, other: number | null, side: PairSide, limit: number) {
  const input = { id, latent, other, side, limit }
  return useAsk(['analyses', 'paired', input], (options) => api.analyses.pairedDocuments.query(input, options), { keep: true })
}

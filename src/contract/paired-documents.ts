import { z } from 'zod'
import type { Quote } from './analyses.ts'

/** Which documents of a pair have the latent: only the target's, only the other's, both, or neither. */
export const pairSides = ['target', 'other', 'both', 'neither'] as const
export type PairSide = (typeof pairSides)[number]

/** Pairs of a recorded comparison of pairs, by where a latent is present. */
export const pairedDocumentsInput = z.object({
  /** The comparison. */
  id: z.number().int(),
  latent: z.number().int().min(0),
  /** Which of the others the target is set against, from 0; null: whichever has it. */
  other: z.number().int().min(0).nullable(),
  side: z.enum(pairSides),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(1000).default(20),
})

export type PairedDocuments = {
  /** Pairs by where the latent is present; their sum is all pairs with both documents. */
  readonly counts: Readonly<Record<PairSide, number>>
  /** Of the asked side, those where it is strongest first. */
  readonly pairs: readonly { readonly target: Quote; readonly other: Quote }[]
}

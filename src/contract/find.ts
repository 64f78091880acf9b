import { z } from 'zod'
import type { AnalysisKind } from './analyses.ts'

/** What was typed, and whose labels are looked through (absent: those of the lens that read last). */
export const findInput = z.object({
  query: z.string().max(200),
  lens: z.string().optional(),
  /** Most of each kind. */
  limit: z.number().int().min(1).max(50).default(6),
})

/** Something a person can go to by its name. */
export type Found =
  | { readonly kind: 'latent'; readonly latent: number; readonly label: string | null }
  | {
      readonly kind: 'document'
      readonly corpus: string
      readonly channel: string | null
      readonly ordinal: number
      readonly id: string
      /** What stands around the first word found; the beginning of the text where the id was. */
      readonly excerpt: string
    }
  | { readonly kind: 'corpus'; readonly name: string; readonly documents: number }
  | {
      readonly kind: 'analysis'
      readonly id: number
      readonly analysis: AnalysisKind
      readonly title: string
      readonly ranAt: string
    }
  | { readonly kind: 'finding'; readonly id: number; readonly title: string }
  | { readonly kind: 'list'; readonly name: string; readonly latents: number }

import { z } from 'zod'
import { labelHistoryInput, latentInput } from './latents.ts'

/** How often a latent is present in the documents of each value of a metadata column, over the corpora that have it. */
export const latentGroupsInput = latentInput.extend({
  column: z.string(),
  /** Values shown at most, those with the most documents. */
  limit: z.number().int().min(1).max(200).default(40),
})
export type LatentGroups = {
  /** Values there are, also those not shown. */
  readonly values: number
  readonly groups: readonly {
    /** null: documents without a value. */
    readonly value: string | null
    readonly documents: number
    readonly present: number
    readonly documentFrequency: number
    /** 95 % interval (Wilson's). */
    readonly interval: readonly [number, number]
  }[]
}

export const logitsInput = labelHistoryInput.extend({ limit: z.number().int().min(1).max(100).default(10) })

export type TokenWeight = { readonly token: string; readonly weight: number }
/**
 * What a latent's decoder direction adds to the logits where nothing comes in between: its product with the unembedding, without the last
 * norm. `head`: `own`, the reader's own head, or `tied`, its table of embeddings where its config says that the two are the same; null with
 * the reason where neither is at hand.
 */
export type LatentLogits =
  | {
      readonly head: 'own' | 'tied'
      /** The largest weights first. */
      readonly promoted: readonly TokenWeight[]
      /** The least first. */
      readonly suppressed: readonly TokenWeight[]
    }
  | { readonly head: null; readonly reason: string }

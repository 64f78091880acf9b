import { z } from 'zod'
import type { Precision } from './corpora.ts'

/** What is read of what: a corpus, one of its channels (absent: its first), a lens (absent: the newest that read it). */
export const sourceSchema = z.object({ corpus: z.string(), channel: z.string().optional(), lens: z.string().optional() })

export const documentFilterSchema = z.object({
  /** Words to be found in the text (full text), or a substring when quoted. */
  text: z.string().optional(),
  /** Metadata that must equal. */
  where: z.record(z.string(), z.string()).optional(),
  /** Only documents where the latent is present. */
  onlyPresent: z.boolean().optional(),
})
export type DocumentFilter = z.infer<typeof documentFilterSchema>

/** One row order for one or more panes. `together`: rows are paired by id over all panes; otherwise ask once per pane. */
export const orderInput = z.object({
  panes: z.array(sourceSchema).min(1).max(8),
  latent: z.number().int().min(0).optional(),
  order: z.enum(['corpus', 'activation', 'difference']).default('corpus'),
  filter: documentFilterSchema.default({}),
})
export type DocumentOrder = {
  /** For each pane the ordinal of its document in every row, [rows]; -1 where it has no partner. */
  readonly ordinals: readonly Int32Array[]
  readonly rows: number
  /** Documents of each pane that have a partner in every other pane. */
  readonly paired: number
}

export const rowsInput = z.object({
  source: sourceSchema,
  ordinals: z.array(z.number().int().min(0)).max(200),
  latent: z.number().int().min(0).optional(),
  /** Characters of text to give for each row, around the latent's maximum where there is one. */
  characters: z.number().int().min(40).max(20000).default(600),
})

/** One token's activation of the chosen latent; character offsets in UTF-16 units of the whole text. */
export type Mark = { readonly start: number; readonly end: number; readonly activation: number }

export type DocumentRow = {
  readonly ordinal: number
  readonly id: string
  /** The part of the text from character `from`. */
  readonly excerpt: string
  readonly from: number
  readonly characters: number
  readonly marks: readonly Mark[]
  /** Pooled activation of the chosen latent; null without one or without an encoding. */
  readonly activation: number | null
  readonly metadata: Readonly<Record<string, unknown>>
}

export const documentInput = sourceSchema.extend({
  id: z.string().optional(),
  ordinal: z.number().int().min(0).optional(),
  limit: z.number().int().min(1).max(500).default(50),
})

export type DocumentLatent = {
  readonly latent: number
  readonly label: string | null
  readonly activation: number
  /** Tokens of the document on which it is above 0. */
  readonly tokens: number
}

export type DocumentPage = {
  readonly corpus: string
  readonly channel: string
  readonly channels: readonly string[]
  readonly lens: string | null
  /** In which it was read; null where it was not. */
  readonly precision: Precision | null
  readonly id: string
  readonly ordinal: number
  readonly text: string
  readonly metadata: Readonly<Record<string, unknown>>
  /** Token spans, [tokens] each; empty where the document was not read. */
  readonly starts: Int32Array
  readonly ends: Int32Array
  readonly latents: readonly DocumentLatent[]
}

export const documentMarksInput = documentInput
  .omit({ limit: true })
  .extend({ latents: z.array(z.number().int().min(0)).min(1).max(8) })
export type DocumentMarks = {
  /** Token positions and activations of each asked latent. */
  readonly latents: readonly { readonly latent: number; readonly positions: Int32Array; readonly activations: Float32Array }[]
}

export const tokenInput = documentInput.extend({ position: z.number().int().min(0) })

export const readInput = z.object({
  text: z.string().max(200_000),
  lens: z.string().optional(),
  limit: z.number().int().min(1).max(500).default(50),
})
export type ReadText = {
  readonly lens: string
  readonly text: string
  readonly starts: Int32Array
  readonly ends: Int32Array
  readonly latents: readonly (DocumentLatent & { readonly positions: Int32Array; readonly activations: Float32Array })[]
}

import { z } from 'zod'
import type { Precision } from './corpora.ts'

/** What is read of what: a corpus, one of its channels (absent: its first), a lens (absent: the newest that read it). */
export const sourceSchema = z.object({ corpus: z.string(), channel: z.string().optional(), lens: z.string().optional() })

/** What is asked of one latent: that its pooled activation is above a value (absent: the lens's threshold), or that it is not. */
export const latentConditionSchema = z.object({
  latent: z.number().int().min(0),
  is: z.enum(['present', 'absent']),
  above: z.number().min(0).optional(),
})
export type LatentCondition = z.infer<typeof latentConditionSchema>

export const documentFilterSchema = z.object({
  /** Words to be found in the text (full text), or a substring when quoted. */
  text: z.string().optional(),
  /** Metadata that must equal. */
  where: z.record(z.string(), z.string()).optional(),
  /** Only documents where the latent is present. */
  onlyPresent: z.boolean().optional(),
  /** All of them must hold. What was not read meets none. */
  latents: z.array(latentConditionSchema).max(8).optional(),
})
export type DocumentFilter = z.infer<typeof documentFilterSchema>

/** As in the corpus; by the chosen latent's activation, or by how much of it the first pane has more; by bytes of text; by id; by metadata. */
export const documentOrders = ['corpus', 'activation', 'difference', 'length', 'id', 'column'] as const

/**
 * One row order for one pane, or for several whose rows are paired by id; panes that go apart are asked for one by one.
 *
 * A row is shown where the document of any pane passes `filter`, and those of all panes with a filter of their own pass theirs.
 */
export const orderInput = z.object({
  panes: z
    .array(sourceSchema.extend({ filter: documentFilterSchema.optional() }))
    .min(1)
    .max(8),
  latent: z.number().int().min(0).optional(),
  order: z.enum(documentOrders).default('corpus'),
  /** Which metadata `column` means. Numbers go by size. Rows without a value come last, whichever way. */
  column: z.string().optional(),
  /** Absent: the largest first of activation and difference, the smallest of all else. */
  descending: z.boolean().optional(),
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
  /** Further latents whose tokens are marked. Without `latent` the first of them leads. */
  beside: z.array(z.number().int().min(0)).max(7).optional(),
  /** Words to begin the excerpt near; they lead before any latent. */
  words: z.string().optional(),
  /** Characters of text to give for each row, around the latent's maximum where there is one. */
  characters: z.number().int().min(40).max(20000).default(600),
})

/** One token's activation of the chosen latent; character offsets in UTF-16 units of the whole text. */
export type Mark = { readonly start: number; readonly end: number; readonly activation: number }

/** A latent in a document: pooled activation (null where it was not read) and the tokens of the excerpt it is active on. */
type LatentMarks = { readonly latent: number; readonly activation: number | null; readonly marks: readonly Mark[] }

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
  /** The further latents asked for, in their order. */
  readonly beside: readonly LatentMarks[]
  /** Where the words stand in the excerpt; offsets of the whole text. */
  readonly found: readonly { readonly start: number; readonly end: number }[]
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

const documentRefSchema = sourceSchema.extend({ id: z.string().optional(), ordinal: z.number().int().min(0).optional() })

/** Two documents, by id or ordinal each. */
export const textDifferenceInput = z.object({
  first: documentRefSchema,
  second: documentRefSchema,
  limit: z.number().int().min(1).max(500).default(50),
})

/** A latent in two documents. */
export type DifferingLatent = {
  readonly latent: number
  readonly label: string | null
  /** Pooled activation in each. */
  readonly activations: readonly [number, number]
  /** Tokens of each on which it is above 0. */
  readonly tokens: readonly [number, number]
  /** Its largest activation in the two corpora. */
  readonly maximum: number
  /** Second minus first, as a share of the maximum: -1..1. */
  readonly share: number
}

export type TextDifference = {
  /** Stretches of the same words: from and to in the first text, then in the second, in UTF-16 units, in order, [stretches * 4]. */
  readonly same: Int32Array
  /** Words of each text, and how many of them are in the stretches. */
  readonly words: readonly [number, number]
  readonly shared: number
  /** False where the texts were too long and too different to look for the smallest difference. */
  readonly shortest: boolean
  /** The latents whose share differs most, the largest first. */
  readonly latents: readonly DifferingLatent[]
  /** Why there are no latents to compare; null where there are. */
  readonly unread: string | null
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

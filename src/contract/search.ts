import { z } from 'zod'
import { type ComparedBy, type DocumentRef, groupSchema, type LatentName, type Made, type Quote, scopeFields } from './analyses.ts'

export const searchModes = ['fused', 'latents', 'text'] as const

/** A condition on documents. */
export type Rule =
  | { readonly all: readonly Rule[] }
  | { readonly any: readonly Rule[] }
  | { readonly not: Rule }
  /** Present: pooled activation above `above` (absent: the presence threshold) on at least so many tokens. */
  | { readonly latent: number; readonly above?: number | undefined; readonly atLeastTokens?: number | undefined }
  | { readonly column: string; readonly is: string }
  | { readonly column: string; readonly atLeast?: number | undefined; readonly atMost?: number | undefined }
  /** Words that all occur, as in the document filter. */
  | { readonly text: string }

export const ruleSchema: z.ZodType<Rule> = z.lazy(() =>
  z.union([
    z.object({ all: z.array(ruleSchema).max(500) }).strict(),
    z.object({ any: z.array(ruleSchema).max(500) }).strict(),
    z.object({ not: ruleSchema }).strict(),
    z
      .object({
        latent: z.number().int().min(0),
        above: z.number().min(0).optional(),
        atLeastTokens: z.number().int().min(1).optional(),
      })
      .strict(),
    z.object({ column: z.string(), is: z.string() }).strict(),
    z.object({ column: z.string(), atLeast: z.number().optional(), atMost: z.number().optional() }).strict(),
    z.object({ text: z.string().max(2000) }).strict(),
  ]),
)

export const documentRefSchema = z.object({ corpus: z.string(), ordinal: z.number().int().min(0) })

export const searchInput = z.object({
  ...scopeFields,
  group: groupSchema,
  /** The property in words. */
  query: z.string().max(2000).default(''),
  mode: z.enum(searchModes).default('fused'),
  /** Chosen by hand instead of by the query's words. */
  latents: z.array(z.number().int().min(0)).max(1000).optional(),
  /** By example: more like these, less like those. */
  like: z.array(documentRefSchema).max(100).default([]),
  unlike: z.array(documentRefSchema).max(100).default([]),
  /** Only documents that answer it; alone, without a query, it finds them all. */
  rule: ruleSchema.optional(),
  /** Latents the query picks, at most, and how steeply their weights fall: exp(-rank / (k T)). */
  k: z.number().int().min(1).max(1000).default(100),
  temperature: z.number().gt(0).max(100).default(0.2),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(10_000).default(20),
})
export type SearchRequest = z.output<typeof searchInput>

export type SearchLatent = LatentName & {
  /** Similarity of its label to the query; null where chosen otherwise. */
  readonly similarity: number | null
  /** 0..1, what its normalised activation is multiplied by; below 0 for latents of the disliked. */
  readonly weight: number
  /** 90th percentile of its pooled activations above 0. */
  readonly scale: number
}

export type SearchHit = DocumentRef & {
  readonly score: number
  /** Rank in each list, from 1; null where it is in none. */
  readonly latentRank: number | null
  readonly textRank: number | null
  readonly why: readonly (LatentName & {
    readonly activation: number
    /** Its share of the latents' score. */
    readonly share: number
    readonly start: number
    readonly end: number
  })[]
  /** The query's words found. */
  readonly words: readonly { readonly word: string; readonly start: number; readonly end: number }[]
  readonly quote: Quote
}

export type SearchResult = Made & {
  readonly lens: string
  /** null where no words were compared with labels; absent in results of earlier versions. */
  readonly compared?: ComparedBy | null
  readonly documents: number
  /** Documents with any score, or that answer the rule. */
  readonly total: number
  readonly latents: readonly SearchLatent[]
  /** The rule as text; null without one. */
  readonly rule: string | null
  readonly hits: readonly SearchHit[]
}

/** A text that is no document of the project, by the latents active in it. */
export const resemblingInput = z.object({
  lens: z.string().optional(),
  channel: z.string().optional(),
  corpora: z.array(z.string()).optional(),
  latents: z.array(z.object({ latent: z.number().int().min(0), activation: z.number().min(0) })).max(2000),
  limit: z.number().int().min(1).max(100).default(10),
})
export type Resembling = { readonly lens: string; readonly documents: number; readonly hits: readonly SearchHit[] }

/** A rule as people write it, or a rule, counted. */
export const countInput = z.object({ ...scopeFields, group: groupSchema, rule: z.union([ruleSchema, z.string().max(4000)]) })
export type RuleCount = { readonly documents: number; readonly of: number; readonly rule: Rule; readonly text: string }

/** Latents whose labels are like some words. */
export const similarLatentsInput = z.object({
  lens: z.string().optional(),
  query: z.string().max(2000),
  limit: z.number().int().min(1).max(1000).default(20),
})
export type SimilarLatents = {
  readonly lens: string
  readonly compared: ComparedBy
  /** The endpoint that a search or a clustering asks instead, maybe to another end: nothing is sent while one types. Null where it answered too. */
  readonly asks: string | null
  readonly labelled: number
  /** Similarity that hardly any label reaches with a random query: above it a label is about the query. */
  readonly cut: number
  readonly latents: readonly (LatentName & { readonly similarity: number; readonly documentFrequency: number })[]
}

export const saveSearchInput = z.object({ name: z.string().min(1).max(200), search: searchInput })
export const savedSearchInput = z.object({ id: z.number().int() })
/** A search kept under a name: a rule, never a copy of its hits. */
export type SavedSearch = { readonly id: number; readonly name: string; readonly search: SearchRequest; readonly savedAt: string }

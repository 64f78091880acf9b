import { z } from 'zod'
import { groupSchema, type LatentName, type Made, type Quote, scopeFields } from './analyses.ts'

export const correlateInput = z.object({
  ...scopeFields,
  group: groupSchema,
  /** Latents of one channel with latents of another; absent: within the channel. */
  between: z.tuple([z.string(), z.string()]).optional(),
  /** Latents with the values of a metadata column. */
  withColumn: z.string().optional(),
  /** Only pairs with one of these latents, of the second channel where there are two: fewer pairs, so weaker ones are told from chance. */
  latents: z.array(z.number().int().min(0)).min(1).max(100).optional(),
  unit: z.string().default('auto'),
  foldDuplicates: z.boolean().default(true),
  /** Units in which both are present. */
  minSupport: z.number().int().min(2).default(5),
  /** Of the listed pairs: NPMI at least, similarity of labels at most. They act after testing. */
  minNpmi: z.number().min(-1).max(1).default(0),
  maxLabelSimilarity: z.number().min(-1).max(1).default(1),
  /** Leave out pairs whose strongest tokens mostly are the same or next to each other. */
  apart: z.boolean().default(false),
  /** Leave out latents whose label or tokens are of grammar and punctuation. */
  skipSyntax: z.boolean().default(false),
  /** Latents present in a larger share of documents are left out. */
  maxFrequency: z.number().gt(0).max(1).default(0.5),
  rate: z.number().gt(0).lt(1).default(0.05),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(10_000).default(100),
  examples: z.number().int().min(0).max(20).default(2),
})
export type CorrelateRequest = z.output<typeof correlateInput>

/** A latent of a channel, or a value of a metadata column. */
export type Property =
  | (LatentName & { readonly kind: 'latent'; readonly channel: string })
  | { readonly kind: 'value'; readonly column: string; readonly value: string }

export type PairRow = {
  readonly a: Property
  readonly b: Property
  readonly npmi: number
  /** Lower 95 % limit of NPMI: the ranking. */
  readonly npmiLow: number
  /** Documents and units where both are. */
  readonly support: number
  readonly supportUnits: number
  readonly documentsA: number
  readonly documentsB: number
  /** P(a | b), P(b | a). */
  readonly givenB: number
  readonly givenA: number
  /** Documents expected with both, given how rich documents are. */
  readonly expected: number
  /** Against independence of the two. */
  readonly pIndependence: number
  /** Given how rich documents are, and their corpus. */
  readonly pValue: number
  readonly qValue: number
  /** Cosine of the labels' embeddings; null without two labels. */
  readonly labelSimilarity: number | null
  /** Share of the documents read where the two are strongest on the same or adjacent tokens; null across channels and for values. */
  readonly sameToken: number | null
  readonly examples: readonly { readonly a: Quote; readonly b: Quote | null }[]
}

export type CorrelateResult = Made & {
  readonly lens: string
  readonly documents: number
  readonly folded: number
  readonly units: number
  readonly unitsBy: readonly string[]
  /** Properties of each side within the bounds. */
  readonly properties: readonly [number, number]
  readonly tested: number
  readonly discoveries: number
  /** Pairs that plain independence would have called. */
  readonly independenceDiscoveries: number
  readonly total: number
  readonly pairs: readonly PairRow[]
}

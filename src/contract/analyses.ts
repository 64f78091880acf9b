import { z } from 'zod'
import { rangesPattern } from './ordinal-ranges.ts'

export const analysisKinds = ['diff', 'trend', 'correlate', 'cluster', 'search'] as const
export type AnalysisKind = (typeof analysisKinds)[number]

/** What every analysis takes: the lens, which documents, and when a latent counts as present. */
export const scopeFields = {
  lens: z.string().optional(),
  /** Absent: the corpus' first channel. */
  channel: z.string().optional(),
  /** Metadata that must equal. */
  where: z.record(z.string(), z.string()).optional(),
  /** `lens`: each latent's own threshold; a number: the same pooled activation for all, 0 for any. */
  threshold: z.union([z.literal('lens'), z.number().min(0)]).default('lens'),
  /** Tokens on which it must be active. */
  minTokens: z.number().int().min(1).max(1000).default(1),
}

const ordinals = z.record(z.string(), z.string().max(1_000_000).regex(rangesPattern))

/** Some documents: of whole corpora, those with certain metadata (of a list, one element), or some picked one by one. */
export const groupSchema = z.object({
  corpora: z.array(z.string()).min(1).max(64),
  where: z.record(z.string(), z.string()).optional(),
  /** Metadata that must not equal: "the rest". */
  whereNot: z.record(z.string(), z.string()).optional(),
  /** Only these of each corpus, by ordinals from 0 as ranges (`0-14,17`); of a corpus that is not named none. */
  ordinals: ordinals.optional(),
  /** All but these: "the rest". */
  ordinalsNot: ordinals.optional(),
  /** What it is called; absent: by its corpora and metadata. */
  name: z.string().trim().min(1).max(200).optional(),
})
export type DocumentGroup = z.output<typeof groupSchema>

/** One document among many, by corpus and ordinal. */
export type DocumentRef = { readonly corpus: string; readonly document: string; readonly ordinal: number }

/** A quotation that shows a latent in a document; character offsets in UTF-16 units of the whole text. */
export type Quote = DocumentRef & {
  readonly channel: string
  /** The excerpt, and where in the document it begins. */
  readonly text: string
  readonly from: number
  /** Span of the token with the maximum; null in an example of a document without the latent. */
  readonly start: number | null
  readonly end: number | null
  readonly activation: number
  readonly marks: readonly { readonly start: number; readonly end: number; readonly activation: number }[]
}

export type LatentName = { readonly latent: number; readonly label: string | null }

/** What an analysis read: enough to say later whether it would read the same. */
export type AnalysisInput = {
  readonly corpus: string
  readonly channel: string
  /** Identity of the encoding: text, lens and settings. */
  readonly encoding: string
  readonly documents: number
}

/** What compared words with labels. */
export type ComparedBy = {
  /** An endpoint's name; null: the bundled embedder. */
  readonly endpoint: string | null
  readonly model: string
  /** Labels of the lens, and those left out because they were not embedded yet. */
  readonly labels: number
  readonly leftOut: number
}

/** The words that a search, or the axis of clusters, compares with labels, without space around them; null where it does not. */
export function wordsCompared(request: {
  readonly query?: string | undefined
  readonly latents?: readonly number[] | undefined
  readonly mode: string
}): string | null {
  const words = request.query?.trim() ?? ''
  const byHand = request.latents !== undefined && request.latents.length > 0
  return words === '' || byHand || request.mode === 'text' ? null : words
}

/** How a result was made, so that it can be made again. */
export type Recipe = {
  readonly kind: AnalysisKind
  /** The request with every default filled in. */
  readonly request: unknown
  readonly etalon: string
  readonly lens: string
  readonly lensHash: string
  readonly inputs: readonly AnalysisInput[]
  /** Number of label versions written when labels took part in choosing; null where they did not. */
  readonly labelVersions: number | null
  /** Whose vectors compared words with labels; absent where none did, and in results of earlier versions. */
  readonly embedder?: Pick<ComparedBy, 'endpoint' | 'model'>
}

/** What every result says besides its own rows. */
export type Made = {
  /** Its number in the project's list of analyses; null where another program was writing. */
  readonly analysis: number | null
  readonly recipe: Recipe
  /** Sentences that must be read with the figures, the most serious first. */
  readonly warnings: readonly string[]
}

export type AnalysisSummary = {
  readonly id: number
  readonly kind: AnalysisKind
  readonly title: string
  readonly recipe: Recipe
  readonly ranAt: string
  /** Why it would come out otherwise today; null while its inputs are as they were. */
  readonly stale: string | null
}

export const analysesInput = z.object({
  kind: z.enum(analysisKinds).optional(),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(500).default(100),
})
export const analysisInput = z.object({ id: z.number().int() })

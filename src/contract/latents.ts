import { z } from 'zod'
import type { Mark } from './documents.ts'

export const labelOrigins = ['person', 'language-model', 'import', 'statistics'] as const
export type LabelOrigin = (typeof labelOrigins)[number]

/** The pane sorted by is the first, second, ... of those asked for. */
export const paneSorts = ['pane-1', 'pane-2', 'pane-3', 'pane-4', 'pane-5', 'pane-6', 'pane-7', 'pane-8'] as const
/**
 * `difference` goes from where the first pane has more to where it has less; `differenceSize` by how much, whichever has more; `meaning` by
 * how like the label is to the words searched for. What has no value comes last whichever way it is sorted.
 */
export const latentSorts = [
  'latent',
  'label',
  'origin',
  'score',
  'documentFrequency',
  'tokenDensity',
  'maxActivation',
  'difference',
  'differenceSize',
  'meaning',
  ...paneSorts,
] as const

/** From `atLeast` to `atMost`, both within; absent: no end. */
const rangeSchema = z.object({ atLeast: z.number().optional(), atMost: z.number().optional() })
export type Range = z.output<typeof rangeSchema>

/** How a search takes its words: all in the label (where not said), as a regular expression, or as what labels are about. */
export const searchWays = ['words', 'pattern', 'meaning'] as const

/** Which latents; each condition narrows. */
export const latentFilterSchema = z.object({
  search: z.string().max(2000).optional(),
  searchBy: z.enum(searchWays).optional(),
  starred: z.boolean().optional(),
  flagged: z.boolean().optional(),
  /** Those with a note. */
  noted: z.boolean().optional(),
  /** Those in the list of this name. */
  list: z.string().optional(),
  /** Whose label is of one of these origins; `none`: without a label. */
  origins: z.array(z.enum([...labelOrigins, 'none'])).optional(),
  /** Of the label; those without a score are not in any. */
  score: rangeSchema.optional(),
  documentFrequency: rangeSchema.optional(),
  tokenDensity: rangeSchema.optional(),
  maxActivation: rangeSchema.optional(),
  /** Present in at least one document of each of these corpora. */
  presentIn: z.array(z.string()).max(64).optional(),
  /** Only these, as chosen by hand. */
  among: z.array(z.number().int().min(0)).max(200_000).optional(),
  /** Leave out latents that are present in no document. */
  alive: z.boolean().default(true),
})
export type LatentFilter = z.output<typeof latentFilterSchema>

export const latentsInput = latentFilterSchema.extend({
  lens: z.string().optional(),
  channel: z.string().optional(),
  /** The corpora counted; absent: all that were read. */
  corpora: z.array(z.string()).optional(),
  /** Corpora whose frequencies are shown apart; the difference is the first minus the largest of the others. */
  panes: z.array(z.string()).max(8).optional(),
  sort: z.enum(latentSorts).default('documentFrequency'),
  descending: z.boolean().default(true),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(100_000).default(100),
})

export type LatentRow = {
  readonly latent: number
  readonly label: string | null
  readonly origin: LabelOrigin | null
  /** Of the label; null without one, or where it was never measured. */
  readonly score: number | null
  readonly starred: boolean
  /** What it is flagged for, maybe nothing in words; null where it is not flagged. */
  readonly flag: string | null
  readonly noted: boolean
  /** Share of documents where present, 0..1. */
  readonly documentFrequency: number
  /** Share of tokens with activation above 0, 0..1. */
  readonly tokenDensity: number
  readonly maxActivation: number
  /** Document frequency in each pane, in the asked order; null where the pane's corpus was not read. */
  readonly panes: readonly (number | null)[]
  /** First pane minus the largest of the others, -1..1; null without two panes. */
  readonly difference: number | null
  /** 95 % interval of the difference (Newcombe's hybrid score); null where there is no difference. */
  readonly interval: readonly [number, number] | null
  /** How like its label is to what was searched for by meaning, -1..1; null otherwise. */
  readonly meaning: number | null
}
export type LatentList = {
  readonly lens: string
  readonly dSae: number
  readonly total: number
  readonly rows: readonly LatentRow[]
}

export const latentInput = z.object({
  latent: z.number().int().min(0),
  lens: z.string().optional(),
  channel: z.string().optional(),
  corpora: z.array(z.string()).optional(),
})

export type LabelVersion = {
  readonly id: number
  readonly text: string
  readonly notes: string
  readonly origin: LabelOrigin
  readonly author: string
  readonly change: string | null
  readonly score: number | null
  /** Passages judged for the score; null without one, and where it came with the label. */
  readonly scoredOn: number | null
  readonly at: string
  readonly current: boolean
  /** Undone: it stays in the history and does not count. */
  readonly withdrawn: boolean
}

/** What a lens says of how the label it came with was made and how well it did. */
export type LabelEvidence = {
  readonly label: string
  readonly origin: LabelOrigin
  /** Balanced accuracy with which a judge told by the label phrases where the latent fires from random ones, 0..1; null: not tested. */
  readonly score: number | null
  /** The same against phrases that only look alike. */
  readonly scoreHard: number | null
  /** The lowest latent whose label says the same; null where there is none, or it is this one. */
  readonly sameAs: number | null
  /** Phrases the label was made from, the strongest first; its tokens stand in `<<` and `>>`. */
  readonly examples: readonly string[]
}

export type LatentPage = {
  readonly latent: number
  readonly lens: string
  readonly label: LabelVersion | null
  readonly starred: boolean
  readonly threshold: number
  readonly documentFrequency: number
  readonly tokenDensity: number
  readonly maxActivation: number
  readonly perCorpus: readonly {
    readonly corpus: string
    readonly channel: string
    readonly documents: number
    readonly present: number
    readonly documentFrequency: number
    readonly interval: readonly [number, number]
    readonly tokenDensity: number
    readonly maxActivation: number
  }[]
  readonly topTokens: readonly { readonly token: string; readonly count: number; readonly meanActivation: number }[]
  /** Documents by pooled activation above 0: bin edges [bins + 1] and counts per corpus. */
  readonly histogram: {
    readonly edges: readonly number[]
    readonly counts: readonly { readonly corpus: string; readonly counts: readonly number[] }[]
  }
  readonly neighbours: readonly { readonly latent: number; readonly label: string | null; readonly cosine: number }[]
  readonly together: readonly {
    readonly latent: number
    readonly label: string | null
    readonly npmi: number
    readonly documents: number
  }[]
}

export const examplesInput = latentInput.extend({
  kind: z.enum(['top', 'quantile']).default('top'),
  /** Only of documents whose metadata equal this. */
  where: z.record(z.string(), z.string()).optional(),
  limit: z.number().int().min(1).max(100).default(20),
})

export type Example = {
  readonly corpus: string
  readonly channel: string
  readonly document: string
  readonly ordinal: number
  /** The excerpt, and where in the document it begins. */
  readonly text: string
  readonly from: number
  /** Span of the token with the maximum, in the document's text. */
  readonly start: number
  readonly end: number
  readonly activation: number
  readonly marks: readonly Mark[]
  /** For quantile examples the band, 0 the lowest; null for top examples. */
  readonly band: number | null
  /** Near-duplicates folded under this one. */
  readonly duplicates: readonly { readonly corpus: string; readonly document: string; readonly ordinal: number }[]
}
export type ExampleList = {
  readonly maximum: number
  readonly bands: readonly (readonly [number, number])[]
  readonly examples: readonly Example[]
}

export const labelHistoryInput = z.object({ latent: z.number().int().min(0), lens: z.string().optional() })
export const setLabelInput = labelHistoryInput.extend({
  text: z.string().max(400),
  notes: z.string().max(100_000).default(''),
  /** Sent again after a lost reply, it is not applied twice. */
  requestId: z.string().optional(),
})
export const revertLabelInput = z.object({ id: z.number().int(), requestId: z.string().optional() })
export const starInput = labelHistoryInput.extend({ starred: z.boolean() })

import { z } from 'zod'
import { type DocumentGroup, groupSchema, type LatentName, type Made, type Quote, scopeFields } from './analyses.ts'
import type { LabelOrigin } from './latents.ts'

/** `maximum`: against the group where the latent is most frequent; `union`: against documents where any of the paired others has it. */
export const diffModes = ['maximum', 'union'] as const
export const diffSorts = ['adjusted', 'raw', 'difference', 'ratio', 'frequency', 'latent'] as const

export const diffInput = z.object({
  ...scopeFields,
  target: groupSchema,
  against: z.array(groupSchema).min(1).max(16),
  mode: z.enum(diffModes).default('maximum'),
  /** `auto`: paired where the groups share their ids, or a prompt, one document each; `none`; or the field whose value pairs. */
  pair: z.string().default('auto'),
  /** `auto`: found from pairs, prompts, sources and duplicates; `document`; or the field that names it. */
  unit: z.string().default('auto'),
  /** Columns whose values are compared only with like values, beside length; `clusters`: groups of like documents. */
  control: z.array(z.string()).max(8).default([]),
  /** Of (nearly) the same text in one group, keep one. */
  foldDuplicates: z.boolean().default(true),
  /** False discovery rate. */
  rate: z.number().gt(0).lt(1).default(0.05),
  /** Bounds of the larger frequency. */
  coverage: z.tuple([z.number().min(0).max(1), z.number().min(0).max(1)]).default([0, 1]),
  sort: z.enum(diffSorts).default('adjusted'),
  /** Only latents more (`up`) or less (`down`) frequent in the target. */
  direction: z.enum(['both', 'up', 'down']).default('both'),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(100_000).default(100),
  /** Quotations of each side for the first rows. */
  examples: z.number().int().min(0).max(20).default(2),
  seed: z.number().int().min(0).default(1),
})
export type DiffRequest = z.output<typeof diffInput>

export type DiffRow = LatentName & {
  readonly origin: LabelOrigin | null
  /** Number of its group of like latents, whose strongest comes first; null where it stands alone. */
  readonly family: number | null
  /** Document frequency, 0..1, of the target and of each other group. */
  readonly target: number
  readonly others: readonly number[]
  /** Which of the others it is compared with; null in union mode. */
  readonly comparedWith: number | null
  /** Target minus others, -1..1, and its 95 % interval; over units where there are such. */
  readonly difference: number
  readonly interval: readonly [number, number]
  /** As `interval`, at the level that keeps the share of misses among the discoveries at the asked rate (FCR); null where no discovery. */
  readonly intervalSelected: readonly [number, number] | null
  /** Target's frequency over the other's; null where that is 0. */
  readonly ratio: number | null
  /** Mean pooled activation over documents, absent counted as 0. */
  readonly meanActivation: readonly [target: number, other: number]
  /** The difference that one rate per token would make of the two groups' lengths: mean of 1 - exp(-rate T) in each. */
  readonly expectedFromLength: number
  /** Whether the margins let it reach significance at all; only such are tested. */
  readonly testable: boolean
  readonly pValue: number
  readonly qValue: number
  /** Adjusted for length and controls; null where that could not be done (see `adjustment`). */
  readonly adjustedDifference: number | null
  readonly adjustedInterval: readonly [number, number] | null
  readonly pAdjusted: number | null
  readonly qAdjusted: number | null
  /** Screened on half of the units, same sign and p at most the rate on the other; null where not screened there. */
  readonly replicated: boolean | null
  /** Differences at half the presence threshold, at it, and at twice it (of a threshold of 0: at it, at 10 % and 20 % of the largest activation). */
  readonly byThreshold: readonly number[]
  readonly flips: boolean
  readonly examples: { readonly target: readonly Quote[]; readonly others: readonly Quote[] } | null
}

export type DiffGroup = {
  readonly group: DocumentGroup
  readonly name: string
  /** Documents found, folded away as duplicates, left out for want of a partner, and counted. */
  readonly found: number
  readonly folded: number
  readonly unpaired: number
  readonly documents: number
  readonly units: number
  /** Kish's effective number, (sum n)^2 / sum n^2 over units. */
  readonly effective: number
  readonly medianTokens: number
}

/** `independent`: a unit a document; `paired`; `stratified`: within units that stand on both sides; `clustered`: units of several documents, each on one side. */
export type DiffDesign = 'independent' | 'paired' | 'stratified' | 'clustered'

export type DiffFamily = {
  readonly family: number
  readonly latents: readonly number[]
  /** `duplicates`: alike; `absorption`: neighbours that move oppositely. */
  readonly kind: 'duplicates' | 'absorption'
  /** Any of them present: frequencies, difference, p. */
  readonly target: number
  readonly other: number
  readonly difference: number
  readonly pValue: number
}

export type DiffResult = Made & {
  readonly lens: string
  readonly groups: readonly DiffGroup[]
  readonly design: DiffDesign
  /** What makes the units: `document`, `duplicates`, field names. */
  readonly unitsBy: readonly string[]
  readonly adjustment: {
    /** `strata`: Cochran-Mantel-Haenszel over strata of length and controls; `cut`: pairs cut to equal length; `refused`. */
    readonly kind: 'strata' | 'cut' | 'refused'
    readonly strata: number
    /** Share of documents in strata that hold both sides. */
    readonly overlap: number
    readonly why: string | null
  }
  /** Median length of the target over that of the others. */
  readonly lengthRatio: number
  readonly total: number
  readonly tested: number
  readonly discoveries: number
  readonly adjustedDiscoveries: number
  /** What the paper's rule (difference over 0.03) would have claimed. */
  readonly paperClaims: number
  /** Smallest difference above a frequency of 10 % that this size finds four times in five; null where it could find none. */
  readonly smallestDetectable: number | null
  readonly families: readonly DiffFamily[]
  readonly rows: readonly DiffRow[]
}

import { z } from 'zod'
import { groupSchema, type LatentName, type Made, scopeFields } from './analyses.ts'
import type { LabelOrigin } from './latents.ts'

export const trendInput = z.object({
  ...scopeFields,
  /** Groups in their order: corpora of successive generations, or one corpus' values of a column. At least three. */
  groups: z.array(groupSchema).min(3).max(64),
  /** Where each stands on the axis; absent: evenly. */
  positions: z.array(z.number()).optional(),
  unit: z.string().default('auto'),
  foldDuplicates: z.boolean().default(true),
  rate: z.number().gt(0).lt(1).default(0.05),
  /** Only latents that rise, or fall, from each group to the next. */
  monotone: z.boolean().default(false),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(100_000).default(100),
  seed: z.number().int().min(0).default(1),
})
export type TrendRequest = z.output<typeof trendInput>

export type TrendRow = LatentName & {
  readonly origin: LabelOrigin | null
  /** Document frequency in each group. */
  readonly frequencies: readonly number[]
  /** Change of frequency per step of the axis. */
  readonly slope: number
  /** Last group minus first. */
  readonly change: number
  readonly monotone: boolean
  readonly pValue: number
  readonly qValue: number
  /** Within strata of length. */
  readonly pAdjusted: number | null
  readonly qAdjusted: number | null
}

export type TrendResult = Made & {
  readonly lens: string
  readonly groups: readonly {
    readonly name: string
    readonly position: number
    readonly documents: number
    readonly medianTokens: number
  }[]
  readonly unitsBy: readonly string[]
  readonly total: number
  readonly tested: number
  readonly discoveries: number
  readonly adjustedDiscoveries: number
  readonly rows: readonly TrendRow[]
}

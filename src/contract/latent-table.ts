import { z } from 'zod'
import { tableFormats } from './findings.ts'
import { latentFilterSchema, latentsInput, latentSorts } from './latents.ts'

/** As the table is asked for, but whole. */
export const wholeTableInput = latentsInput.omit({ offset: true, limit: true })

/** Of every latent of the lens, [dSae] each, and which of them the table shows, in its order. */
export type LatentColumns = {
  readonly lens: string
  readonly dSae: number
  /** [shown] */
  readonly latents: Int32Array
  readonly documentFrequency: Float32Array
  /** NaN where there is none. */
  readonly difference: Float32Array
  /** Sum of 1 for a star, 2 for a flag, 4 for a note. */
  readonly marks: Uint8Array
}

export const tableColumns = [
  'latent',
  'label',
  'origin',
  'score',
  'starred',
  'flag',
  'documentFrequency',
  'tokenDensity',
  'maxActivation',
  'panes',
  'difference',
  'meaning',
] as const
export type TableColumnName = (typeof tableColumns)[number]
export const latentTableFormats = [...tableFormats, 'markdown'] as const

/** The rows of the table, in its order, as a file. */
export const exportTableInput = wholeTableInput.extend({
  /** In this order. */
  columns: z.array(z.enum(tableColumns)).min(1),
  format: z.enum(latentTableFormats),
  /** A file to write it to, in the place of what is there; absent: its bytes are the answer. */
  out: z.string().optional(),
})
export type ExportedTable = {
  /** What such a file is called. */
  readonly name: string
  readonly rows: number
  /** Empty where it was written to a file. */
  readonly bytes: Uint8Array
}

/** What becomes of some latents at once; what is left out stays as it was. A flag of null is taken away. */
export const markInput = z.object({
  lens: z.string().optional(),
  marks: z
    .array(
      z.object({
        latent: z.number().int().min(0),
        starred: z.boolean().optional(),
        flag: z.string().max(400).nullable().optional(),
      }),
    )
    .max(200_000),
})
/** The marks of the same latents as they were before: given back, they undo it. */
export type MarkedBefore = z.output<typeof markInput>['marks']

const savedRule = z.object({
  filter: latentFilterSchema,
  sort: z.enum(latentSorts),
  descending: z.boolean(),
})
export const saveFilterInput = z.object({ name: z.string().trim().min(1).max(100), rule: savedRule })
export const filterInput = z.object({ name: z.string().trim().min(1).max(100) })
/** Conditions on latents and their order under a name: a rule, never a copy of what it finds. */
export type SavedFilter = { readonly name: string; readonly rule: z.output<typeof savedRule>; readonly savedAt: string }

export const latentMapInput = z.object({ lens: z.string().optional() })
/** Latents in a plane, near those whose decoder directions point the same way. */
export type LatentMap = {
  readonly lens: string
  /** [dSae] each; NaN for a latent without a direction. */
  readonly x: Float32Array
  readonly y: Float32Array
  /** Seconds it took; null: it was worked out earlier. */
  readonly seconds: number | null
}

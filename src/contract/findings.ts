import { z } from 'zod'
import type { Recipe } from './analyses.ts'
import type { Mark } from './documents.ts'

export const findingKinds = ['latent', 'example', 'document', 'difference', 'pair', 'cluster', 'search', 'hypothesis'] as const
export type FindingKind = (typeof findingKinds)[number]

/** A quotation that a finding rests on, copied when it was kept, so that it outlives its corpus. */
export type Quotation = {
  readonly corpus: string
  readonly channel: string
  readonly document: string
  readonly text: string
  readonly from: number
  readonly marks: readonly Mark[]
  readonly activation: number | null
}

export type FindingEvidence = {
  readonly latent: number | null
  readonly label: string | null
  readonly labelOrigin: string | null
  readonly topTokens: readonly { readonly token: string; readonly count: number }[]
  readonly frequencies: readonly {
    readonly corpus: string
    readonly channel: string
    readonly documents: number
    readonly present: number
  }[]
  readonly quotations: readonly Quotation[]
  /** Of an analysis: what its figures say, what must be read with them, and a table of them; absent in older findings. */
  readonly statements?: readonly string[]
  readonly warnings?: readonly string[]
  readonly table?: { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] }
}

export type FindingSettings = {
  readonly etalon: string
  readonly lens: string | null
  readonly lensHash: string | null
  readonly hook: string | null
  readonly presence: string
  /** How the analysis it came from was made; absent in findings of other kinds. */
  readonly recipe?: Recipe
  /** What a language model was asked that it came from; absent in findings of other kinds. */
  readonly asked?: { readonly model: string; readonly request: unknown }
}

export type Finding = {
  readonly id: number
  readonly kind: FindingKind
  readonly title: string
  /** Markdown of the user's own. */
  readonly note: string
  readonly evidence: FindingEvidence
  readonly settings: FindingSettings
  readonly createdAt: string
  readonly updatedAt: string
}

const keptRow = { note: z.string().max(100_000).default(''), requestId: z.string().optional() }
const keptSource = { lens: z.string().optional(), channel: z.string().optional(), ...keptRow }
export const keepInput = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('latent'), latent: z.number().int().min(0), corpora: z.array(z.string()).optional(), ...keptSource }),
  z.object({
    kind: z.literal('example'),
    latent: z.number().int().min(0),
    corpus: z.string(),
    ordinal: z.number().int().min(0),
    ...keptSource,
  }),
  z.object({
    kind: z.literal('document'),
    corpus: z.string(),
    id: z.string().optional(),
    ordinal: z.number().int().min(0).optional(),
    latent: z.number().int().min(0).optional(),
    ...keptSource,
  }),
  /** A row of a recorded analysis; `analysis` is its number. */
  z.object({ kind: z.literal('difference'), analysis: z.number().int(), latent: z.number().int().min(0), ...keptRow }),
  z.object({ kind: z.literal('pair'), analysis: z.number().int(), pair: z.number().int().min(0), ...keptRow }),
  z.object({ kind: z.literal('cluster'), analysis: z.number().int(), cluster: z.number().int().min(0), ...keptRow }),
  z.object({ kind: z.literal('search'), analysis: z.number().int(), ...keptRow }),
  /** A hypothesis of a run that ended, by its place from 0. */
  z.object({ kind: z.literal('hypothesis'), run: z.number().int(), hypothesis: z.number().int().min(0), ...keptRow }),
])

export const updateFindingInput = z.object({
  id: z.number().int(),
  note: z.string().max(100_000).optional(),
  title: z.string().max(400).optional(),
})
export const findingInput = z.object({ id: z.number().int() })
/** Puts a finding before another (null: last). */
export const moveFindingInput = z.object({ id: z.number().int(), before: z.number().int().nullable() })
export const reportInput = z.object({
  /** Write the report here, absolute; absent: only give its text. */ out: z.string().optional(),
})
export type Report = { readonly markdown: string; readonly findings: number; readonly labels: number; readonly out: string | null }

export const exportInput = z.object({
  out: z.string(),
  format: z.enum(['parquet', 'csv', 'jsonl', 'npz']).default('parquet'),
  corpora: z.array(z.string()).optional(),
  lens: z.string().optional(),
  channel: z.string().optional(),
})
export type ExportedFiles = { readonly files: readonly { readonly path: string; readonly rows: number; readonly bytes: number }[] }

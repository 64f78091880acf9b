import { z } from 'zod'
import type { AnalysisInput, Recipe } from './analyses.ts'
import type { Mark } from './documents.ts'

export const findingKinds = [
  'latent',
  'example',
  'document',
  'difference',
  'pair',
  'cluster',
  'search',
  'hypothesis',
  'text',
  /** A heading with free text under it, between the others; it rests on nothing. */
  'section',
] as const
export type FindingKind = (typeof findingKinds)[number]

/** A quotation that a finding rests on, copied when it was kept, so that it outlives its corpus. Of a text that was typed, corpus, channel and document are empty. */
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
  /** What was read of the corpora it rests on; absent where `recipe` says so, and in older findings. */
  readonly inputs?: readonly AnalysisInput[]
  /** Alike in findings of the same thing, made in the same way; absent in sections and in older findings. */
  readonly subject?: string
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
  /** Whether a plot was kept with it. */
  readonly figure: boolean
  readonly createdAt: string
  readonly updatedAt: string
}

/** A finding in the notebook as it stands now. */
export type ListedFinding = Finding & {
  /** What changed since, so that it would come out otherwise today; null while nothing did. */
  readonly stale: string | null
  /** An earlier finding in the notebook about the same thing, made in the same way. */
  readonly sameAs: number | null
  /** The recorded analysis that it comes from; null where it comes from none, or that is recorded no more. */
  readonly analysis: number | null
}

const title = z.string().max(400)
const note = z.string().max(100_000)
const keptRow = {
  note: note.default(''),
  requestId: z.string().optional(),
  /** A plot of it as SVG; only what draws is kept of it. */
  figure: z.string().max(4_000_000).optional(),
}
const latents = z.array(z.number().int().min(0)).min(1).max(1000)
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
  /** A row of a recorded analysis, several, or, where none is named, the whole; `analysis` is its number. */
  z.object({
    kind: z.literal('difference'),
    analysis: z.number().int(),
    latent: z.number().int().min(0).optional(),
    latents: latents.optional(),
    ...keptRow,
  }),
  z.object({ kind: z.literal('pair'), analysis: z.number().int(), pair: z.number().int().min(0).optional(), ...keptRow }),
  z.object({
    kind: z.literal('cluster'),
    analysis: z.number().int(),
    cluster: z.number().int().min(0).optional(),
    /** Documents chosen on the map, by their places in it. */
    points: z.array(z.number().int().min(0)).min(1).max(1_000_000).optional(),
    ...keptRow,
  }),
  z.object({ kind: z.literal('search'), analysis: z.number().int(), ...keptRow }),
  /** A hypothesis of a run that ended, by its place from 0. */
  z.object({ kind: z.literal('hypothesis'), run: z.number().int(), hypothesis: z.number().int().min(0), ...keptRow }),
  /** A text of the user's own with its strongest latents, and where one of them is active. */
  z.object({
    kind: z.literal('text'),
    text: z.string().min(1).max(200_000),
    latent: z.number().int().min(0).optional(),
    lens: z.string().optional(),
    ...keptRow,
  }),
  z.object({
    kind: z.literal('section'),
    title: title.default(''),
    /** Put before this finding; null or absent: last. */
    before: z.number().int().nullable().default(null),
    note: note.default(''),
    requestId: z.string().optional(),
  }),
])

export const updateFindingInput = z.object({
  id: z.number().int(),
  note: note.optional(),
  title: title.optional(),
})
export const findingInput = z.object({ id: z.number().int() })
/** Puts a finding before another (null: last). */
export const moveFindingInput = z.object({ id: z.number().int(), before: z.number().int().nullable() })
export const reportFormats = ['md', 'html'] as const
export type ReportFormat = (typeof reportFormats)[number]
export const reportInput = z.object({
  /** `md`: Markdown, plots in files beside it; `html`: one page that needs nothing else. */
  format: z.enum(reportFormats).default('md'),
  /** Write the report here, absolute; absent: only give its text, with plots inside. */
  out: z.string().optional(),
})
export type Report = {
  readonly format: ReportFormat
  /** Null where it was written to `out`. */
  readonly text: string | null
  /** Without sections. */
  readonly findings: number
  readonly labels: number
  readonly out: string | null
  /** The plots written beside it. */
  readonly figures: readonly string[]
}

export const tableFormats = ['csv', 'jsonl', 'parquet'] as const
export type TableFormat = (typeof tableFormats)[number]
export const exportTablesInput = z.object({
  /** The folder to write to, absolute. */
  out: z.string(),
  format: z.enum(tableFormats).default('csv'),
  /** The recorded analyses; absent: those that findings in the notebook rest on. */
  analyses: z.array(z.number().int()).max(1000).optional(),
})

export const exportInput = z.object({
  out: z.string(),
  format: z.enum(['parquet', 'csv', 'jsonl', 'npz']).default('parquet'),
  corpora: z.array(z.string()).optional(),
  lens: z.string().optional(),
  channel: z.string().optional(),
})
export type ExportedFiles = { readonly files: readonly { readonly path: string; readonly rows: number; readonly bytes: number }[] }

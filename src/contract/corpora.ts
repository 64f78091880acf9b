import { z } from 'zod'

export type ChannelSummary = { readonly name: string; readonly field: string; readonly role: string | null }

/** Where a corpus stands: found in the folder but not imported; being imported; ready; or ready with a source that changed or went. */
export type CorpusState = 'new' | 'importing' | 'ready' | 'changed' | 'missing'

export type CorpusSummary = {
  readonly name: string
  readonly kind: string
  readonly source: string
  readonly bytes: number
  readonly state: CorpusState
  readonly documents: number
  readonly skipped: number
  readonly channels: readonly ChannelSummary[]
  readonly columns: readonly ColumnSummary[]
  readonly encodings: readonly EncodingSummary[]
}

export type ColumnSummary = { readonly name: string; readonly kind: string; readonly examples: readonly string[] }

/**
 * How the reader multiplies: in 32-bit floats, in 16-bit ones (graphics cards), or in bytes (processor). The SAE's encoder multiplies in 32-bit
 * floats, but in `int8-all` in bytes too.
 */
export const precisions = ['float32', 'float16', 'int8', 'int8-all'] as const
export type Precision = (typeof precisions)[number]
/** Those that only a processor computes in. */
export const bytePrecisions: readonly Precision[] = ['int8', 'int8-all']

/** How alike a corpus' first tokens were read in a coarser precision and in float32. */
export type PrecisionAgreement = {
  readonly documents: number
  readonly tokens: number
  /** Pairs of token and latent active in both readings, of those active in either, 0 to 1. */
  readonly active: number
  /** Over the pairs active in both: length of the difference by length of what float32 gives. */
  readonly relativeError: number
  /** Pairs of document and latent present in both readings, of those present in either, 0 to 1. */
  readonly present: number
}

export type EncodingSummary = {
  readonly corpus: string
  readonly channel: string
  /** The lens' name, and the hash that tells two lenses of one name apart. */
  readonly lens: string
  readonly lensHash: string
  readonly state: 'reading' | 'ready'
  readonly documents: number
  readonly tokens: number
  readonly nonzeros: number
  readonly seconds: number
  readonly device: string
  /** Why on that device, in words; null where it was not kept. */
  readonly deviceReason: string | null
  readonly precision: Precision
  /** null where it was read in float32. */
  readonly agreement: PrecisionAgreement | null
}

/** `excerpt`: how the row begins, where that is at hand. */
export type RowProblem = { readonly row: number; readonly file: string; readonly reason: string; readonly excerpt?: string }

export type CorpusPreview = {
  readonly name: string
  /** The file or folder itself. */
  readonly file: string
  readonly bytes: number
  readonly kind: string
  readonly columns: readonly {
    readonly name: string
    readonly kind: string
    readonly filled: number
    readonly distinct: number
    readonly medianLength: number
    readonly examples: readonly string[]
  }[]
  readonly id: string | null
  readonly channels: readonly ChannelSummary[]
  /** Columns that are not kept. */
  readonly leftOut: readonly string[]
  readonly rows: readonly { readonly row: number; readonly fields: Readonly<Record<string, unknown>> }[]
  readonly problems: readonly RowProblem[]
}

/** How a person overrides what was detected: the main text, the id (null: the number of the row), further channels by name, columns not kept. */
export const mappingSchema = z.object({
  text: z.string().optional(),
  id: z.string().nullable().optional(),
  channels: z.record(z.string(), z.string()).optional(),
  leftOut: z.array(z.string()).optional(),
})
export type Mapping = z.infer<typeof mappingSchema>

export const encodeInput = z.object({
  corpora: z.array(z.string()).optional(),
  channel: z.string().optional(),
  lens: z.string().optional(),
  device: z.string().optional(),
  /** Absent: float32. */
  precision: z.string().optional(),
  /** Of the processor; absent or null: one for each core. */
  threads: z.number().int().min(1).max(1024).nullish(),
})

export const importInput = z.object({
  /** Corpora of the folder by name; absent: every new, changed or half-imported one. */
  names: z.array(z.string()).optional(),
  /** Files from elsewhere, absolute: copied into the project folder first. */
  files: z.array(z.string()).optional(),
  /** What the corpus of the one file is to be called; absent: as the file. */
  as: z.string().optional(),
  mapping: mappingSchema.optional(),
  /** Import again even where nothing changed. */
  again: z.boolean().optional(),
  /** Reads what was imported as soon as that is done, in a job of its own. */
  read: encodeInput.omit({ corpora: true }).optional(),
})

export const removeInput = z.object({ corpus: z.string(), /** Only the encoding by this lens. */ lens: z.string().optional() })
export const problemsInput = z.object({
  corpus: z.string(),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().max(1000).default(100),
})

export type ImportedCorpus = {
  readonly name: string
  readonly documents: number
  readonly skipped: readonly RowProblem[]
  readonly skippedCount: number
  readonly channels: readonly string[]
}

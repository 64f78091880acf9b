import { z } from 'zod'
import { documentRoles, type LensSummary, outerTokens } from './project.ts'

const lensName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]*$/i, 'must be letters, digits, dots and dashes')
  .max(100)

/**
 * What a lens is made of. A source is a folder or file on this machine, or a repository of the hub: `owner/name[@revision][:folder or
 * file]`, or the address of its page. What is left out is taken from the SAE and the reader, as far as they say it.
 */
const lensParts = z.object({
  reader: z.string().min(1),
  sae: z.string().min(1),
  hook: z.string().min(1).optional(),
  as: z.enum(documentRoles).optional(),
  outer: z.enum(outerTokens).optional(),
  k: z.number().int().positive().optional(),
  inputScale: z.number().positive().optional(),
  centre: z.boolean().optional(),
  /** A file or folder of labels here, or a file of a repository; they become the lens's own. */
  labels: z.string().min(1).optional(),
  contextSize: z.number().int().min(2).max(1_000_000).optional(),
  name: lensName.optional(),
})
export type LensParts = z.infer<typeof lensParts>

/** A lens of the catalogue; `reader` where the catalogue names none that can be downloaded. */
const fromCatalogue = z.object({ catalogue: z.string(), reader: z.string().optional(), name: lensName.optional() })

export const lensRequest = z.union([lensParts, fromCatalogue])
export type LensRequest = z.infer<typeof lensRequest>

export const planLensInput = z.object({ request: lensRequest })
/** `plan`: the id of the plan that was shown. `anyway`: also where the self-test fails. */
export const addLensInput = planLensInput.extend({ plan: z.string(), anyway: z.boolean().default(false) })
export const inspectLensInput = z.object({ what: z.string().min(1) })
/** `file`: labels on this machine. `anyway`: also where they say that they are of another SAE. */
export const labelLensInput = z.object({ name: z.string().min(1), file: z.string().min(1), anyway: z.boolean().default(false) })
export const checkLensInput = z.object({ name: z.string().min(1) })
/** `files`: also what was downloaded for it and no other lens uses. */
export const removeLensInput = z.object({ name: z.string().min(1), files: z.boolean().default(false) })

export type PlannedLensFile = {
  readonly path: string
  readonly size: number
  /** Bytes still to be fetched. */ readonly missing: number
}

export type PlannedDownload = {
  readonly repository: string
  readonly revision: string
  readonly commit: string
  readonly page: string
  readonly license: string | null
  /** Whether its terms must be accepted on its page first. */
  readonly gated: boolean
  /** Where its files will lie. */
  readonly folder: string
  readonly files: readonly PlannedLensFile[]
  readonly bytes: number
  readonly missing: number
}

/** What was found in a source: of a reader its graph and what goes with it, of an SAE its file of weights or its folder. */
export type FoundReader = {
  readonly graph: string
  /** Other graphs that could be read in its place. */
  readonly others: readonly string[]
  /** Files beside the graph that hold its weights, as far as their names say so. */
  readonly weights: readonly string[]
  readonly tokenizer: string
  readonly tokenizerConfig: string | null
  readonly config: string | null
  readonly chatTemplate: string | null
}
export type FoundSae = {
  readonly path: string
  readonly format: string
  readonly weights: string
  readonly files: readonly string[]
}

/** The file or folder of labels that a lens is to get. */
export type FoundLabels = { readonly from: string; readonly path: string }

/** What adding a lens would do. Nothing was fetched but lists, settings and headers. */
export type LensPlan = {
  readonly id: string
  readonly name: string
  readonly reader: FoundReader
  readonly sae: FoundSae
  readonly labels: FoundLabels | null
  /** Null where the SAE says it only once it is here. */
  readonly hook: string | null
  readonly downloads: readonly PlannedDownload[]
  readonly bytes: number
  readonly missing: number
  /** Free on the disk that takes the download; null where nothing is downloaded. */
  readonly free: number | null
  /** The hub's address, null where nothing is downloaded, and whether a token goes there. */
  readonly endpoint: string | null
  readonly token: 'sent' | 'none' | 'withheld'
  readonly warnings: readonly string[]
}

/** What a lens gave on sample text, beside what such an SAE should give. */
export type LensCheck = {
  readonly checkedAt: string
  readonly passed: boolean
  /** What was found, in sentences: the first says whether it passed. */
  readonly findings: readonly string[]
  readonly tokens: number
  /** Share of the residual stream's variance that the decoder gives back; null where the SAE has no decoder. */
  readonly explained: number | null
  /** Latents active on a token on average, and how many it should be about; null where nothing says so. */
  readonly active: number
  readonly expectedActive: number | null
  /** Share of the latents that were active at all in the sample. */
  readonly alive: number
  readonly tokensPerSecond: number
  readonly device: string
  /** What the weights take in memory. */
  readonly weightBytes: number
  /** A hook point that fits better, where one was found. */
  readonly better: { readonly hook: string; readonly explained: number } | null
}

export type AddedLens = { readonly lens: LensSummary; readonly check: LensCheck; readonly warnings: readonly string[] }

/** What came of giving a lens labels of its own. */
export type LabelledLens = { readonly name: string; readonly labels: number; /** Rows that hold none. */ readonly skipped: number }

/** Where a piece of a lens lies: a file or folder, the repository it was downloaded of, and what it takes on the disk. */
export type LensPiece = { readonly path: string; readonly repository: string | null; readonly bytes: number }

/** A lens of this machine, with what it is made of and what removing it would free. */
export type LensDetails = {
  readonly lens: LensSummary
  readonly check: LensCheck | null
  /** Null where it cannot be opened. */
  readonly pieces: { readonly reader: LensPiece; readonly sae: LensPiece } | null
  /** `added` here; put into the folder `by hand`, so that its weights go with it; null: it comes with Etalon and stays. */
  readonly own: 'added' | 'by hand' | null
  /** Of its own folder, in bytes. */
  readonly folderBytes: number
  /** What was downloaded for it; `others`: lenses that read with it too. */
  readonly downloads: readonly { readonly repository: string; readonly bytes: number; readonly others: readonly string[] }[]
}

/** The way to the model hub, as the environment sets it. A token is never told, only where it comes from. */
export type HubAccess = {
  readonly endpoint: string
  /** Whether a variable forbids every request. */
  readonly offline: boolean
  readonly token: 'sent' | 'none' | 'withheld'
  /** A variable or a file; null without a token. */
  readonly tokenFrom: string | null
  readonly tokenFile: string
  /** Where downloads go, and Hugging Face's own cache, which is only read. */
  readonly folder: string
  readonly cache: string
  /** Why it cannot be asked; null where it can. */
  readonly problem: string | null
}

export type RemovedLens = {
  readonly name: string
  readonly folder: string
  /** Repositories whose downloads were removed, and that were kept as another lens uses them. */
  readonly removed: readonly string[]
  readonly kept: readonly string[]
}

/** Of a lens, a folder or a repository: what is in it that a lens could be made of. */
export type LensInspection = {
  readonly what: string
  readonly lens: LensSummary | null
  readonly check: LensCheck | null
  readonly reader: FoundReader | null
  /** At most 200. */
  readonly saes: readonly (Pick<FoundSae, 'path' | 'format'> & {
    /** What names it when a lens is added. */ readonly source: string
  })[]
  readonly saeCount: number
  /** Whole blocks of the reader, where its settings say. */
  readonly layers: number | null
  readonly repository: Pick<PlannedDownload, 'repository' | 'revision' | 'commit' | 'page' | 'license' | 'gated'> | null
}

/** A reader and an SAE that are known to belong together. Sizes are about what they are; a plan says them exactly. */
export type CatalogueEntry = {
  readonly name: string
  readonly title: string
  /** The repository of the reader as ONNX; null where none is public: then `model` is to be exported first. */
  readonly reader: string | null
  /** The model itself. */
  readonly model: string
  readonly sae: string
  readonly hook: string
  readonly as: LensParts['as'] & string
  readonly outer: LensParts['outer'] & string
  readonly contextSize: number
  readonly latents: number
  /** Bytes: of the download, and of the weights in memory in 32-bit floats. */
  readonly download: number
  readonly memory: number
  readonly license: string
  /** Whether terms must be accepted on its page before it can be downloaded. */
  readonly gated: boolean
  /** Where labels come from; null where none are known. */
  readonly labels: string | null
  /** The file of labels that can be downloaded with it; null where they are to be had elsewhere only. */
  readonly labelFile: string | null
  readonly note: string
  /** Estimated for this machine's processor. */
  readonly tokensPerSecond: number
  /** The name of the lens that was added from it, where there is one. */
  readonly installed: string | null
}

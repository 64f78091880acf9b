import type { LabelFormat, LabelProblem, LabelsAbout } from '../../../../contract/label-files.ts'
import type { LabelOrigin } from '../../../../contract/latents.ts'

/** `value` as the file has it: mostly a share, 0..1, but correlations and others occur. */
export type LabelScore = { readonly method: string; readonly value: number }

/** One version of one latent's label, as a file has it or gets it. */
export type LabelEntry = {
  readonly latent: number
  /** trimmed, 1 to 400 UTF-16 code units, well-formed */
  readonly text: string
  /** Markdown, '' where there are none */
  readonly notes: string
  /** null where the file does not say */
  readonly origin: LabelOrigin | null
  /** who or what wrote it: a person's name, a model's; '' where the file does not say */
  readonly author: string
  /** how it came about: a note of the change, or the source's own name of its method */
  readonly change: string | null
  /** the one to show first */
  readonly scores: readonly LabelScore[]
  /** texts it rests on */
  readonly examples: readonly string[]
  /** ISO 8601, as the file has it; null where it does not say */
  readonly at: string | null
  /** whether it is the latent's label; of several versions at most one is */
  readonly current: boolean
}

export const nothingKnown: LabelsAbout = { model: null, sae: null, hook: null, dSae: null, lens: null }

export type ReadLabels = {
  /** by what the first label looks like */
  readonly format: LabelFormat
  readonly about: LabelsAbout
  /** by latent, then in the order of the files: of several versions the newest last */
  readonly labels: readonly LabelEntry[]
  /** rows and files left out, all told; `problems` are the first 1,000 of them */
  readonly skipped: number
  readonly problems: readonly LabelProblem[]
  /** labels taken with a change, likewise */
  readonly changed: number
  readonly notices: readonly LabelProblem[]
}

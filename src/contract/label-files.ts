import { z } from 'zod'
import type { LabelOrigin } from './latents.ts'

/** Layouts that label files come in, by whose they are; `json`, `jsonl` and `csv` are Etalon's own and hold everything. */
export const labelFormats = ['jsonl', 'json', 'csv', 'neuronpedia', 'goodfire', 'goodfire-json', 'saedashboard', 'delphi'] as const
export type LabelFormat = (typeof labelFormats)[number]

/**
 * What is done about a conflict: `keep` writes nothing; `take` makes the file's label the latent's; `both` puts the file's label into the
 * history, and the standing one stays.
 */
export const conflictChoices = ['keep', 'take', 'both'] as const
export type ConflictChoice = (typeof conflictChoices)[number]

/** `file`: a file, or a folder as Neuronpedia, SAEDashboard or delphi leave it. */
export const compareLabelsInput = z.object({ lens: z.string().optional(), file: z.string().min(1) })

export const importLabelsInput = compareLabelsInput.extend({
  /** For every conflict but those in `each`. */
  conflicts: z.enum(conflictChoices).default('keep'),
  each: z
    .array(z.object({ latent: z.number().int().min(0), choice: z.enum(conflictChoices) }))
    .max(1_000_000)
    .default([]),
  /** Labels that the file calls a person's are written as a person's (one's own project moved), not as imported. */
  keepPersons: z.boolean().default(false),
  /** Take labels also where the file says that they belong to another SAE. */
  anyway: z.boolean().default(false),
})

export const labelImportsInput = z.object({ lens: z.string().optional() })

/** `redo`: lets the versions of an import that was undone count again. */
export const undoLabelImportInput = z.object({ import: z.number().int(), redo: z.boolean().default(false) })

export const exportLabelsInput = z.object({
  lens: z.string().optional(),
  format: z.enum(labelFormats).default('jsonl'),
  /** Earlier versions too, where the layout has room for them. */
  history: z.boolean().default(false),
  /** The file, or for `delphi` and `neuronpedia` (unless it ends in .jsonl or .jsonl.gz) the folder; absent: the text is the answer. */
  out: z.string().min(1).optional(),
})

/** What label files say of the SAE they belong to; null where they do not. */
export type LabelsAbout = {
  /** "gpt2-small", "google/gemma-2-2b" */
  readonly model: string | null
  /** the source's own name of the SAE: Neuronpedia's "6-res-jb", delphi's "layers.5" */
  readonly sae: string | null
  /** "blocks.6.hook_resid_pre" */
  readonly hook: string | null
  readonly dSae: number | null
  /** the first 12 hexadecimal digits of the hash of an Etalon lens */
  readonly lens: string | null
}

/** Where in the files something was left out or changed, and why ("is not valid JSON: ..."). */
export type LabelProblem = {
  /** relative to the folder that was read, else the base name */
  readonly file: string
  /** 1-based; null where the whole file is meant */
  readonly line: number | null
  readonly reason: string
}

/** How many there are, and the first 100 of them. */
export type LabelProblems = { readonly count: number; readonly first: readonly LabelProblem[] }

/** What label files hold, against the labels that stand; each latent that they label is in one of `added`, `scored`, `equal` and the conflicts. */
export type LabelFileSummary = {
  /** by what the first label looks like */
  readonly format: LabelFormat
  readonly about: LabelsAbout
  /** latents that have no label */
  readonly added: number
  /** the same text, with a score that the standing label lacks */
  readonly scored: number
  /** say what stands already, or stood before */
  readonly equal: number
  /** rows and files that hold no label */
  readonly skipped: LabelProblems
  /** labels taken with a change, such as cut at 400 code units */
  readonly notices: LabelProblems
}

/** What an import did. */
export type ImportedLabels = LabelFileSummary & {
  /** by which it can be taken back as one; null where nothing was written */
  readonly import: number | null
  /** versions appended, earlier ones from the file included */
  readonly written: number
  /** by what was done about them; `kept` also those whose label the history holds already */
  readonly conflicts: { readonly taken: number; readonly both: number; readonly kept: number }
}

/** An import that can be taken back, or was: all that it wrote counts together or not at all. */
export type LabelImport = {
  readonly id: number
  /** base name */
  readonly file: string
  /** versions it wrote */
  readonly versions: number
  readonly undone: boolean
  /** ISO 8601 */
  readonly at: string
}

/** A latent whose label stands otherwise than a file has it; a standing text of '' was withdrawn by a person. */
export type LabelFileConflict = {
  readonly latent: number
  /** whose label stands: a person's, or a machine's or a file's */
  readonly against: 'person' | 'machine'
  readonly standing: {
    readonly text: string
    readonly notes: string
    readonly origin: LabelOrigin
    readonly author: string
    readonly score: number | null
  }
  readonly incoming: {
    readonly text: string
    readonly notes: string
    /** null where the file does not say */
    readonly origin: LabelOrigin | null
    readonly author: string
    readonly score: number | null
  }
}

/** What an import would do. */
export type LabelComparison = LabelFileSummary & {
  /** why the labels belong to another SAE, which an import refuses unless told to take them anyway; null where nothing says so */
  readonly otherSae: string | null
  readonly conflicts: {
    readonly person: number
    readonly machine: number
    /** the first 1,000, by latent */
    readonly first: readonly LabelFileConflict[]
  }
}

export type ExportedLabels = {
  /** latents with a label */
  readonly labels: number
  /** versions, which are as many unless earlier ones were asked for */
  readonly versions: number
  readonly format: LabelFormat
  /** what the layout has no room for, of what there is; null where nothing is left out */
  readonly leftOut: string | null
  /** null where it was written to `out` */
  readonly text: string | null
  readonly out: string | null
}

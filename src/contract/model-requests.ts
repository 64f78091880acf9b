import { z } from 'zod'
import type { DocumentRef } from './analyses.ts'
import { hypothesesInput, judgePairInput, nameClustersInput, rerankFields } from './hypotheses.ts'
import { type Budget, budgetSchema } from './language-models.ts'
import type { LabelVersion } from './latents.ts'
import { searchInput } from './search.ts'

/** Which latents of a lens: by number, or those that answer a condition, the most frequent first. */
export const latentChoice = z.union([
  z.object({ latents: z.array(z.number().int().min(0)).min(1).max(100_000) }),
  z.object({
    /** `unlabelled`: no label, or one that only counts tokens; `below`: scored below the gate; `unscored`: never scored. */
    choose: z.enum(['unlabelled', 'below', 'unscored', 'starred']),
    limit: z.number().int().min(1).max(100_000).default(100),
  }),
])

const labelledFrom = {
  lens: z.string().optional(),
  channel: z.string().optional(),
  /** The documents that passages come from; absent: all that were read. */
  corpora: z.array(z.string()).optional(),
  of: latentChoice,
  /** Balanced accuracy that a label needs to be taken over, 0..1. */
  gate: z.number().min(0).max(1).default(0.75),
  seed: z.number().int().min(0).default(1),
}

/** Labels counted from the text, without any language model; for latents without a label of words they are taken over at once. */
export const countLabelsInput = z.object(labelledFrom)

/** Writes labels for latents, and scores them on documents that the labeller did not see. */
export const labelRequest = z.object({
  ...labelledFrom,
  kind: z.literal('label'),
  endpoint: z.string(),
  candidates: z.number().int().min(1).max(5).default(1),
  /** Shows the model the present label and its score. A label made so is scored on the third set of documents. */
  relabel: z.boolean().default(false),
  score: z.boolean().default(true),
  /** `better`: the best candidate takes the place of no label or of a machine's lower-scored one where it reaches the gate; `none`: all stay open. A person's label always stands. */
  accept: z.enum(['better', 'none']).default('better'),
})

/** Scores the labels that latents have. */
export const scoreRequest = z.object({
  ...labelledFrom,
  kind: z.literal('score'),
  endpoint: z.string(),
  methods: z
    .array(z.enum(['detection', 'fuzzing']))
    .min(1)
    .default(['detection']),
  /** Also F1 of the label against presence, by whole documents: twenty more texts for each label. */
  documents: z.boolean().default(false),
})

/** Turns the labels of a lens into vectors with the endpoint's embedding model; those that were embedded before are not sent again. */
export const embedLabelsRequest = z.object({
  kind: z.literal('embed-labels'),
  endpoint: z.string(),
  lens: z.string().optional(),
})

/** Everything that language models can be asked to do; each is planned, shown and confirmed in the same way. */
export const modelRequest = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('check'), endpoint: z.string() }),
  labelRequest,
  scoreRequest,
  hypothesesInput.extend({ kind: z.literal('hypotheses') }),
  judgePairInput.extend({ kind: z.literal('judge-pair') }),
  nameClustersInput.extend({ kind: z.literal('name-clusters') }),
  z.object({ ...rerankFields, kind: z.literal('rerank'), search: searchInput }),
  embedLabelsRequest,
])
export type ModelRequest = z.output<typeof modelRequest>
export type ModelRequestKind = ModelRequest['kind']

export const planInput = z.object({ request: modelRequest })

/**
 * A request as it was planned. Where anything it depends on has changed since (documents, labels, prompts, the endpoint), the id no longer
 * fits and the run is refused as 'stale': what was shown is what is sent.
 */
export const confirmedInput = z.object({ request: modelRequest, plan: z.string(), budget: budgetSchema.default({}) })
export const resumeInput = z.object({ run: z.number().int(), budget: budgetSchema.default({}) })
export const modelRunInput = z.object({ run: z.number().int() })

export type ModelRunSummary = {
  readonly run: number
  readonly kind: ModelRequestKind
  /** As it was planned; null of labels and scores, which can be of very many latents. */
  readonly request: Exclude<ModelRequest, { readonly kind: 'label' | 'score' }> | null
  readonly endpoint: string
  readonly model: string
  readonly state: 'running' | 'stopped' | 'done' | 'abandoned'
  /** Why it stopped; null where it did not. */
  readonly reason: string | null
  /** What ends it before it is done; empty where nothing does. */
  readonly budget: Budget
  /** The job that worked on it last; null where none began. */
  readonly job: number | null
  readonly startedAt: string
  readonly endedAt: string | null
  /** What came of it, by kind; null before its end. */
  readonly result: unknown
}

/** What came of embedding labels. */
export type EmbeddedLabelsRun = {
  readonly lens: string
  /** Labels by text, and how many of them are embedded now. */
  readonly labels: number
  readonly embedded: number
  /** Texts for which no vector came, phrases that chance is measured by among them, and why in the endpoint's words: the first of each reason. */
  readonly missing: number
  readonly reasons: Readonly<Record<string, string>>
  /** Numbers in a vector; null where none was asked for. */
  readonly dimensions: number | null
}

export type CandidateLabel = {
  readonly id: number
  readonly latent: number
  readonly run: number | null
  readonly text: string
  readonly notes: string
  readonly author: string
  readonly state: 'open' | 'accepted' | 'edited' | 'refused' | 'withdrawn'
  readonly score: LabelScore | null
  readonly at: string
}

export type LabelScore = {
  readonly method: 'detection' | 'fuzzing'
  /** Mean of the shares judged rightly among activating and among other passages, 0..1, with its 95 % interval. */
  readonly balancedAccuracy: number
  readonly interval: readonly [number, number]
  /** Against random, and against hard passages alone; null where there were none. */
  readonly random: number | null
  readonly hard: number | null
  /** Share found of activating passages, by level from the weakest; null where a level had none. */
  readonly byLevel: readonly (number | null)[]
  /** F1 of the label against presence, by document, 0..1; null where it was not measured. */
  readonly f1: number | null
  readonly judged: number
  readonly missing: number
  readonly judge: string
  readonly at: string
}

export const candidatesInput = z.object({ lens: z.string().optional(), latent: z.number().int().min(0) })
export const candidateInput = z.object({ candidate: z.number().int() })

/** A document, and which of its texts. */
export type EvidenceDocument = DocumentRef & { readonly channel: string }

/** A passage as it was put before a labeller. */
export type ShownPassage = EvidenceDocument & {
  /** `token`: holds a top token of the latent; `neighbour`: a latent of like direction is present; `gap`: the latent is active elsewhere in it. */
  readonly kind: 'activating' | 'random' | 'gap' | 'token' | 'neighbour'
  /** The fifth of present documents by activation, 0 the weakest; null where the latent is not active. */
  readonly level: number | null
  readonly maximum: number
  readonly text: string
  /** UTF-16 offset of the passage in the document's text. */
  readonly from: number
  /** Spans in the passage where the latent is above its threshold. */
  readonly marks: readonly { readonly start: number; readonly end: number }[]
}
export type CandidateEvidence = {
  readonly set: 'making' | 'scoring' | 'third'
  readonly activating: readonly ShownPassage[]
  readonly silent: readonly ShownPassage[]
}

/** What to look at next: a latent without a label, one whose score is below the gate, or one with proposals to choose from. */
export const queueInput = z.object({
  lens: z.string().optional(),
  kind: z.enum(['unlabelled', 'low', 'proposed', 'flagged']).default('proposed'),
  limit: z.number().int().min(1).max(1000).default(50),
})
export type QueueRow = {
  readonly latent: number
  readonly label: LabelVersion | null
  readonly candidates: readonly CandidateLabel[]
  readonly documentFrequency: number
  /** What it was flagged for; null without a flag. */
  readonly flag: string | null
}
/** A person's decision on a latent. To accept or edit settles it: its other proposals are refused. */
export const decisionInput = z.object({
  lens: z.string().optional(),
  latent: z.number().int().min(0),
  action: z.enum(['accept', 'edit', 'refuse', 'skip', 'flag']),
  /** The proposal decided on; absent: the label that counts now. */
  candidate: z.number().int().nullable().default(null),
  /** With `edit`. */
  text: z.string().max(400).optional(),
  notes: z.string().max(100_000).optional(),
  /** With `flag`: what for; null takes the flag away. */
  flag: z.string().max(400).nullable().default(null),
  requestId: z.string().optional(),
})
export const ofLensInput = z.object({ lens: z.string().optional() })
/** Sent again after a lost reply, an undo or redo with the same id is not carried out twice. */
export const redoInput = ofLensInput.extend({ requestId: z.string().optional() })
export const undoInput = redoInput.extend({ count: z.number().int().min(1).max(1000).default(1) })

export type Decision = {
  readonly id: number
  readonly latent: number
  readonly action: 'accept' | 'edit' | 'refuse' | 'skip' | 'flag'
  readonly candidate: number | null
  /** The label that counts now. */
  readonly label: string | null
  readonly author: string
  readonly at: string
  readonly undone: boolean
}

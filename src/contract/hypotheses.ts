import { z } from 'zod'
import { groupSchema, type LatentName, scopeFields } from './analyses.ts'
import type { DiffDesign } from './differences.ts'
import type { LedgerRow } from './language-models.ts'
import type { SearchHit } from './search.ts'

/** `up`: more frequent in the target than in each of the others; `down`: less frequent than in each. */
export type Direction = 'up' | 'down'

/** What is asked for where a request does not say. */
export const usual = { documents: 200, latents: 50, hypotheses: 10, gate: 0.75, rounds: 3, perCluster: 20 } as const

/** How many documents a judge reads, and how they are put before it. */
export const judgingFields = {
  /** Documents judged of each group at most; drawn by a stable hash. */
  documents: z.number().int().min(10).max(100_000).default(usual.documents),
  /** Documents in one request. */
  perCall: z.number().int().min(1).max(50).default(5),
  /** Characters of a document at most; longer ones are judged by their beginning, and counted. */
  characters: z.number().int().min(200).max(1_000_000).default(6000),
  seed: z.number().int().min(0).default(1),
}

/** Hypotheses from a diff that was recorded, by its number. */
export const hypothesesInput = z.object({
  analysis: z.number().int(),
  endpoint: z.string(),
  /** Latents given a new label at most, of both directions together. */
  latents: z.number().int().min(1).max(500).default(usual.latents),
  /** Hypotheses at most. */
  hypotheses: z.number().int().min(1).max(10).default(usual.hypotheses),
  /** Balanced accuracy that a label needs. */
  gate: z.number().min(0).max(1).default(usual.gate),
  ...judgingFields,
})
export type HypothesesRequest = z.output<typeof hypothesesInput>

export type LabelledLatent = {
  readonly latent: number
  readonly direction: Direction
  /** Document frequency in the discovering half, 0..1: of the target, and of the group it is compared with. */
  readonly shares: readonly [target: number, other: number]
  /** In the discovering half, adjusted for length and controls where it could be. */
  readonly difference: number
  /** Other latents of its family. */
  readonly alike: readonly number[]
  readonly label: string
  readonly description: string
  readonly from: 'old' | 'new'
  /** Balanced accuracy of this label, of the old and of the new one; null where not scored. */
  readonly score: number
  readonly oldScore: number | null
  readonly newScore: number | null
}

/** `none`: no label at all; `not-scored`: too few answers; `below-gate`: neither label says when it is present. */
export type DroppedLatent = LatentName &
  Pick<LabelledLatent, 'direction' | 'shares' | 'difference' | 'alike' | 'oldScore' | 'newScore'> & {
    readonly why: 'none' | 'not-scored' | 'below-gate'
  }

/**
 * Why a hypothesis that was summed up is not judged: it cites latents that were not given, or ones that point the other way; it is no
 * statement on a document; it says the same as an earlier one, or the opposite; there were enough.
 */
export const refusals = ['unknown-latents', 'direction', 'form', 'merged', 'contradicts', 'too-many'] as const
export type Refusal = (typeof refusals)[number]

export type Hypothesis = {
  /** "This document ..." */
  readonly text: string
  readonly direction: Direction
  /** The latents it rests on. */
  readonly latents: readonly number[]
}

export type RefusedHypothesis = Hypothesis & { readonly why: Refusal }

/** How often a judge found a statement true in one group. */
export type JudgedShare = {
  readonly judged: number
  readonly holds: number
  /** Without an answer: neither true nor false, counted in no share. */
  readonly missing: number
  /** holds / judged, 0..1; null where nothing was judged. */
  readonly share: number | null
}

export type JudgedHypothesis = Hypothesis & {
  readonly target: JudgedShare
  /** [other groups]; of union mode, one: all others of a pair together. */
  readonly others: readonly JudgedShare[]
  /** Which of the others the figures are against: where the difference in the claimed direction is least. */
  readonly comparedWith: number
  /** Target minus that group, of documents that were judged, -1..1, with its 95 % interval; over units where there are such. */
  readonly difference: number
  readonly interval: readonly [number, number]
  /** The difference if every missing answer had been the one that speaks most against it, and most for it. */
  readonly bounds: readonly [number, number]
  /** Two-sided, and adjusted over all hypotheses (Holm). */
  readonly pValue: number
  readonly pAdjusted: number
  /** More than 1 % in the claimed direction (as the paper), and an interval that leaves out 0. */
  readonly verified: boolean
  /** Places of other hypotheses that held in nearly the same documents (correlation at least 0.8). */
  readonly alike: readonly number[]
}

/** Tokens and calls of a route, worked out and not made. */
export type RouteCost = { readonly calls: number; readonly inputTokens: number; readonly outputTokens: number }

export type HypothesesResult = {
  readonly design: DiffDesign
  /** Documents and unparted groups of either half. */
  readonly halves: readonly [discovery: HalfSize, judging: HalfSize]
  readonly kept: readonly LabelledLatent[]
  readonly dropped: readonly DroppedLatent[]
  readonly hypotheses: readonly JudgedHypothesis[]
  readonly refused: readonly RefusedHypothesis[]
  /** Summaries of parts that brought no answer; and whether the last, of several parts, did not: then the parts' own were taken. */
  readonly summariesMissing: number
  /** Documents judged, and of these by their beginning only. */
  readonly documents: number
  readonly cut: number
  /** Share of hypotheses that are verified; and by the paper's rule alone, more than 1 % in the claimed direction. Null without any. */
  readonly verificationRate: number | null
  readonly paperVerificationRate: number | null
  /** Share of the target's documents that a hypothesis tells from their partner; null where nothing was judged. */
  readonly coverage: number | null
  readonly verifiedCoverage: number | null
  /** What finding them in the same documents without latents would cost, from asking about rows to the hypotheses; judging costs either way. */
  readonly languageModelRoute: { readonly propose: RouteCost; readonly summarise: RouteCost; readonly rows: number }
}
export type HalfSize = { readonly documents: number; readonly groups: number }

/** What a run came to. */
export type HypothesesRun = HypothesesResult & {
  /** The diff it set out from. */
  readonly analysis: number
  readonly lens: string
  /** The target and the others, as they are called. */
  readonly groups: readonly string[]
  /** Labels that were made on the way and wait to be decided on: of every latent that got one, kept here or not. */
  readonly proposed: number
  /** The ledger of the run: what `languageModelRoute` is held against. What was answered before has cost nothing in it. */
  readonly spent: readonly LedgerRow[]
}

/**
 * What became of a hypothesis. `uncertain`: an interval has 0 in it; `little`: at most 1 % in the claimed direction; `opposite`: surely the
 * other way round; `unjudged`: a side has no answers.
 */
export type Verdict = 'verified' | 'little' | 'opposite' | 'uncertain' | 'unjudged'

export function verdictOf({ verified, direction, difference, interval, target, others, comparedWith }: JudgedHypothesis): Verdict {
  if (target.share === null || others[comparedWith]?.share == null) return 'unjudged'
  if (verified) return 'verified'
  if (interval[0] <= 0 && interval[1] >= 0) return 'uncertain'
  const claimed = direction === 'up' ? difference : -difference
  if (claimed < 0) return 'opposite'
  // Against several groups the interval of another one than that of the least difference may have 0 in it.
  return claimed <= 0.01 ? 'little' : 'uncertain'
}

/** The name of what a hypothesis was compared with: one of the other groups, or all of them as one. */
export function comparedName({ groups }: Pick<HypothesesRun, 'groups'>, { others, comparedWith }: JudgedHypothesis): string {
  const names = groups.slice(1)
  return others.length < names.length ? `any of ${names.join(', ')}` : (names[comparedWith] ?? '')
}

/** Judges whether two properties go together, from the labels of a correlated pair. */
export const judgePairInput = z.object({
  endpoint: z.string(),
  a: z.string().trim().min(1).max(1000),
  b: z.string().trim().min(1).max(1000),
  /** Which documents, and which of their texts is judged. */
  ...scopeFields,
  /** Absent: all corpora that were read. */
  corpora: groupSchema.shape.corpora.optional(),
  whereNot: groupSchema.shape.whereNot,
  /** The text that `b` is asked of, where it is another one. */
  channelOfB: z.string().optional(),
  /** The latents that `a` and `b` are labels of: the verdicts are then held against where these are present. */
  latents: z.tuple([z.number().int().min(0), z.number().int().min(0)]).optional(),
  ...judgingFields,
})
export type JudgePairRequest = z.output<typeof judgePairInput>

export type JudgedPair = {
  /** Units, one document each, in which both were judged; and those in which either was missing. */
  readonly units: number
  readonly missing: number
  readonly holdsA: number
  readonly holdsB: number
  readonly both: number
  /** NPMI of what the judge found, with its 95 % interval; null where it found none of the one or of the other. */
  readonly npmi: number | null
  readonly interval: readonly [number, number] | null
  /** P(a | b) and P(b | a), 0..1, with their 95 % intervals; null without documents to tell. */
  readonly givenB: ConditionalShare | null
  readonly givenA: ConditionalShare | null
  /** One-sided, against independence (Fisher). */
  readonly pValue: number
  /** The latents in the same units; null where none were named. */
  readonly measured: MeasuredPair | null
}

/** Two latents in the units in which their labels were judged. */
export type MeasuredPair = {
  /** Units in which each is present, and both. */
  readonly presentA: number
  readonly presentB: number
  readonly both: number
  /** NPMI with its 95 % interval; null where one of them is nowhere present. */
  readonly npmi: number | null
  readonly interval: readonly [number, number] | null
  readonly labelA: LabelAgainstLatent
  readonly labelB: LabelAgainstLatent
}
/** Units in which the judge found a label true, of those with its latent and of those without. */
export type LabelAgainstLatent = {
  readonly present: { readonly units: number; readonly holds: number }
  readonly absent: { readonly units: number; readonly holds: number }
}
export type JudgedPairRun = JudgedPair & {
  readonly a: string
  readonly b: string
  /** Documents that a unit was drawn from, and those judged by their beginning only. */
  readonly documents: number
  readonly cut: number
}
export type ConditionalShare = { readonly share: number; readonly interval: readonly [number, number] }

export type NamedCluster = {
  readonly cluster: number
  /** Null where no answer came. */
  readonly name: string | null
  /** "This document ..." */
  readonly description: string | null
  /** Another cluster was given the same name. */
  readonly ambiguous: boolean
  /** Documents judged by the descriptions alone, none of which was shown for the names. */
  readonly judged: number
  readonly missing: number
  /**
   * Share that comes back to its cluster, 0..1: a document goes to the clusters whose description holds for it, in equal parts. With a
   * 95 % interval; null where nothing was judged.
   */
  readonly accuracy: number | null
  readonly interval: readonly [number, number] | null
  /** Share of its own documents, and of the others', for which its description holds. */
  readonly ownShare: number | null
  readonly othersShare: number | null
}
export type NamedClusters = {
  readonly clusters: readonly NamedCluster[]
  /** Mean of the clusters' accuracies, and what assigning at random would reach. */
  readonly accuracy: number | null
  readonly chance: number
}

export type NamedClustersRun = NamedClusters & {
  /** The clustering it set out from. */
  readonly analysis: number
}

/** Puts the first hits of a search in a new order. */
export const rerankFields = {
  endpoint: z.string(),
  /** The first hits, as many as these. */
  rerank: z.number().int().min(2).max(500).default(50),
  /** Documents in one request, and in how many requests each stands. */
  window: z.number().int().min(2).max(50).default(10),
  rounds: z.number().int().min(1).max(10).default(usual.rounds),
  /** Characters of a document at most. */
  characters: judgingFields.characters.default(2000),
  seed: judgingFields.seed,
}

/** Hits of a search, the first of them as a language model put them. */
export type RerankRun = {
  readonly query: string
  /** Best first. */
  readonly hits: readonly RerankedHit[]
  /** How many of the first were put in order, and requests that brought none. */
  readonly reranked: number
  readonly missing: number
}
export type RerankedHit = SearchHit & {
  /** The place the search gave it, from 1. */
  readonly before: number
  /** Other hits that it was compared with, one for each time, and how many of them it was put before. Compared with none it keeps its place. */
  readonly compared: number
  readonly above: number
}

/** Names a recorded clustering, and judges the names. */
export const nameClustersInput = z.object({
  analysis: z.number().int(),
  endpoint: z.string(),
  /** Documents of each cluster judged by the descriptions. */
  perCluster: z.number().int().min(0).max(10_000).default(usual.perCluster),
  perCall: judgingFields.perCall,
  characters: judgingFields.characters,
  seed: judgingFields.seed,
})
export type NameClustersRequest = z.output<typeof nameClustersInput>

import { ask, type Flow, type PlannedCall } from '../../hypotheses/flow.ts'
import type { LabelEvidence } from '../../labels/evidence/gather-evidence.ts'
import type { JudgeCall } from '../../labels/prompts/judge-calls.ts'
import { detectionCalls, fuzzingCalls } from '../../labels/prompts/judge-calls.ts'
import type { PromptTemplate } from '../../labels/prompts/template.ts'
import { documentF1 } from '../../labels/scores/document-f1.ts'
import { type LabelScore, labelScore } from '../../labels/scores/label-score.ts'
import { hashPair } from '../../numerics/hash-pair.ts'
import type { Proportion } from '../../numerics/proportion-intervals.ts'
import type { NewScore, Scored as Subject } from '../../store/label-scores.ts'

export type Method = LabelScore['method']
export type LatentClaim = { readonly latent: number; readonly label: string; readonly description: string }
/** `documents`: everything judged for it. `f1` of the label against presence by document; null where it was not measured. */
export type ClaimScore = { readonly score: LabelScore; readonly f1: number | null; readonly documents: Uint32Array }

type Judging = {
  /** Of the set that may score the latent's label. */
  evidenceOf(latent: number): LabelEvidence
  /** Whole documents for F1, and the share of all where the latent is present; absent: F1 is not measured. */
  documentsOf?: (latent: number) => { readonly evidence: LabelEvidence; readonly documentFrequency: number }
  readonly templates: { readonly detect: PromptTemplate<'detect'>; readonly fuzz: PromptTemplate<'fuzz'> }
  readonly seed: number
}

/** [claims * methods], the methods of a claim side by side: a blind judge's score of each; null where nothing could be judged. */
export function* claimScores(
  claims: readonly LatentClaim[],
  methods: readonly Method[],
  { evidenceOf, documentsOf, templates, seed }: Judging,
): Flow<readonly (ClaimScore | null)[]> {
  const places: Place[] = []
  const judged: Uint32Array[] = []
  const frequencies: number[] = []
  function* judging(): Generator<PlannedCall<Verdicts>> {
    for (const [claim, about] of claims.entries()) {
      const drawn = evidenceOf(about.latent)
      const whole = documentsOf?.(about.latent) ?? null
      judged.push(whole === null ? drawn.documents : Uint32Array.from([...drawn.documents, ...whole.evidence.documents]))
      frequencies.push(whole?.documentFrequency ?? 0)
      const options = { seed: hashPair(seed, about.latent) }
      for (const method of methods) {
        const calls =
          method === 'detection'
            ? detectionCalls(templates.detect, about, drawn, options)
            : fuzzingCalls(templates.fuzz, about, drawn, options)
        yield* placed(calls, { claim, of: method })
      }
      if (whole !== null)
        yield* placed(detectionCalls(templates.detect, about, whole.evidence, { ...options, perCall: documentsPerCall }), {
          claim,
          of: 'documents',
        })
    }
  }
  function* placed(calls: readonly JudgeCall[], at: Pick<Place, 'claim' | 'of'>): Generator<PlannedCall<Verdicts>> {
    for (const { items, ...call } of calls) {
      places.push({ ...at, items })
      yield { ...call, standIn: items.map(({ fits }) => fits) }
    }
  }
  const verdicts = yield* ask(judging())
  const answersTo = (claim: number, of: Place['of']) =>
    places.flatMap((place, call) =>
      place.claim === claim && place.of === of ? [{ items: place.items, verdicts: verdicts[call]! }] : [],
    )
  return claims.flatMap((_, claim) =>
    methods.map((method) => {
      const score = labelScore(method, answersTo(claim, method))
      if (score.all.value === null) return null
      const whole = labelScore('detection', answersTo(claim, 'documents'))
      const f1 = method === 'detection' ? documentF1(whole.sensitivity, alarms(whole), frequencies[claim]!).value : null
      return { score, f1, documents: judged[claim]! }
    }),
  )
}

/** What a call was about: passages by a method, or whole documents. */
type Place = { readonly claim: number; readonly of: Method | 'documents'; readonly items: JudgeCall['items'] }
type Verdicts = NonNullable<ReturnType<JudgeCall['parse']>>

/** Whole documents in one request. */
const documentsPerCall = 5

/** Of documents without the latent, those that the label was found to fit. */
function alarms({ specificity: { successes, trials } }: LabelScore): Proportion {
  return { successes: trials - successes, trials }
}

type Of = {
  readonly of: Subject
  readonly run: number
  readonly endpoint: string
  readonly model: string
  readonly promptHash: string
  readonly documents: readonly Uint8Array[]
}

/** A score as the store keeps it. */
export function newScoreOf({ score, f1 }: ClaimScore, { of, run, ...rest }: Of): NewScore {
  const subject = 'label' in of ? `label ${of.label}` : `candidate ${of.candidate}`
  return {
    ...rest,
    of,
    run,
    method: score.method,
    balancedAccuracy: score.all.value,
    interval: score.all.interval,
    f1,
    counts: score.counts,
    promptName: score.method === 'detection' ? 'detect' : 'fuzz',
    requestId: `run ${run} ${subject} ${score.method}`,
  }
}

import type { DroppedLatent, LabelledLatent } from '../../../contract/hypotheses.ts'
import type { LabelAnswer, NamingAnswer } from '../labels/answers/label-answer.ts'
import type { ChosenLatent } from './choose-latents.ts'
import { ask, type Flow, type PlannedCall } from './flow.ts'

/** A label and one sentence on a text that has it, empty where there is none. */
export type Claimed = { readonly label: string; readonly description: string }

/**
 * How labels are made and scored. Whoever implements it draws from documents of the discovering half alone: an old label is scored on a
 * second set of them than the new one is made from, and the new one on a third. `Answer` is what one call for a score tells.
 */
export type Labelling<Answer> = {
  /** Asks for a new label, with the old one and its score as context; null where there are too few examples. */
  relabel(latent: ChosenLatent, oldScore: number | null): PlannedCall<LabelAnswer> | null
  score(latent: ChosenLatent, claim: Claimed, which: 'old' | 'new'): readonly PlannedCall<Answer>[]
  /** Balanced accuracy, 0..1, from the answers to `score` in their order, null where missing; null where they tell too little. */
  scoreOf(latent: ChosenLatent, which: 'old' | 'new', answers: readonly (Answer | null)[]): number | null
}

/** A label that was made here, kept or not, and the answers to its `score`. */
export type MadeLabel<Answer> = {
  readonly latent: ChosenLatent
  readonly answer: NamingAnswer
  readonly judged: readonly (Answer | null)[]
}

export type Relabelled<Answer> = {
  readonly kept: readonly LabelledLatent[]
  readonly dropped: readonly DroppedLatent[]
  readonly made: readonly MadeLabel<Answer>[]
}

/**
 * Scores each latent's old label, has a new one made, scores that, and keeps the better of the two, at a tie the old one, where it reaches the gate; a latent
 * with neither is dropped, with the reason (as `process_feature` of the paper's code). Three rounds of calls.
 */
export function* relabel<Answer>(
  latents: readonly ChosenLatent[],
  labelling: Labelling<Answer>,
  gate: number,
): Flow<Relabelled<Answer>> {
  const oldClaims = latents.map(({ label }) => (label === null ? null : { label, description: '' }))
  const oldScores = scoresOf(latents, yield* judged(latents, oldClaims, labelling, 'old'), labelling, 'old')
  const requests = latents.map((latent, at) => labelling.relabel(latent, oldScores[at]!))
  const answers = yield* ask(requests.filter((request) => request !== null))
  let next = 0
  const newClaims = requests.map((request) => labelled(request === null ? null : answers[next++]!))
  const newJudged = yield* judged(latents, newClaims, labelling, 'new')
  const newScores = scoresOf(latents, newJudged, labelling, 'new')

  const kept: LabelledLatent[] = []
  const dropped: DroppedLatent[] = []
  latents.forEach((latent, at) => {
    const scores = { oldScore: oldScores[at]!, newScore: newScores[at]! }
    const { direction, shares, difference, alike } = latent
    const found = { latent: latent.latent, direction, shares, difference, alike, ...scores }
    const from = (scores.newScore ?? -1) > (scores.oldScore ?? -1) ? 'new' : 'old'
    const claim = from === 'new' ? newClaims[at]! : oldClaims[at]!
    const score = from === 'new' ? scores.newScore : scores.oldScore
    if (score !== null && claim !== null && score >= gate)
      kept.push({ ...found, label: claim.label, description: claim.description, from, score })
    else dropped.push({ ...found, label: latent.label, why: whyDropped(score, oldClaims[at] ?? newClaims[at] ?? null) })
  })
  const made = latents.flatMap((latent, at) => {
    const answer = newClaims[at]!
    return answer === null ? [] : [{ latent, answer, judged: newJudged[at]! }]
  })
  return { kept, dropped, made }
}

/** null without an answer, and where it is that there is no label. */
function labelled(answer: LabelAnswer | null): NamingAnswer | null {
  return answer === null || answer.label === null ? null : { ...answer, label: answer.label }
}

function whyDropped(score: number | null, claim: Claimed | null): DroppedLatent['why'] {
  return score !== null ? 'below-gate' : claim === null ? 'none' : 'not-scored'
}

/** [latents], the answers on each claim, none without one. */
function* judged<Answer>(
  latents: readonly ChosenLatent[],
  claims: readonly (Claimed | null)[],
  labelling: Labelling<Answer>,
  which: 'old' | 'new',
): Flow<readonly (readonly (Answer | null)[])[]> {
  const calls = latents.map((latent, at) => {
    const claim = claims[at]!
    return claim === null ? [] : labelling.score(latent, claim, which)
  })
  const answers = yield* ask(calls.flat())
  let from = 0
  return calls.map((its) => answers.slice(from, (from += its.length)))
}

/** [latents], null without a claim or enough answers. */
function scoresOf<Answer>(
  latents: readonly ChosenLatent[],
  answers: readonly (readonly (Answer | null)[])[],
  labelling: Labelling<Answer>,
  which: 'old' | 'new',
): readonly (number | null)[] {
  return latents.map((latent, at) => (answers[at]!.length === 0 ? null : labelling.scoreOf(latent, which, answers[at]!)))
}

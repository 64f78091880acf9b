import type { DroppedLatent, HypothesesRun, JudgedHypothesis, Refusal, Verdict } from '../../../contract/hypotheses.ts'
import type { Endpoint, LedgerRow } from '../../../contract/language-models.ts'

export const verdicts: Readonly<Record<Verdict, { readonly title: string; readonly says: string }>> = {
  verified: {
    title: 'Verified',
    says: 'More than 1 point in the claimed direction, and the 95 % interval leaves out 0',
  },
  little: { title: 'Too small', says: 'In the claimed direction, but by no more than 1 point' },
  opposite: { title: 'The other way round', says: 'The 95 % interval lies on the other side of 0 than was claimed' },
  uncertain: { title: 'Could be chance', says: 'The 95 % interval includes 0, against one of the others at least' },
  unjudged: { title: 'Not judged', says: 'No answer came for one of the sides' },
}

/** Judgements without an answer, over all groups. */
export const missingOf = ({ target, others }: JudgedHypothesis): number =>
  others.reduce((sum, { missing }) => sum + missing, target.missing)

export const refusalWords: Readonly<Record<Refusal, string>> = {
  'unknown-latents': 'it cites latents that were not given',
  direction: 'it cites latents that point the other way',
  form: 'it is no statement on a document',
  merged: 'it says the same as another, and its latents are cited there',
  contradicts: 'it says the opposite of an earlier one',
  'too-many': 'there were enough',
}

export const droppedWords: Readonly<Record<DroppedLatent['why'], string>> = {
  none: 'no label',
  'not-scored': 'label not scored: too few answers',
  'below-gate': 'no label reaches the gate',
}

export type RouteFigures = {
  readonly requests: number
  readonly inputTokens: number
  readonly outputTokens: number
  /** null without a price. */
  readonly cost: number | null
}

export type Routes = {
  readonly currency: string | null
  /** What the run was charged for labels, scores and the summary; and for judging, which costs either way. */
  readonly found: RouteFigures
  readonly judging: RouteFigures
  /** Estimated: what a language model that reads the documents without latents would have taken to the same point. */
  readonly alone: RouteFigures
  /** Answers that had been paid for before. */
  readonly reused: number
}

/** @param price of the endpoint, as it is now */
export function routesOf({ spent, languageModelRoute }: HypothesesRun, price: Endpoint['price']): Routes {
  const alone = sumOf([languageModelRoute.propose, languageModelRoute.summarise])
  return {
    currency: spent.find(({ currency }) => currency !== null)?.currency ?? price?.currency ?? null,
    found: chargedFor(spent.filter(({ stage }) => stage !== 'verify')),
    judging: chargedFor(spent.filter(({ stage }) => stage === 'verify')),
    alone: {
      ...alone,
      cost: price === null ? null : (alone.inputTokens * price.input + alone.outputTokens * price.output) / 1e6,
    },
    reused: spent.reduce((sum, { reused }) => sum + reused, 0),
  }
}

function chargedFor(rows: readonly LedgerRow[]): RouteFigures {
  const isPriced = rows.some(({ cost }) => cost !== null)
  return {
    ...sumOf(rows.map((row) => ({ ...row, calls: row.calls - row.reused }))),
    cost: isPriced ? rows.reduce((sum, { cost }) => sum + (cost ?? 0), 0) : null,
  }
}

function sumOf(rows: readonly Pick<LedgerRow, 'calls' | 'inputTokens' | 'outputTokens'>[]): Omit<RouteFigures, 'cost'> {
  return {
    requests: rows.reduce((sum, { calls }) => sum + calls, 0),
    inputTokens: rows.reduce((sum, { inputTokens }) => sum + inputTokens, 0),
    outputTokens: rows.reduce((sum, { outputTokens }) => sum + outputTokens, 0),
  }
}

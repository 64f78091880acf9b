import { hashPair } from '../../numerics/hash-pair.ts'
import { seededRandom, shuffle } from '../../numerics/seeded-random.ts'
import { readVerdicts, type Verdicts } from '../answers/verdicts.ts'
import type { LabelEvidence } from '../evidence/gather-evidence.ts'
import type { Passage, PassageKind } from '../evidence/passage.ts'
import { otherTokens } from './other-tokens.ts'
import { markTokens } from './marks.ts'
import type { PromptCall } from './prompt-call.ts'
import { type PromptTemplate, renderPrompt } from './template.ts'

/** What a judge is asked about and must not know: whether the label ought to fit, and why the passage was drawn. */
export type JudgedItem = {
  readonly document: number
  readonly kind: PassageKind
  readonly level: number | null
  /** Detection: the latent is present. Fuzzing: the marks are its own. */
  readonly fits: boolean
}

/** A request about numbered passages, and the truth on each in the order of the numbers. */
export type JudgeCall = PromptCall<Verdicts> & { readonly items: readonly JudgedItem[] }

/** What a label claims. The description, where there is one, is shown to the judge too. */
export type Claim = { readonly label: string; readonly description?: string }

export type JudgeOptions = {
  readonly seed: number
  /** Passages in a request at most; all requests of a label have nearly as many. */
  readonly perCall?: number
}

type Shown = { readonly item: JudgedItem; readonly text: string }

/** Requests to tell from a label alone which passages the latent is active in: all of the evidence, unmarked and shuffled. */
export function detectionCalls(
  template: PromptTemplate<'detect'>,
  claim: Claim,
  { activating, silent }: LabelEvidence,
  options: JudgeOptions,
): readonly JudgeCall[] {
  const shown = [...activating, ...silent].map((passage) => ({
    item: itemOf(passage, passage.kind === 'activating'),
    text: passage.text,
  }))
  return callsFor(template, claim, shown, options)
}

/**
 * Requests to tell from a label alone where marks are right: the activating passages, shuffled, with as many other tokens marked in half
 * of them, spread over the levels. A passage without that many tokens on which the latent is silent keeps its own marks.
 */
export function fuzzingCalls(
  template: PromptTemplate<'fuzz'>,
  claim: Claim,
  { latent, activating }: LabelEvidence,
  options: JudgeOptions,
): readonly JudgeCall[] {
  const random = seededRandom(hashPair(options.seed, latent))
  const others = activating.map((passage) => otherTokens(passage, random))
  const able = [...others.keys()].filter((at) => others[at] !== null)
  const wanted = Math.min(able.length, Math.floor(activating.length / 2))
  const offset = random()
  const wrong = new Set(Array.from({ length: wanted }, (_, at) => able[Math.floor(((at + offset) * able.length) / wanted)]))
  const shown = activating.map((passage, at) => {
    const marked = wrong.has(at) ? others[at]! : passage.marked
    return { item: itemOf(passage, !wrong.has(at)), text: markTokens(passage.text, passage.starts, passage.ends, marked) }
  })
  return callsFor(template, claim, shown, options)
}

function itemOf({ document, kind, level }: Passage, fits: boolean): JudgedItem {
  return { document, kind, level, fits }
}

function callsFor(
  template: PromptTemplate<'detect'> | PromptTemplate<'fuzz'>,
  { label, description }: Claim,
  shown: readonly Shown[],
  { seed, perCall = 10 }: JudgeOptions,
): readonly JudgeCall[] {
  // Not the seed that drew the passages: their order must not tell which they are.
  const order = shuffle([...shown], seededRandom(hashPair(seed, 101)))
  const calls = Math.ceil(order.length / perCall)
  const claim = { heading: 'label', text: description === undefined || description === '' ? label : `${label}\n${description}` }
  return Array.from({ length: calls }, (_, call) => {
    const part = order.slice(Math.floor((call * order.length) / calls), Math.floor(((call + 1) * order.length) / calls))
    const passages = part.map(({ text }, at) => ({ heading: `passage ${at + 1}`, text }))
    return {
      stage: 'score',
      ...renderPrompt<'detect' | 'fuzz'>(template, { label: [claim], passages, count: part.length }),
      temperature: 0,
      seed: 0,
      json: true,
      maxOutputTokens: 500 + 12 * part.length,
      likelyOutputTokens: 2 + 6 * part.length,
      documents: part.map(({ item }) => item.document),
      parse: (answer: string) => readVerdicts(answer, part.length),
      items: part.map(({ item }) => item),
    }
  })
}

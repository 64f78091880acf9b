import type { Direction, LabelledLatent } from '../../../contract/hypotheses.ts'
import { readSummaryAnswer, type SummaryAnswer } from '../labels/answers/other-answers.ts'
import type { Fenced } from '../labels/prompts/fence.ts'
import { type PromptTemplate, renderPrompt } from '../labels/prompts/template.ts'
import { ask, type Flow, type PlannedCall } from './flow.ts'
import { type Settled, settleHypotheses } from './settle-hypotheses.ts'

/** Latents in one request; more are summed up in parts, and the parts once more. */
export const latentsPerSummary = 50

export type SummariseInput = {
  readonly template: PromptTemplate<'summarise'>
  /** What the two sets are called in the request. */
  readonly sides: readonly [target: string, others: string]
  readonly latents: readonly LabelledLatent[]
  /** Hypotheses at most. */
  readonly most: number
}

export type Summarised = Settled & { readonly missing: number }

/**
 * Sums up latents into at most `most` hypotheses that cite them. Nothing is asked without latents. Where the request that joins several
 * parts brings no answer, the parts' own hypotheses stand, those of the largest differences first; `missing` counts requests without one.
 */
export function* summarise({ template, sides, latents, most }: SummariseInput): Flow<Summarised> {
  const ordered = latents.toSorted((a, b) => Math.abs(b.difference) - Math.abs(a.difference))
  const directions = new Map(ordered.map(({ latent, direction }) => [latent, direction]))
  const parts = Math.ceil(ordered.length / latentsPerSummary)
  const calls = Array.from({ length: parts }, (_, part) => {
    const its = ordered.filter((_latent, at) => at % parts === part)
    return summaryCall(template, sides, its.map(latentItem), its, most)
  })
  const answers = yield* ask(calls)
  const found = answers.filter((answer) => answer !== null)
  const missing = answers.length - found.length
  // Taken in turns: the first of each part, then the second of each.
  const turns = Array.from({ length: most }, (_, at) => found.flatMap((answer) => answer.slice(at, at + 1)))
  const own = settleHypotheses(turns, directions, parts > 1 ? parts * most : most)
  if (parts <= 1 || own.hypotheses.length === 0) return { ...own, missing }

  const items = own.hypotheses.map(({ text, direction, latents: cited }) => ({
    heading: `properties ${cited.join(', ')}, more in the ${sideOf(direction)} set`,
    text,
  }))
  const cited = own.hypotheses.flatMap((each) => each.latents.map((latent) => ({ latent, direction: each.direction })))
  const [joined] = yield* ask([summaryCall(template, sides, items, cited, most)])
  if (joined == null) return { ...settleHypotheses(turns, directions, most), missing: missing + 1 }
  const given = new Map(cited.map(({ latent, direction }) => [latent, direction]))
  const last = settleHypotheses([joined], given, most)
  return { hypotheses: last.hypotheses, refused: [...own.refused, ...last.refused], missing }
}

type Pointing = { readonly latent: number; readonly direction: Direction }

function summaryCall(
  template: PromptTemplate<'summarise'>,
  sides: readonly [string, string],
  latents: readonly Fenced[],
  citable: readonly Pointing[],
  most: number,
): PlannedCall<SummaryAnswer> {
  const named = [
    { heading: 'the first set', text: sides[0] },
    { heading: 'the second set', text: sides[1] },
  ]
  return {
    stage: 'summarise',
    ...renderPrompt(template, { sides: named, latents, most }),
    temperature: 0,
    seed: 0,
    maxOutputTokens: 2000 + 100 * most,
    likelyOutputTokens: 50 * most,
    documents: [],
    parse: readSummaryAnswer,
    standIn: standInSummary(citable, most),
  }
}

function latentItem({ latent, shares: [target, other], label, description }: LabelledLatent): Fenced {
  const heading = `property ${latent}, in ${percent(target)} of the first set and ${percent(other)} of the second`
  return { heading, text: description === '' ? label : `${label}\n${description}` }
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

function sideOf(direction: Direction): string {
  return direction === 'up' ? 'first' : 'second'
}

/** As many hypotheses as may be, all in different words: a request of usual length for each of them follows. */
function standInSummary(latents: readonly Pointing[], most: number): SummaryAnswer {
  return Array.from({ length: latents.length === 0 ? 0 : most }, (_, at) => {
    const { latent, direction } = latents[at % latents.length]!
    const words = Array.from({ length: 6 }, (_word, place) => `property${latent}x${at}x${place}`)
    return { text: `This document has ${words.join(' ')}`, more: direction === 'up' ? 'first' : 'second', latents: [latent] }
  })
}

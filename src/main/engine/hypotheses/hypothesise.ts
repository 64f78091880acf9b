import type { HypothesesResult } from '../../../contract/hypotheses.ts'
import { Failure } from '../../../contract/failure.ts'
import type { Compared } from '../analysis/diff/compared.ts'
import { layoutOf } from '../analysis/diff/layout.ts'
import type { PromptTemplate } from '../labels/prompts/template.ts'
import { seedFor } from './chance.ts'
import type { ChosenLatent } from './choose-latents.ts'
import { coverage } from './coverage.ts'
import { drawDocuments } from './draw-documents.ts'
import type { Flow } from './flow.ts'
import { discovery, halfOfComparison, type HeldOut, judging, partOf } from './hold-out.ts'
import { judge, type JudgedDocuments } from './judge.ts'
import { judgedFigures, passesPaperRule } from './judged-figures.ts'
import { languageModelRoute } from './language-model-route.ts'
import { type Labelling, type MadeLabel, relabel } from './relabel.ts'
import { summarise } from './summarise.ts'

export type HypothesiseInput<Answer> = {
  /** The whole comparison, and its halves by `holdOut`. */
  readonly compared: Compared
  readonly heldOut: HeldOut
  /** Against all others of a pair together. */
  readonly union: boolean
  /** From `chooseLatents`, by a diff of the discovering half. */
  readonly latents: readonly ChosenLatent[]
  readonly labelling: Labelling<Answer>
  readonly templates: { readonly summarise: PromptTemplate<'summarise'>; readonly verify: PromptTemplate<'verify'> }
  /** What the sides are called in the summary; the judge is told nothing of sides. */
  readonly sides: readonly [target: string, others: string]
  /** By the number of a document in `compared`. */
  textOf(document: number): string
  keyOf(document: number): string
  readonly settings: {
    readonly gate: number
    readonly hypotheses: number
    /** Documents judged of each group at most. */
    readonly documents: number
    readonly perCall: number
    readonly characters: number
    readonly seed: number
  }
}

/** `made`: every label that was made on the way, for people to decide on. */
export type Hypothesised<Answer> = HypothesesResult & { readonly made: readonly MadeLabel<Answer>[] }

/** Documents to be judged, numbered in the comparison, ascending, and what they make as a comparison of their own. */
export type JudgingDraw = { readonly places: Uint32Array; readonly compared: Compared; readonly design: HypothesesResult['design'] }

/**
 * Draws the documents that judge, from the judging half alone, by the design that its units call for.
 *
 * Throws Failure 'bad-input' where a side has none there.
 */
export function drawJudging({
  compared,
  heldOut,
  union,
  keyOf,
  settings,
}: Pick<HypothesiseInput<never>, 'compared' | 'heldOut' | 'union' | 'keyOf' | 'settings'>): JudgingDraw {
  const held = halfOfComparison(compared, heldOut, judging)
  const layout = layoutOf(held.compared, union)
  const drawn = drawDocuments(held.compared, layout, (document) => keyOf(held.places[document]!), {
    perGroup: settings.documents,
    seed: seedFor('draw', settings.seed),
  })
  const places = drawn.map((document) => held.places[document]!)
  const missingGroup = Array.from({ length: compared.groups }, (_, at) => at).some(
    (group) => !places.some((place) => compared.group[place] === group),
  )
  if (missingGroup)
    throw new Failure(
      'bad-input',
      'One side of the comparison has no documents left to judge hypotheses on: too many hang together or were used for labels.',
      'Compare larger groups, or choose a finer unit (--unit).',
    )
  const keep = new Uint8Array(compared.documents)
  for (const place of places) keep[place] = 1
  return { places, compared: partOf(compared, keep).compared, design: layout.design }
}

/**
 * Hypotheses on how two sides differ, from latents to verdicts: labels from the discovering half, a summary that cites latents, and a blind
 * judge on the other half. All documents that judge are drawn before the first call.
 */
export function* hypothesise<Answer>(input: HypothesiseInput<Answer>): Flow<Hypothesised<Answer>> {
  const { compared, heldOut, union, settings, templates } = input
  const draw = drawJudging(input)
  const { kept, dropped, made } = yield* relabel(input.latents, input.labelling, settings.gate)
  const summary = yield* summarise({ template: templates.summarise, sides: input.sides, latents: kept, most: settings.hypotheses })
  const documents: JudgedDocuments = {
    count: draw.places.length,
    numberOf: (document) => draw.places[document]!,
    textOf: (document) => input.textOf(draw.places[document]!),
    keyOf: (document) => input.keyOf(draw.places[document]!),
  }
  const statements = summary.hypotheses.map(({ text }) => ({ text, documents }))
  const { perCall, characters, seed } = settings
  const judged = yield* judge(statements, { template: templates.verify, perCall, characters, seed })
  const comparison = { compared: draw.compared, design: draw.design, union: union && compared.groups > 2 }
  const hypotheses = judgedFigures(summary.hypotheses, judged, comparison)
  const found = halfOfComparison(compared, heldOut, discovery)
  const verified = hypotheses.filter((each) => each.verified)
  const shareOf = (count: number) => (hypotheses.length === 0 ? null : count / hypotheses.length)
  return {
    design: draw.design,
    halves: [halfSize(heldOut, discovery), halfSize(heldOut, judging)],
    kept,
    dropped,
    hypotheses,
    refused: summary.refused,
    summariesMissing: summary.missing,
    documents: draw.places.length,
    cut: draw.places.reduce((count, place) => count + +(input.textOf(place).length > characters), 0),
    verificationRate: shareOf(verified.length),
    paperVerificationRate: shareOf(hypotheses.filter(passesPaperRule).length),
    coverage: coverage(hypotheses, judged, comparison),
    verifiedCoverage: coverage(
      verified,
      judged.filter((_, at) => hypotheses[at]!.verified),
      comparison,
    ),
    languageModelRoute: languageModelRoute(found.compared, (document) => input.textOf(found.places[document]!)),
    made,
  }
}

function halfSize({ half, group, groups }: HeldOut, which: 0 | 1): HypothesesResult['halves'][0] {
  const met = new Uint8Array(groups)
  let documents = 0
  for (let document = 0; document < half.length; document++) {
    if (half[document] !== which) continue
    documents++
    met[group[document]!] = 1
  }
  return { documents, groups: met.reduce((sum, each) => sum + each, 0) }
}

import type {
  HypothesesRequest,
  HypothesesRun,
  JudgedHypothesis,
  JudgedShare,
  LabelledLatent,
} from '../../src/contract/hypotheses.ts'
import type { LedgerRow, Stage } from '../../src/contract/language-models.ts'
import type { ModelRunSummary } from '../../src/contract/model-requests.ts'
import type { FakeProject } from './fake-project.ts'

/** Statements with how often they hold on either side, of those judged, and how many answers are missing on each. */
const statements: readonly (readonly [text: string, target: number, other: number, missing: number])[] = [
  ['This document speaks to its reader directly and asks what they would like to do next', 0.71, 0.32, 0],
  ['This document lists steps, each with a number of its own', 0.44, 0.19, 14],
  ['This document thanks somebody <script>alert(1)</script> by name \u202egnp.exe\u202c', 0.22, 0.18, 0],
  ['This document has a table of figures', 0.08, 0.24, 0],
]

/** What a run on a difference comes to, one hypothesis of each verdict; the numbers are made up and go together. */
export function fakeHypotheses(
  project: FakeProject,
  { endpoint, model }: Pick<ModelRunSummary, 'endpoint' | 'model'>,
  request: HypothesesRequest,
): HypothesesRun {
  const read = project.corpora.filter(({ name }) => project.read.has(name))
  const labelled = project.latents.flatMap(({ label }, latent) => (label === null ? [] : [{ latent, label }]))
  const kept = labelled.slice(0, Math.min(12, request.latents)).map(({ latent, label }, at) => keptLatent(latent, label, at))
  const each = Math.min(request.documents, 200)
  const hypotheses = statements.slice(0, request.hypotheses).map((statement, at): JudgedHypothesis => {
    const [text, first, second, missing] = statement
    const target = judgedShare(each, first, missing)
    const other = judgedShare(each, second, Math.ceil(missing / 2))
    const difference = first - second
    const spread = 1.96 * Math.sqrt((first * (1 - first) + second * (1 - second)) / each)
    return {
      text,
      direction: 'up',
      latents: kept.slice(3 * at, 3 * at + 1 + (at % 3)).map(({ latent }) => latent),
      target,
      others: [other],
      comparedWith: 0,
      difference,
      interval: [difference - spread, difference + spread],
      bounds: missing === 0 ? [difference, difference] : [difference - 0.11, difference + 0.11],
      pValue: 0.004 * at * at,
      pAdjusted: Math.min(1, 0.016 * at * at + 1e-9),
      verified: difference - spread > 0,
      alike: at === 0 ? [1] : at === 1 ? [0] : [],
    }
  })
  const verified = hypotheses.filter((hypothesis) => hypothesis.verified).length
  return {
    design: 'independent',
    halves: [
      { documents: 402, groups: 398 },
      { documents: 403, groups: 399 },
    ],
    kept,
    dropped: labelled.slice(12, 15).map(({ latent, label }, at) => ({
      latent,
      label: at === 2 ? null : label,
      direction: 'down',
      shares: [0.1, 0.2],
      difference: -0.1,
      alike: [],
      oldScore: at === 0 ? 0.61 : null,
      newScore: at === 0 ? 0.58 : null,
      why: (['below-gate', 'not-scored', 'none'] as const)[at]!,
    })),
    hypotheses,
    refused: [{ text: 'They differ in tone', direction: 'up', latents: [], why: 'form' }],
    summariesMissing: 0,
    documents: 2 * each,
    cut: 3,
    verificationRate: hypotheses.length === 0 ? null : verified / hypotheses.length,
    paperVerificationRate: hypotheses.length === 0 ? null : 0.75,
    coverage: 0.63,
    verifiedCoverage: 0.58,
    languageModelRoute: {
      propose: { calls: 402, inputTokens: 612_000, outputTokens: 48_240 },
      summarise: { calls: 6, inputTokens: 52_240, outputTokens: 3000 },
      rows: 402,
    },
    analysis: request.analysis,
    lens: 'small-english',
    groups: read.slice(0, 2).map(({ name }) => name),
    proposed: 9,
    spent: (['label', 'score', 'summarise', 'verify'] as const).map((stage) => ledgerRow(stage, endpoint, model)),
  }
}

function keptLatent(latent: number, label: string, at: number): LabelledLatent {
  return {
    latent,
    direction: 'up',
    shares: [0.4, 0.2],
    difference: 0.2 - at / 100,
    alike: [],
    label,
    description: `This document has ${label}.`,
    from: at % 3 === 0 ? 'old' : 'new',
    score: 0.81,
    oldScore: 0.74,
    newScore: at % 3 === 0 ? null : 0.81,
  }
}

function judgedShare(documents: number, share: number, missing: number): JudgedShare {
  const judged = documents - missing
  return { judged, holds: Math.round(share * judged), missing, share: Math.round(share * judged) / judged }
}

const perStage: Readonly<Partial<Record<Stage, readonly [calls: number, input: number, output: number]>>> = {
  label: [50, 71_500, 4100],
  score: [200, 242_000, 4800],
  summarise: [1, 4200, 600],
  verify: [320, 736_000, 12_800],
}

function ledgerRow(stage: Stage, endpoint: string, model: string): LedgerRow {
  const [calls, inputTokens, outputTokens] = perStage[stage] ?? [0, 0, 0]
  const isPriced = endpoint === 'openai'
  return {
    stage,
    endpoint,
    model,
    calls,
    failed: {},
    reused: stage === 'score' ? 20 : 0,
    inputTokens,
    outputTokens,
    estimated: false,
    cost: isPriced ? (inputTokens * 0.25 + outputTokens * 2) / 1e6 : null,
    currency: isPriced ? 'USD' : null,
  }
}

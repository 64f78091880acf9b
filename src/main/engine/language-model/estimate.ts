import { stages, type Endpoint, type Plan, type Stage, type StageEstimate } from '../../../contract/language-models.ts'
import { callHash, requestOf, type Call } from './call.ts'
import { batchesOf, tokensOf } from './embed-run.ts'
import { inputRatio, requestTokens } from './count-tokens.ts'
import type { AnswerCache, History } from './records.ts'
import { costOf } from './spending.ts'

/** What calls would cost, without a request. */
export type Estimate = Pick<Plan, 'stages' | 'minutes' | 'sample'>

/** What texts would cost to embed, without a request; each is to be given once, and none that was embedded before. */
export function estimateTexts(
  texts: Iterable<string>,
  { endpoint, history }: { readonly endpoint: Endpoint; readonly history: History },
): Estimate {
  const sum: Sum = { calls: 0, answered: 0, counted: 0, likely: 0 }
  let sample: Plan['sample'] = null
  for (const batch of batchesOf(texts)) {
    sum.calls++
    sum.counted += tokensOf(batch)
    sample ??= { system: '', user: batch.join('\n') }
  }
  const stages = [stageEstimate('embed', sum, endpoint, history)]
  return { stages, minutes: minutesOf(stages, endpoint.concurrency, history), sample }
}

type Sum = { calls: number; answered: number; counted: number; likely: number }

type Options = { readonly endpoint: Endpoint; readonly answers: Pick<AnswerCache, 'get'>; readonly history: History }

/**
 * Counts planned calls: those in the cache, and those that ask the same as another, cost nothing. Input tokens are counted by
 * characters and corrected by what the endpoint has reported; output tokens are the stage's mean so far, or what the call says is
 * likely. Tries again after faults, which cannot be foreseen, are left out. `minutes` is null while no call has shown how long it takes.
 * `sample` is the first request that would be sent.
 */
export async function estimateCalls(
  calls: Iterable<Call<unknown>> | AsyncIterable<Call<unknown>>,
  options: Options,
): Promise<Estimate> {
  const counting = new Counting(options)
  const sums: Sums = new Map()
  for await (const call of calls) counting.count(call, sums)
  return { ...estimateOf(sums, options), sample: counting.sample }
}

/** Groups of calls counted at least, and at most, and the spread at which there are enough. */
const fewestGroups = 64
const mostGroups = 512
const enoughSpread = 0.05

/** By how many groups all were judged; `spread`: half of the 95 % interval of all tokens, as a share of them. */
export type Sampled = { readonly groups: number; readonly spread: number }

/**
 * The same for many groups of calls, by some of them drawn at random: all are taken to be like these. Counted are at least 64 groups, and
 * more, up to 512, while the tokens of all are not known to within 5 % (95 % interval of a mean from draws without replacement).
 *
 * @param groups in random order, taken as they are needed
 * @param all how many there are
 */
export async function estimateSampled(
  groups: AsyncIterable<Iterable<Call<unknown>>>,
  all: number,
  options: Options,
): Promise<Estimate & { readonly sampled: Sampled }> {
  const counting = new Counting(options)
  const sums: Sums = new Map()
  let drawn = 0
  let mean = 0
  let squares = 0
  let spread = 0
  for await (const calls of groups) {
    const own: Sums = new Map()
    for (const call of calls) counting.count(call, own)
    for (const [stage, sum] of own) addTo(sums, stage, sum)
    const { stages: its } = estimateOf(own, options)
    const tokens = its.reduce((total, { inputTokens, outputTokens }) => total + inputTokens + outputTokens, 0)
    // Welford's sums of squared distances from the mean.
    const before = tokens - mean
    mean += before / ++drawn
    squares += before * (tokens - mean)
    const error = drawn < 2 ? 0 : Math.sqrt((squares / (drawn - 1) / drawn) * (1 - drawn / all))
    spread = mean === 0 ? 0 : (1.96 * error) / mean
    if (drawn >= mostGroups || (drawn >= fewestGroups && spread <= enoughSpread)) break
  }
  for (const sum of sums.values()) {
    sum.calls = Math.round((sum.calls * all) / drawn)
    sum.answered = Math.round((sum.answered * all) / drawn)
    sum.counted *= all / drawn
    sum.likely *= all / drawn
  }
  return { ...estimateOf(sums, options), sample: counting.sample, sampled: { groups: drawn, spread } }
}

type Sums = Map<Stage, Sum>

/** Counts calls, each that asks the same once. */
class Counting {
  readonly #options: Options
  readonly #seen = new Set<number>()
  /** The first request that would be sent. */
  sample: Plan['sample'] = null

  constructor(options: Options) {
    this.#options = options
  }

  count(call: Call<unknown>, into: Sums): void {
    const { endpoint, answers } = this.#options
    const request = requestOf(call)
    const hash = callHash(endpoint, request)
    // Six bytes: among a million calls two different ones meet once in 500 plans.
    const short = Buffer.from(hash).readUIntBE(0, 6)
    if (this.#seen.has(short) || answers.get(hash) !== null) {
      addTo(into, call.stage, { calls: 1, answered: 1, counted: 0, likely: 0 })
      return
    }
    this.#seen.add(short)
    this.sample ??= { system: call.system, user: call.user }
    const likely = Math.min(call.maxOutputTokens, call.likelyOutputTokens ?? call.maxOutputTokens)
    addTo(into, call.stage, { calls: 1, answered: 0, counted: requestTokens(request.messages), likely })
  }
}

function addTo(sums: Sums, stage: Stage, { calls, answered, counted, likely }: Readonly<Sum>): void {
  const sum = sums.get(stage) ?? { calls: 0, answered: 0, counted: 0, likely: 0 }
  sums.set(stage, sum)
  sum.calls += calls
  sum.answered += answered
  sum.counted += counted
  sum.likely += likely
}

function estimateOf(sums: Sums, { endpoint, history }: Options): Pick<Estimate, 'stages' | 'minutes'> {
  const estimated = stages.flatMap((stage) => {
    const sum = sums.get(stage)
    return sum === undefined ? [] : [stageEstimate(stage, sum, endpoint, history)]
  })
  return { stages: estimated, minutes: minutesOf(estimated, endpoint.concurrency, history) }
}

function stageEstimate(
  stage: Stage,
  { calls, answered, counted, likely }: Sum,
  endpoint: Endpoint,
  history: History,
): StageEstimate {
  const shown = history.stages[stage]
  const inputTokens = Math.round(counted * inputRatio(history.reportedTokens, history.countedTokens))
  const outputTokens = Math.round(
    shown === undefined || shown.calls === 0 ? likely : ((calls - answered) * shown.outputTokens) / shown.calls,
  )
  return { stage, calls, answered, inputTokens, outputTokens, cost: costOf(endpoint.price, inputTokens, outputTokens) }
}

/** Calls to send, times seconds for one, over those under way at once. A stage that has shown nothing takes as long as all others. */
function minutesOf(estimated: readonly StageEstimate[], concurrency: number, history: History): number | null {
  const shown = Object.values(history.stages)
  const calls = shown.reduce((sum, stage) => sum + stage.calls, 0)
  const overall = calls === 0 ? null : shown.reduce((sum, stage) => sum + stage.seconds, 0) / calls
  let seconds = 0
  for (const { stage, ...planned } of estimated) {
    const pending = planned.calls - planned.answered
    if (pending === 0) continue
    const own = history.stages[stage]
    const each = own === undefined || own.calls === 0 ? overall : own.seconds / own.calls
    if (each === null) return null
    seconds += (pending * each) / Math.min(concurrency, pending)
  }
  return seconds / 60
}

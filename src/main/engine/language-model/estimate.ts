import { stages, type Endpoint, type Plan, type Stage, type StageEstimate } from '../../../contract/language-models.ts'
import { callHash, requestOf, type Call } from './call.ts'
import { inputRatio, requestTokens } from './count-tokens.ts'
import type { AnswerCache, History } from './records.ts'
import { costOf } from './spending.ts'

/** What calls would cost, without a request. */
export type Estimate = Pick<Plan, 'stages' | 'minutes' | 'sample'>

type Sum = { calls: number; answered: number; counted: number; likely: number }

/**
 * Counts planned calls: those in the cache, and those that ask the same as another, cost nothing. Input tokens are counted by
 * characters and corrected by what the endpoint has reported; output tokens are the stage's mean so far, or what the call says is
 * likely. Tries again after faults, which cannot be foreseen, are left out. `minutes` is null while no call has shown how long it takes.
 * `sample` is the first request that would be sent.
 */
export async function estimateCalls(
  calls: Iterable<Call<unknown>> | AsyncIterable<Call<unknown>>,
  options: { readonly endpoint: Endpoint; readonly answers: Pick<AnswerCache, 'get'>; readonly history: History },
): Promise<Estimate> {
  const { endpoint, answers, history } = options
  const sums = new Map<Stage, Sum>()
  const seen = new Set<number>()
  let sample: Plan['sample'] = null
  for await (const call of calls) {
    const sum = sums.get(call.stage) ?? { calls: 0, answered: 0, counted: 0, likely: 0 }
    sums.set(call.stage, sum)
    sum.calls++
    const request = requestOf(call)
    const hash = callHash(endpoint, request)
    // Six bytes: among a million calls two different ones meet once in 500 plans.
    const short = Buffer.from(hash).readUIntBE(0, 6)
    if (seen.has(short) || answers.get(hash) !== null) {
      sum.answered++
      continue
    }
    seen.add(short)
    sample ??= { system: call.system, user: call.user }
    sum.counted += requestTokens(request.messages)
    sum.likely += Math.min(call.maxOutputTokens, call.likelyOutputTokens ?? call.maxOutputTokens)
  }
  const estimated = stages.flatMap((stage) => {
    const sum = sums.get(stage)
    return sum === undefined ? [] : [stageEstimate(stage, sum, endpoint, history)]
  })
  return { stages: estimated, minutes: minutesOf(estimated, endpoint.concurrency, history), sample }
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

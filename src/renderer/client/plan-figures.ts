import type { Budget, Plan, PlannedSample } from '../../contract/language-models.ts'
import { counted, hostOf } from './model-words.ts'

export type PlanTotals = {
  readonly calls: number
  readonly answered: number
  /** Calls that would be sent. */
  readonly pending: number
  readonly inputTokens: number
  readonly outputTokens: number
  /** In the plan's currency; null without a price. */
  readonly cost: number | null
}

/** The stages of a plan together. */
export function planTotals({ stages }: Pick<Plan, 'stages'>): PlanTotals {
  const sum = (of: (stage: Plan['stages'][number]) => number) => stages.reduce((total, stage) => total + of(stage), 0)
  return {
    calls: sum(({ calls }) => calls),
    answered: sum(({ answered }) => answered),
    pending: sum(({ calls, answered }) => calls - answered),
    inputTokens: sum(({ inputTokens }) => inputTokens),
    outputTokens: sum(({ outputTokens }) => outputTokens),
    cost: stages.some(({ cost }) => cost === null) ? null : sum(({ cost }) => cost ?? 0),
  }
}

/** How far off a sampled plan may be, in whole per cent, at least 1. */
export function percentOf({ spread }: Pick<PlannedSample, 'spread'>): number {
  return Math.max(1, Math.ceil(100 * spread))
}

/** What the button that sends says: how much, and where to. */
export function sendWords(plan: Pick<Plan, 'stages' | 'url' | 'local' | 'sampled'>): string {
  const { pending, answered } = planTotals(plan)
  if (pending === 0) return `Use ${answered === 1 ? 'the answer' : `the ${counted(answered, 'answer')}`} there already`
  return `Send ${plan.sampled === null ? '' : 'about '}${counted(pending, 'request')} to ${hostOf(plan.url)}`
}

/** A budget as it is typed; null: no limit. */
export type BudgetDraft = { readonly tokens: number | null; readonly cost: number | null }

/**
 * Where a run should stop unless the user says otherwise: half as much again as it is estimated to take. Money where there is a price, else
 * tokens where the text goes to another machine; a model on this machine costs nothing, and gets no limit.
 */
export function suggestedBudget(plan: Pick<Plan, 'stages' | 'local'>): BudgetDraft {
  const { inputTokens, outputTokens, cost } = planTotals(plan)
  if (cost !== null && cost > 0) return { tokens: null, cost: roundedUp(1.5 * cost) }
  const tokens = inputTokens + outputTokens
  return { tokens: plan.local || tokens === 0 ? null : roundedUp(1.5 * tokens), cost: null }
}

/** The budget as the contract wants it. */
export function budgetOf({ tokens, cost }: BudgetDraft): Budget {
  return { ...(tokens === null ? {} : { tokens }), ...(cost === null ? {} : { cost }) }
}

/** Up to the next number with two digits that matter, greater than 0. */
function roundedUp(value: number): number {
  const step = 10 ** (Math.floor(Math.log10(value)) - 1)
  // Steps below 1 are no exact fractions: the nearest decimal is.
  return Number((Math.ceil(Number((value / step).toFixed(6))) * step).toPrecision(2))
}

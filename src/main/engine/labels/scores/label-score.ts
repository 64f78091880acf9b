import type { Proportion } from '../../numerics/proportion-intervals.ts'
import type { ScoreMethod } from '../../store/label-scores.ts'
import type { Judged, ScoreCounts } from '../../store/score-counts.ts'
import type { Verdicts } from '../answers/verdicts.ts'
import { levels } from '../evidence/draw-activating.ts'
import type { JudgedItem } from '../prompts/judge-calls.ts'
import { balancedAccuracy, type BalancedAccuracy } from './balanced-accuracy.ts'

/**
 * How well a judge that knew only the label told what fits it from what does not. What got no verdict is counted as missing and enters no
 * share.
 */
export type LabelScore = {
  readonly method: ScoreMethod
  /** By level the items that fit, the weakest level first; `random` and `hard` those that do not. In fuzzing `random` are wrong marks. */
  readonly counts: ScoreCounts
  /** Over both kinds of items that do not fit. Passages count as independent of each other. */
  readonly all: BalancedAccuracy
  /** Against random ones alone, and against hard ones alone. */
  readonly random: BalancedAccuracy
  readonly hard: BalancedAccuracy
  /** Of the items that fit, found to fit: [levels], and over all. Of the others, found not to. */
  readonly byLevel: readonly Proportion[]
  readonly sensitivity: Proportion
  readonly specificity: Proportion
  readonly missing: number
}

/** What was asked in one request, and the answer; null where none came, or none that could be read. */
export type JudgedCall = { readonly items: readonly JudgedItem[]; readonly verdicts: Verdicts | null }

export function labelScore(method: ScoreMethod, calls: readonly JudgedCall[]): LabelScore {
  return scoreOfCounts(method, countVerdicts(calls))
}

/** The score that counts amount to, also those of several runs or latents added up. */
export function scoreOfCounts(method: ScoreMethod, counts: ScoreCounts): LabelScore {
  const byLevel = counts.levels.map(proportion)
  const sensitivity = added(byLevel)
  const random = proportion(counts.random)
  const hard = proportion(counts.hard)
  const specificity = added([random, hard])
  return {
    method,
    counts,
    all: balancedAccuracy(sensitivity, specificity),
    random: balancedAccuracy(sensitivity, random),
    hard: balancedAccuracy(sensitivity, hard),
    byLevel,
    sensitivity,
    specificity,
    missing: [...counts.levels, counts.random, counts.hard].reduce((sum, { missing }) => sum + missing, 0),
  }
}

function countVerdicts(calls: readonly JudgedCall[]): ScoreCounts {
  const byLevel = Array.from({ length: levels }, () => ({ right: 0, wrong: 0, missing: 0 }))
  const random = { right: 0, wrong: 0, missing: 0 }
  const hard = { right: 0, wrong: 0, missing: 0 }
  for (const { items, verdicts } of calls) {
    items.forEach(({ fits, kind, level }, at) => {
      const counts = fits ? byLevel[level ?? 0]! : kind === 'token' || kind === 'neighbour' ? hard : random
      const verdict = verdicts?.[at] ?? null
      if (verdict === null) counts.missing++
      else if (verdict === fits) counts.right++
      else counts.wrong++
    })
  }
  return { levels: byLevel, random, hard }
}

function proportion({ right, wrong }: Judged): Proportion {
  return { successes: right, trials: right + wrong }
}

function added(parts: readonly Proportion[]): Proportion {
  return parts.reduce((sum, { successes, trials }) => ({ successes: sum.successes + successes, trials: sum.trials + trials }), {
    successes: 0,
    trials: 0,
  })
}

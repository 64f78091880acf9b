import type { LabelScore } from './label-score.ts'

/** Balanced accuracy that a label needs to be built upon (the paper's, appendix C). */
export const gate = 0.75

/** Verdicts on either class that a score needs to say anything about the gate. */
const fewestVerdicts = 4

/** Whether a label passed the gate; `undecided` where fewer than four passages of either class were judged. */
export function gateOf({ all: { value }, sensitivity, specificity }: LabelScore): 'passed' | 'failed' | 'undecided' {
  if (value === null || Math.min(sensitivity.trials, specificity.trials) < fewestVerdicts) return 'undecided'
  return value >= gate ? 'passed' : 'failed'
}

import { type Interval, newcombeInterval, type Proportion } from '../../numerics/proportion-intervals.ts'

/** Sensitivity and specificity in the mean: 0.5 is guessing. Null where either has no trials. */
export type BalancedAccuracy = { readonly value: number | null; readonly interval: Interval }

/**
 * Balanced accuracy of verdicts, with a 95 % interval: [0, 1] where either class is empty.
 *
 * It is (1 + s - f) / 2 of sensitivity s and rate of false alarms f, two independent proportions, so its limits are those of Newcombe's
 * hybrid score interval of the difference s - f (Newcombe 1998, method 10), halved and moved.
 *
 * @param sensitivity of the items that fit, those found to fit
 * @param specificity of the others, those found not to
 */
export function balancedAccuracy(sensitivity: Proportion, specificity: Proportion): BalancedAccuracy {
  if (sensitivity.trials === 0 || specificity.trials === 0) return { value: null, interval: [0, 1] }
  const alarms = { successes: specificity.trials - specificity.successes, trials: specificity.trials }
  const [low, high] = newcombeInterval(sensitivity, alarms)
  const value = (sensitivity.successes / sensitivity.trials + specificity.successes / specificity.trials) / 2
  return { value, interval: [(1 + low) / 2, (1 + high) / 2] }
}

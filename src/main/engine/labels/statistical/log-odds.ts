import type { KeySums } from './background.ts'

/** Strength of the prior: as if so many tokens, spread as in the background, had been seen besides. */
const priorTokens = 50

/** So that what the background never has keeps a finite variance. */
const leastPrior = 1e-6

/**
 * [keys], z of the log-odds of each key against the background, with the background's shares as an informative Dirichlet prior (Monroe,
 * Colaresi and Quinn 2008, equations 16, 19, 20 and 22):
 *
 * δ = ln((y + a) / (n + A - y - a)) - ln((b + a) / (N + A - b - a)), z = δ / sqrt(1 / (y + a) + 1 / (b + a)), a = A b / N
 *
 * The background is taken to hold the text at hand: b is at least y.
 *
 * @param found weights y, fractions allowed, summing to n
 * @param countOf b, how often a key stands in the background
 * @param total N, how many there are in the background
 */
export function logOddsZ({ keys, sums }: KeySums, countOf: (key: number) => number, total: number): Float64Array {
  const n = sums.reduce((sum, each) => sum + each, 0)
  const z = new Float64Array(keys.length)
  for (let at = 0; at < keys.length; at++) {
    const y = sums[at]!
    const b = Math.max(countOf(keys[at]!), y)
    const whole = Math.max(total, n)
    const a = (priorTokens * b) / whole + leastPrior
    const here = Math.log((y + a) / Math.max(n + priorTokens - y - a, leastPrior))
    const there = Math.log((b + a) / Math.max(whole + priorTokens - b - a, leastPrior))
    z[at] = (here - there) / Math.sqrt(1 / (y + a) + 1 / (b + a))
  }
  return z
}

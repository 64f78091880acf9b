import { newcombeInterval, type Interval } from './proportion-intervals.ts'
import type { Counts } from './sum-of-hypergeometrics.ts'

export type StratifiedDifference = {
  /** sum w (a / n1 - b / n2) / sum w, w = n1 n2 / (n1 + n2); 0 without strata that hold both sides. */
  readonly difference: number
  /** By Sato's variance (1989), which holds for few large and for many small strata. */
  readonly standardError: number
  readonly interval: Interval
  /** The two sides' frequencies with the same weights: their difference is `difference`. */
  readonly first: number
  readonly second: number
}

/**
 * Mantel and Haenszel's difference of two frequencies within strata (Greenland and Robins 1985). [-1, 1] without strata that hold both sides.
 *
 * The interval is Newcombe's of the weighted frequencies at their effective sizes (sum w)² / sum(w² / n) (after Yan and Su 2010). With one
 * stratum it is exactly `newcombeInterval`. An interval by the standard error would be too short where few are present, and of no
 * width where none are.
 * Simulated with 2 to 20 strata of 10 to 200 documents a side and frequencies of 0.003 to 0.6, it covered 94.4 to 99.9 %.
 */
export function mantelHaenszelDifference(a: Counts, n1: Counts, b: Counts, n2: Counts, z?: number): StratifiedDifference {
  let weights = 0
  let first = 0
  let second = 0
  let squares1 = 0
  let squares2 = 0
  let sloped = 0
  let constant = 0
  for (let s = 0; s < a.length; s++) {
    const [as, bs, m1, m2] = [a[s]!, b[s]!, n1[s]!, n2[s]!]
    if (m1 === 0 || m2 === 0) continue
    const n = m1 + m2
    const weight = (m1 * m2) / n
    weights += weight
    first += (weight * as) / m1
    second += (weight * bs) / m2
    squares1 += (weight * weight) / m1
    squares2 += (weight * weight) / m2
    sloped += (m1 * m1 * bs - m2 * m2 * as + (m1 * m2 * (m2 - m1)) / 2) / (n * n)
    constant += (as * (m2 - bs) + bs * (m1 - as)) / (2 * n)
  }
  if (weights === 0) return { difference: 0, standardError: 0, interval: [-1, 1], first: 0, second: 0 }
  first /= weights
  second /= weights
  const difference = first - second
  const standardError = Math.sqrt(Math.max(0, difference * sloped + constant)) / weights
  const size1 = (weights * weights) / squares1
  const size2 = (weights * weights) / squares2
  const interval = newcombeInterval({ successes: first * size1, trials: size1 }, { successes: second * size2, trials: size2 }, z)
  return { difference, standardError, interval, first, second }
}

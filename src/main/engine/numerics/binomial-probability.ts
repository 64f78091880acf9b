import { logFactorials } from './log-factorials.ts'

/** Half of ln(2 pi) */
const halfLogTau = 0.9189385332046728

/** [16], Stirling's error of the smallest n; that of 0 is never asked for. */
const smallErrors = Float64Array.from({ length: 16 }, (_, n) =>
  n === 0 ? 0 : logFactorials(n)[n]! - (n + 0.5) * Math.log(n) + n - halfLogTau,
)

/**
 * ln P(X = k) of a binomial of n trials with chance p, for whole 0 <= k <= n; about 14 digits of P also where n is in the millions.
 *
 * Loader's saddle-point form (2000): deviances and Stirling errors, so that large logarithms never cancel.
 */
export function logBinomialProbability(k: number, n: number, p: number): number {
  if (p <= 0) return k === 0 ? 0 : -Infinity
  if (p >= 1) return k === n ? 0 : -Infinity
  if (k === 0) return n * Math.log1p(-p)
  if (k === n) return n * Math.log(p)
  const errors = stirlingError(n) - stirlingError(k) - stirlingError(n - k)
  return errors - deviance(k, n * p) - deviance(n - k, n * (1 - p)) - halfLogTau + 0.5 * Math.log(n / k / (n - k))
}

/** ln n! - ((n + 1/2) ln n - n + ln(2 pi) / 2), for n from 1. */
function stirlingError(n: number): number {
  if (n < smallErrors.length) return smallErrors[n]!
  const square = n * n
  return (1 / 12 - (1 / 360 - (1 / 1260 - 1 / 1680 / square) / square) / square) / n
}

/** x ln(x / mean) + mean - x, 0 where they are equal; by its power series where they are near. */
function deviance(x: number, mean: number): number {
  const off = x - mean
  if (Math.abs(off) >= 0.1 * (x + mean)) return x * Math.log(x / mean) - off
  // ln(x / mean) = 2 (v + v³/3 + v⁵/5 + ...), v = (x - mean) / (x + mean)
  const v = off / (x + mean)
  let sum = off * v
  let term = 2 * x * v
  for (let odd = 3; ; odd += 2) {
    term *= v * v
    const next = sum + term / odd
    if (next === sum) return sum
    sum = next
  }
}

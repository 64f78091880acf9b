import { logBinomialProbability } from './binomial-probability.ts'

/** A two-sided p-value, and its mid-p: of the outcomes as likely as the observed one only half is counted. */
export type TwoSided = { readonly p: number; readonly midP: number }

/** P(X >= k) of a binomial of n trials with chance p, whole k and n; about 13 digits relative to itself. 1 for k <= 0, 0 for k > n. */
export function binomialTail(k: number, n: number, p: number): number {
  if (k <= 0) return 1
  if (k > n || p <= 0) return 0
  if (p >= 1) return 1
  if (k > n * p) return Math.exp(logUpperTail(k, n, p))
  return 1 - Math.exp(logUpperTail(n - k + 1, n, 1 - p))
}

/**
 * ln P(X >= k) for 0 < k <= n above the mean: of P(X = k) times the sum of the ratios of the following terms to it, all positive and
 * falling. They end after n - k terms or where they no longer count: within some standard deviations.
 */
function logUpperTail(k: number, n: number, p: number): number {
  const odds = p / (1 - p)
  let sum = 1
  let term = 1
  for (let x = k + 1; x <= n; x++) {
    term *= ((n - x + 1) * odds) / x
    sum += term
    if (term < 1e-17 * sum) break
  }
  return logBinomialProbability(k, n, p) + Math.log(sum)
}

/**
 * McNemar's exact test of paired yes-no answers: `b` pairs changed one way, `c` the other; the binomial test of b out of b + c at 1/2.
 * Its mid-p keeps its rate in practice and wastes less (Fagerland, Lydersen and Laake 2013). 1 without changed pairs.
 */
export function mcnemarExact(b: number, c: number): TwoSided {
  const n = b + c
  if (n === 0) return { p: 1, midP: 1 }
  const few = Math.min(b, c)
  const asLikely = Math.exp(logBinomialProbability(few, n, 0.5))
  if (b === c) return { p: 1, midP: 1 - asLikely / 2 }
  const p = Math.min(1, 2 * binomialTail(n - few, n, 0.5))
  return { p, midP: p - asLikely }
}

/** The smallest exact two-sided p that `discordant` changed pairs can have: all changed the same way. Its mid-p is half of it. */
export function smallestMcnemarP(discordant: number): number {
  return discordant === 0 ? 1 : 2 ** (1 - discordant)
}

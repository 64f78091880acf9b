import type { TwoSided } from './binomial.ts'
import { logFactorials } from './log-factorials.ts'

/** Two logarithms of probabilities this near are of equally likely tables, which rounding put apart. */
const tie = 1e-7

/** Terms below this share of their sum end it. */
const vanishing = 1e-15

/**
 * Fisher's exact test of `a` of `n1` against `b` of `n2`, two-sided: the probability, given both margins, of all tables that are no more
 * likely than this one. The mid-p counts those as likely as this one by half. Both are 1 where only one table is possible.
 *
 * From the table outwards and from its counterpart beyond the mode outwards, or between the two where that is shorter: a few standard
 * deviations of terms at most. Off by 1e-10 of itself at 20,000 documents, 1e-8 at a million (rounding of logarithms of factorials).
 */
export function fisherExact(a: number, n1: number, b: number, n2: number): TwoSided {
  const into = new Float64Array(2)
  writeTwoSided(a, n1, b, n2, logFactorials(n1 + n2), into)
  return { p: into[0]!, midP: into[1]! }
}

/** The probability of `a` or more on the first side given both margins: Fisher's exact test, one-sided. */
export function fisherUpper(a: number, n1: number, b: number, n2: number): number {
  const t = a + b
  if (a <= Math.max(0, t - n2)) return 1
  const table = logFactorials(n1 + n2)
  if (a > mode(t, n1, n2)) return Math.exp(logProbability(a, t, n1, n2, table)) * tailSum(a, t, n1, n2)
  return 1 - Math.exp(logProbability(a - 1, t, n1, n2, table)) * tailSum(t - a + 1, t, n2, n1)
}

/**
 * The smallest two-sided p-value of any table in which `present` of all `n1` + `n2` are present: that of the least likely of the two
 * extreme tables. What is above a level here cannot be significant at it, whatever is observed. The smallest mid-p is half of it.
 */
export function smallestFisherP(present: number, n1: number, n2: number): number {
  const fewest = Math.max(0, present - n2)
  const most = Math.min(present, n1)
  if (fewest === most) return 1
  const table = logFactorials(n1 + n2)
  const low = logProbability(fewest, present, n1, n2, table)
  const high = logProbability(most, present, n1, n2, table)
  if (Math.abs(low - high) < tie) return Math.min(1, Math.exp(low) + Math.exp(high))
  return Math.exp(Math.min(low, high))
}

/** Writes p and mid-p to `into`, [2]. `table` holds ln k! up to n1 + n2. */
function writeTwoSided(a: number, n1: number, b: number, n2: number, table: Float64Array, into: Float64Array): void {
  const t = a + b
  const fewest = Math.max(0, t - n2)
  const middle = mode(t, n1, n2)
  if (a < middle) return writeTwoSided(b, n2, a, n1, table, into)
  if (fewest === Math.min(t, n1)) {
    into.fill(1)
    return
  }
  const observed = logProbability(a, t, n1, n2, table)
  const probability = Math.exp(observed)
  // The largest count below this one and not above the mode that is no more likely; one below the fewest where there is none.
  let counterpart = fewest - 1
  for (let above = Math.min(middle + 1, a); above - counterpart > 1;) {
    const x = (counterpart + above) >> 1
    if (logProbability(x, t, n1, n2, table) <= observed + tie) counterpart = x
    else above = x
  }
  const opposite = counterpart < fewest ? -Infinity : logProbability(counterpart, t, n1, n2, table) - observed
  const between = a - 1 - counterpart
  const n = n1 + n2
  const variance = (t / n) * (1 - t / n) * ((n1 * n2) / (n - 1))
  if (between * between < 9 * variance) into[0] = 1 - probability * betweenSum(a, between, t, n1, n2)
  else {
    const below = opposite === -Infinity ? 0 : Math.exp(opposite) * tailSum(t - counterpart, t, n2, n1)
    into[0] = Math.min(1, probability * (tailSum(a, t, n1, n2) + below))
  }
  into[1] = into[0]! - (opposite > -tie ? probability : probability / 2)
}

/** The most likely count on the first side of `t` in all; the upper one of two. */
function mode(t: number, n1: number, n2: number): number {
  return Math.floor(((t + 1) * (n1 + 1)) / (n1 + n2 + 2))
}

/** ln P(x of the `t` present are among the first side's n1). */
function logProbability(x: number, t: number, n1: number, n2: number, table: Float64Array): number {
  const margins = table[n1]! + table[n2]! + table[t]! + table[n1 + n2 - t]! - table[n1 + n2]!
  return margins - table[x]! - table[n1 - x]! - table[t - x]! - table[n2 - t + x]!
}

/** P(X >= x) / P(X = x), for x at or above the mode. */
function tailSum(x: number, t: number, n1: number, n2: number): number {
  let sum = 1
  let term = 1
  let freeThere = n2 - t + x + 1
  let next = x + 1
  for (let left = Math.min(t, n1) - x; left > 0; left--, next++, freeThere++) {
    term *= ((n1 - next + 1) * (t - next + 1)) / (next * freeThere)
    sum += term
    if (term < vanishing * sum) break
  }
  return sum
}

/** P(a - count <= X < a) / P(X = a). */
function betweenSum(a: number, count: number, t: number, n1: number, n2: number): number {
  let sum = 0
  let term = 1
  for (let x = a; x > a - count; x--) {
    term *= (x * (n2 - t + x)) / ((n1 - x + 1) * (t - x + 1))
    sum += term
  }
  return sum
}

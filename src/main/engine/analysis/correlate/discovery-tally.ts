import { createBestPairs, listBestPairs } from './best-pairs.ts'
import type { BestPairs, ScannedPair } from './best-pairs.ts'

/** Grades to each halving of p: pairs within 9 % of each other's p share a q. */
const perHalving = 8

/** The last grade also takes every smaller p, below 2^-128. */
const grades = 128 * perHalving

/**
 * Benjamini and Hochberg's procedure over any number of pairs in fixed memory: p-values are counted by grades (logarithmic steps), and the
 * best pairs are kept by grade, since which grades are discoveries is only known at the end.
 */
export type DiscoveryTally = {
  /** How many pairs are tested, those not added included. */
  readonly tested: number
  readonly rate: number
  /** How many of the best pairs to keep. */
  readonly limit: number
  /** Grades from here on are discoveries however few there are: p at or below rate / tested. They share a list. */
  readonly certain: number
  /** [grades] how many pairs, and the largest p among them. */
  readonly counts: Float64Array
  readonly largest: Float64Array
  /** [certain + 1] */
  readonly best: (BestPairs | undefined)[]
}

/** A tally without pairs. `rate`: the false discovery rate, above 0 and at most 1. */
export function createTally({ tested, rate, limit }: Pick<DiscoveryTally, 'tested' | 'rate' | 'limit'>): DiscoveryTally {
  const certain = Math.min(grades - 1, Math.ceil(-Math.log2(rate / Math.max(1, tested)) * perHalving))
  return { tested, rate, limit, certain, counts: new Float64Array(grades), largest: new Float64Array(grades), best: [] }
}

/** Counts a pair with p at most 1. Gives the list that its grade has: where it goes if it `isAmongBest`. */
export function tallyPair(into: DiscoveryTally, p: number): BestPairs {
  const grade = gradeOf(p)
  into.counts[grade]!++
  if (p > into.largest[grade]!) into.largest[grade] = p
  return (into.best[Math.min(grade, into.certain)] ??= createBestPairs(into.limit))
}

export type Discoveries = {
  /** How many pairs have q at or below the rate, listed or not. */
  readonly count: number
  /** The best of them: largest lower limit first, then smallest p, then by a and b. */
  readonly pairs: readonly (ScannedPair & { readonly qValue: number })[]
}

/**
 * The q of a grade: the least of tested * (largest p) / (pairs up to it), over this grade and all of larger p. That is Benjamini and
 * Hochberg's adjusted p-value of the grade's largest p, so never below that of any of its pairs.
 */
export function discoveriesOf({ tested, rate, limit, certain, counts, largest, best }: DiscoveryTally): Discoveries {
  const q = new Float64Array(grades).fill(1)
  let upTo = 0
  for (let grade = grades - 1; grade >= 0; grade--) {
    upTo += counts[grade]!
    if (counts[grade]! > 0) q[grade] = Math.min(1, (tested * largest[grade]!) / upTo)
  }
  for (let grade = 1; grade < grades; grade++) q[grade] = Math.min(q[grade]!, q[grade - 1]!)
  let count = 0
  let last = grades
  while (last > 0 && q[last - 1]! <= rate) count += counts[--last]!
  const listed: Discoveries['pairs'][number][] = []
  for (let list = Math.min(last, certain); list <= certain; list++)
    for (const pair of listBestPairs(best[list])) listed.push({ ...pair, qValue: q[gradeOf(pair.pValue)]! })
  listed.sort((x, y) => y.low - x.low || x.pValue - y.pValue || x.a - y.a || x.b - y.b)
  return { count, pairs: listed.slice(0, limit) }
}

function gradeOf(p: number): number {
  return Math.max(0, Math.min(grades - 1, Math.floor(-Math.log2(p) * perHalving)))
}

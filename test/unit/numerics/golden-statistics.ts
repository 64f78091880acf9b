import { readFileSync } from 'node:fs'

type Rows = readonly (readonly number[])[]

export type GoldenStrata = {
  readonly a: number[]
  readonly n1: number[]
  readonly b: number[]
  readonly n2: number[]
  readonly plain: readonly [statistic: number, p: number]
  readonly corrected: readonly [statistic: number, p: number]
  readonly p: number
  readonly width: number
}

type GoldenTrend = {
  readonly present: number[]
  readonly totals: number[]
  readonly scores: number[]
  readonly z: number
  readonly slope: number
}

type Golden = {
  readonly tails: Rows
  readonly quantiles: Rows
  readonly binomial: Rows
  readonly mcnemar: Rows
  readonly fisher: Rows
  readonly tango: Rows
  readonly strata: readonly GoldenStrata[]
  readonly benjaminiHochberg: readonly [p: number[], q: number[]]
  readonly trend: readonly GoldenTrend[]
}

const file = new URL('../../golden/statistics/statistics.json', import.meta.url)

/** What scipy, statsmodels and mpmath give: test/golden/statistics/make.py. */
export const golden = JSON.parse(readFileSync(file, 'utf8')) as Golden

/** How far off, as a share of what is expected; 0 where both are equal. */
export function relativeError(given: number, expected: number): number {
  return given === expected ? 0 : Math.abs(given - expected) / Math.max(Math.abs(expected), 1e-320)
}

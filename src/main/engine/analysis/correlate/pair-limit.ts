import { npmi } from '../../numerics/npmi.ts'
import { wilsonInterval } from '../../numerics/proportion-intervals.ts'

/**
 * Lower 95 % limit (two-sided) of the NPMI of two properties that `a` and `b` of `n` units have, `both` together: NPMI at the lower Wilson
 * limit of the share of units with both, where the shares of each are taken as they are.
 *
 * NPMI rises with that share, so its limit becomes NPMI's. The limit falls with fewer units: of 1,000, 5 of 5 have 0.72 and 50 of 50 have 0.83.
 * -1 without a unit that has both. Numbers of units may be fractions.
 */
export function npmiLowerLimit(n: number, a: number, b: number, both: number): number {
  return both > 0 ? npmi(n, a, b, n * wilsonInterval({ successes: Math.min(both, n), trials: n })[0]) : -1
}

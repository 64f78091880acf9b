import { binomialTail } from '../../numerics/binomial.ts'
import { roundingSlack } from './kept-properties.ts'

/**
 * How likely two properties are to meet in `together` units or more, if within each stratum they fell on units independently.
 *
 * `expected`: sum over strata of a b / size. `a` and `b`, from their offsets: [strata] units of each stratum that have the property; `sizes` [strata] units of the stratum.
 * With what each stratum has of both given, units that have both are a sum of independent hypergeometric counts. Each is
 * a sum of independent trials of unequal chances (Vatutin and Mikhailov 1982, "Limit theorems for the number of empty cells"), min(a, b)
 * of them, of which max(0, a + b - size) succeed for certain. For counts of 1 and more above the mean, Hoeffding (1956,
 * "On the distribution of the number of successes in independent trials", theorem 5) bounds the upper tail of such a sum
 * by that of as many equal trials with the same mean: what is given here. Never too small for whole units; 1 for smaller counts.
 */
export function conditionalTail(
  together: number,
  expected: number,
  a: Float32Array,
  aAt: number,
  b: Float32Array,
  bAt: number,
  sizes: Float64Array,
): number {
  let trials = 0
  let certain = 0
  for (let stratum = 0; stratum < sizes.length; stratum++) {
    const ofA = a[aAt + stratum]!
    const ofB = b[bAt + stratum]!
    trials += ofA < ofB ? ofA : ofB
    const forced = ofA + ofB - sizes[stratum]!
    if (forced > 0) certain += forced
  }
  const count = Math.floor(together - certain + roundingSlack)
  if (count < expected - certain + 1 - roundingSlack) return 1
  const equal = Math.max(count, Math.ceil(trials - certain - roundingSlack))
  return binomialTail(count, equal, (expected - certain) / equal)
}

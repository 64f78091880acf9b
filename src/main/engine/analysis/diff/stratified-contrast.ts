import { mantelHaenszelDifference } from '../../numerics/mantel-haenszel.ts'
import { fewestOf, sumOfHypergeometrics, sumWidth, widestSum } from '../../numerics/sum-of-hypergeometrics.ts'
import type { Sides } from './compared.ts'
import { type Contrast, widenedForNone } from './contrast.ts'
import { ScoreTest } from './score-test.ts'

/** [documents], from 0 to `strata` - 1. */
export type Strata = { readonly stratum: Uint32Array; readonly strata: number }

/** [strata] each: present and all of the target, present and all of the others. */
type Columns = readonly [a: Float64Array, n1: Float64Array, b: Float64Array, n2: Float64Array]

/** Above this the approximate p stands: it could not be a discovery, and needs no exact computing. */
const clearlyChance = 0.05

/**
 * Documents independent within strata (of length, of controls, or units that have both sides): the exact test of the Mantel-Haenszel sum, given
 * all margins (Birch 1964), two-sided by likelihood as Fisher's, which it is with one stratum. From three moments with a continuity
 * correction instead where that is above 0.05, or where more than 201 sums are possible.
 *
 * The Mantel-Haenszel difference; its interval is by Sato's standard error, widened where nearly none has the latent.
 */
export function stratifiedContrast({ side, target, other }: Sides, { stratum, strata }: Strata): Contrast {
  const scores = Float64Array.from(side, (each) => (each === 0 ? 1 : each === 1 ? 0 : NaN))
  const score = new ScoreTest({ scores, stratum, strata, unit: null, units: 0, continuity: 0.5 })
  const targets = new Uint32Array(strata + 1)
  for (let document = 0; document < side.length; document++) if (side[document] === 0) targets[score.centred.stratum[document]!]!++
  const presentTargets = new Uint32Array(strata + 1)
  const columns = [0, 1, 2, 3].map(() => new Float64Array(strata)) as unknown as Columns
  let tested: Uint32Array = new Uint32Array(0)
  let testedCount = 0

  /** Present and all of target and other, of the strata that have any present: the others tell nothing. */
  function tables(all: boolean): Columns {
    presentTargets.fill(0)
    for (let at = 0; at < testedCount; at++) if (side[tested[at]!] === 0) presentTargets[score.centred.stratum[tested[at]!]!]!++
    const rows = all ? strata : score.touchedCount
    for (let row = 0; row < rows; row++) {
      const its = all ? row : score.touched[row]!
      const counted = score.centred.sizes[its]! > 0
      columns[0][row] = counted ? presentTargets[its]! : 0
      columns[1][row] = counted ? targets[its]! : 0
      columns[2][row] = counted ? score.present[its]! - presentTargets[its]! : 0
      columns[3][row] = counted ? score.centred.sizes[its]! - targets[its]! : 0
    }
    return columns.map((column) => column.subarray(0, rows)) as unknown as Columns
  }

  return {
    test(documents, count) {
      score.run(documents, count)
      tested = documents
      testedCount = count
    },
    get difference() {
      return Math.max(-1, Math.min(1, score.slope))
    },
    get p() {
      const approximate = score.p
      return approximate > clearlyChance ? approximate : (exactP(tables(false)) ?? approximate)
    },
    get smallest() {
      return score.smallest
    },
    interval(z) {
      const { difference, standardError } = mantelHaenszelDifference(...tables(true), z)
      return widenedForNone(difference, [difference - z * standardError, difference + z * standardError], target, other, z)
    },
  }
}

/** Sums whose probabilities are this near are equally likely; rounding put them apart. */
const tie = 1e-7

/** Null where too many sums are possible. */
function exactP([a, n1, b, n2]: Columns): number | null {
  const width = sumWidth(a, n1, b, n2)
  if (width > widestSum) return null
  let observed = 0
  for (let at = 0; at < a.length; at++) observed += a[at]! - fewestOf(a[at]! + b[at]!, n2[at]!)
  const sums = sumOfHypergeometrics(a, n1, b, n2)
  const least = sums[observed]! * (1 + tie)
  let p = 0
  for (let at = 0; at <= width; at++) if (sums[at]! <= least) p += sums[at]!
  return Math.min(1, p)
}

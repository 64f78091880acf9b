import { newcombeInterval } from '../../numerics/proportion-intervals.ts'
import type { Sides } from './compared.ts'
import { type Contrast, widenedForNone } from './contrast.ts'
import { ScoreTest } from './score-test.ts'
import type { Strata } from './stratified-contrast.ts'
import { studentFactor } from './student-factor.ts'

/**
 * Units of several documents, each on one side (a unit on both counts as two): the score test over units, overall or within strata.
 *
 * The interval is Student's, two degrees fewer than units, by the larger of the cluster-robust standard error (the root of the sum over units
 * of (sum of w e)², with e what presence is off its stratum's rate and the side's difference) and that under no difference; overall never
 * narrower than Newcombe's on documents.
 */
export function clusteredContrast({ side, target, other }: Sides, unit: Uint32Array, strata: Strata | null): Contrast {
  const { numbers, units } = unitsOfSides(side, unit)
  const score = new ScoreTest({
    scores: Float64Array.from(side, (each) => (each === 0 ? 1 : each === 1 ? 0 : NaN)),
    stratum: strata?.stratum ?? null,
    strata: strata?.strata ?? 1,
    unit: numbers,
    units,
    continuity: 0,
  })
  let tested: Uint32Array = new Uint32Array(0)
  let testedCount = 0

  function robustError(): number {
    const { weights, stratum, sizes, scale } = score.centred
    if (scale === 0) return 0
    const sums = new Float64Array(units)
    for (let document = 0; document < side.length; document++) {
      const its = stratum[document]!
      if (its === sizes.length) continue
      const expected = score.present[its]! / sizes[its]! + score.slope * weights[document]!
      sums[numbers[document]!]! -= weights[document]! * expected
    }
    for (let at = 0; at < testedCount; at++) sums[numbers[tested[at]!]!]! += weights[tested[at]!]!
    const squares = sums.reduce((sum, each) => sum + each * each, 0)
    return Math.sqrt((squares * units) / Math.max(1, units - 1)) / scale
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
      return score.p
    },
    get smallest() {
      return score.smallest
    },
    interval(z) {
      if (target === 0 || other === 0) return [-1, 1]
      const half = studentFactor(z, units - 2) * Math.max(score.slopeError, robustError())
      const difference = score.slope
      if (strata !== null) return widenedForNone(difference, [difference - half, difference + half], target, other, z)
      const counts = [0, 0, 0]
      for (let at = 0; at < testedCount; at++) counts[side[tested[at]!]!]!++
      const [low, high] = newcombeInterval({ successes: counts[0]!, trials: target }, { successes: counts[1]!, trials: other }, z)
      return [Math.max(-1, Math.min(low, difference - half)), Math.min(1, Math.max(high, difference + half))]
    },
  }
}

/** Units numbered anew, each side's by itself. */
function unitsOfSides(side: Uint8Array, unit: Uint32Array): { numbers: Uint32Array; units: number } {
  const most = unit.reduce((highest, each) => Math.max(highest, each + 1), 0)
  const known = new Int32Array(2 * most).fill(-1)
  const numbers = new Uint32Array(unit.length)
  let units = 0
  for (let document = 0; document < unit.length; document++) {
    if (side[document] === 2) continue
    const key = 2 * unit[document]! + side[document]!
    if (known[key]! < 0) known[key] = units++
    numbers[document] = known[key]!
  }
  return { numbers, units }
}

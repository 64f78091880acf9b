import { skewedTwoSided } from '../../numerics/skewed-tail.ts'
import { ScoreTest } from './score-test.ts'
import type { Strata } from './stratified-contrast.ts'
import { twoWayResiduals } from './two-way-residuals.ts'

/** Figures of the latent tested last. */
export type WithinTest = {
  run(documents: Uint32Array, count: number): void
  readonly slope: number
  readonly slopeError: number
  readonly p: number
}

/**
 * Whether presence goes with a score within units, at like length and controls: the score is freed from what units and strata make of it
 * (`twoWayResiduals`, w), and T = sum w x.
 *
 * w sums to 0 in every unit and in every stratum, so T has mean 0 where presence is a unit's rate plus a stratum's, and also where units
 * differ in how length acts on them, as long as that does not go with which of their documents stand where. Its variance is the larger of
 * that of permuting documents within units and of the sum over units of (sum of w x)², since what a unit's lengths make of it
 * comes in whole units.
 *
 * `scores` [documents], NaN where left out. T over the sum of w² is the least-squares slope. Null where units and strata leave less than a tenth
 * of the score's variation within units: then length and score cannot be told apart.
 */
export function withinTest(scores: Float64Array, unit: Uint32Array, units: number, { stratum, strata }: Strata): WithinTest | null {
  const residuals = twoWayResiduals(scores, unit, units, stratum, strata)
  const test = new ScoreTest({ scores: residuals, stratum: unit, strata: units, unit: null, units: 0, continuity: 0 })
  const raw = new ScoreTest({ scores, stratum: unit, strata: units, unit: null, units: 0, continuity: 0 })
  if (!(test.centred.scale >= leastLeft * raw.centred.scale) || test.centred.scale === 0) return null
  const sums = new Float64Array(units)
  let variance = 0
  return {
    run(documents, count) {
      test.run(documents, count)
      for (let at = 0; at < count; at++) sums[unit[documents[at]!]!]! += test.centred.weights[documents[at]!]!
      variance = 0
      for (let at = 0; at < test.touchedCount; at++) {
        const its = test.touched[at]!
        variance += sums[its]! * sums[its]!
        sums[its] = 0
      }
      variance = Math.max(variance, test.variance)
    },
    get slope() {
      return test.slope
    },
    get slopeError() {
      return Math.sqrt(variance) / test.centred.scale
    },
    get p() {
      return variance > 0 && test.sum !== 0 ? skewedTwoSided(test.sum / Math.sqrt(variance), test.skewness) : 1
    },
  }
}

const leastLeft = 0.1

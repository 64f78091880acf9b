import { fisherExact } from '../../numerics/hypergeometric.ts'
import { skewedTwoSided } from '../../numerics/skewed-tail.ts'
import { centreScores, type CentredScores } from './centre-scores.ts'
import { type UnitMoments, unitMoments } from './unit-moments.ts'

export type ScoreInput = {
  /** [documents]: 1 of the target and 0 of the others, or a place on an axis; NaN leaves a document out. */
  readonly scores: Float64Array
  /** [documents], from 0 to `strata` - 1: like is compared with like. Null: one stratum. */
  readonly stratum: Uint32Array | null
  readonly strata: number
  /** [documents], from 0 to `units` - 1: what is drawn as one, with one score. Null: documents are independent within their stratum. */
  readonly unit: Uint32Array | null
  readonly units: number
  /** Taken off the distance of T from 0: half a step where T takes whole values, so that p is that of an exact test; 0 elsewhere. */
  readonly continuity: number
}

/** Below this many units on one side of the mean, an exact test of their number has to agree. */
const few = 30

/**
 * Whether presence goes with a score within strata: the score test of Mantel's extension (1963), for units with their own variance.
 *
 * With w the score less its stratum's mean and x presence, T = sum w x. Given how many are present in each stratum (k of n), T has mean 0,
 * variance sum over strata of k (n-k) / (n (n-1)) sum w², and a known third moment; the p-value is that of `skewedTwoSided`. T over the sum
 * of all w² is the least-squares slope of presence within strata; of a score of 1 and 0 it is the Mantel-Haenszel difference.
 *
 * Units: with r = a unit's present documents less those expected at its strata's rates, drawing whole units gives T the variance
 * sum of r² times the unit's spread (`UnitMoments`) and likewise a third moment; the larger of the two variances is taken. In one stratum and
 * at equal sizes this is the permutation of units. Where fewer than 30 units have more present than expected (or all but fewer), T is too
 * coarse for that, and p is the larger of it and of Fisher's test on the number of such units among those of high and of low score.
 */
export class ScoreTest {
  /** Of the latent tested last. */
  sum = 0
  variance = 0
  skewness = 0
  /** Strata with any present that can tell, [touchedCount] of `touched`. */
  touchedCount = 0
  /** Units with any present. 0 without units. */
  carriers = 0
  readonly touched: Uint32Array
  /** [strata], present in each. */
  readonly present: Uint32Array
  readonly centred: CentredScores
  readonly units: UnitMoments | null
  /** Units with more present than expected: all, and those whose score is above their strata's means. */
  #above = 0
  #aboveHigh = 0
  readonly #continuity: number
  readonly #unit: Uint32Array | null
  readonly #rates: Float64Array
  readonly #unitCounts: Uint32Array
  readonly #touchedUnits: Uint32Array

  constructor({ scores, stratum, strata, unit, units, continuity }: ScoreInput) {
    this.#continuity = continuity
    this.centred = centreScores(scores, stratum, strata)
    this.present = new Uint32Array(strata)
    this.touched = new Uint32Array(strata)
    this.units = unit === null ? null : unitMoments(this.centred, unit, units)
    this.#unit = unit
    this.#rates = new Float64Array(strata)
    this.#unitCounts = new Uint32Array(unit === null ? 0 : units)
    this.#touchedUnits = new Uint32Array(unit === null ? 0 : units)
  }

  /** Tests the latent that is present in the first `count` of `documents`; the figures are then on this object. */
  run(documents: Uint32Array, count: number): void {
    const { touched, present } = this
    const { weights, stratum, sizes, squares, cubes } = this.centred
    for (let at = 0; at < this.touchedCount; at++) present[touched[at]!] = 0
    const outside = sizes.length
    let touchedCount = 0
    let sum = 0
    for (let at = 0; at < count; at++) {
      const document = documents[at]!
      const its = stratum[document]!
      if (its === outside) continue
      if (present[its]!++ === 0) touched[touchedCount++] = its
      sum += weights[document]!
    }
    let variance = 0
    let third = 0
    for (let at = 0; at < touchedCount; at++) {
      const its = touched[at]!
      const k = present[its]!
      const n = sizes[its]!
      const spread = (k * (n - k)) / (n * (n - 1))
      variance += spread * squares[its]!
      if (n > 2) third += ((spread * (n - 2 * k)) / (n - 2)) * cubes[its]!
    }
    this.touchedCount = touchedCount
    this.sum = sum
    this.variance = variance
    this.carriers = 0
    if (this.units !== null) third = this.#drawUnits(this.units, documents, count, third)
    this.skewness = this.variance > 0 ? third / this.variance ** 1.5 : 0
  }

  /** Two-sided; 1 where nothing can vary. */
  get p(): number {
    if (!(this.variance > 0)) return 1
    const distance = Math.abs(this.sum) - this.#continuity
    // What rounding leaves of 0 has no side, and skewness must not give it one.
    if (distance <= 1e-9 * Math.sqrt(this.variance)) return 1
    const p = skewedTwoSided((Math.sign(this.sum) * distance) / Math.sqrt(this.variance), this.skewness)
    const { units } = this
    if (units === null || Math.min(this.#above, units.live - this.#above) >= few) return p
    const low = units.live - units.positives
    return Math.max(p, fisherExact(this.#aboveHigh, units.positives, this.#above - this.#aboveHigh, low).p)
  }

  /** Change of frequency per unit of score within strata; 0 where the score does not vary. */
  get slope(): number {
    return this.centred.scale > 0 ? this.sum / this.centred.scale : 0
  }

  /** Standard error of the slope under no association. */
  get slopeError(): number {
    return this.centred.scale > 0 ? Math.sqrt(this.variance) / this.centred.scale : 0
  }

  /**
   * About the smallest p that the margins of the latent tested last allow: its documents (of units: as many as units that have any) moved to
   * where the scores are largest, or smallest, within each stratum.
   */
  get smallest(): number {
    const { touched, present, touchedCount } = this
    const { sizes, squares, cubes, prefixes, prefixStarts } = this.centred
    let all = 0
    for (let at = 0; at < touchedCount; at++) all += present[touched[at]!]!
    const share = this.units === null || all === 0 ? 1 : this.carriers / all
    let largest = 0
    let least = 0
    let variance = 0
    let third = 0
    for (let at = 0; at < touchedCount; at++) {
      const its = touched[at]!
      const n = sizes[its]!
      const k = Math.max(1, Math.round(present[its]! * share))
      largest += prefixes[prefixStarts[its]! + k]!
      least -= prefixes[prefixStarts[its]! + n - k]!
      const spread = (k * (n - k)) / (n * (n - 1))
      variance += spread * squares[its]!
      if (n > 2) third += ((spread * (n - 2 * k)) / (n - 2)) * cubes[its]!
    }
    if (variance <= 0) return 1
    const deviation = Math.sqrt(variance)
    const skewness = third / deviation ** 3
    return Math.min(skewedTwoSided(largest / deviation, skewness), skewedTwoSided(least / deviation, skewness))
  }

  /** Sets the variance to that over units where it is larger, and returns the third moment that goes with it. */
  #drawUnits(units: UnitMoments, documents: Uint32Array, count: number, third: number): number {
    const { touched, present, touchedCount } = this
    const { stratum, sizes } = this.centred
    const unit = this.#unit!
    const rates = this.#rates
    const unitCounts = this.#unitCounts
    const touchedUnits = this.#touchedUnits
    const outside = sizes.length
    let all = 0
    let size = 0
    for (let at = 0; at < touchedCount; at++) {
      const its = touched[at]!
      rates[its] = present[its]! / sizes[its]!
      all += present[its]!
      size += sizes[its]!
    }
    let carriers = 0
    for (let at = 0; at < count; at++) {
      const document = documents[at]!
      if (stratum[document] === outside) continue
      if (unitCounts[unit[document]!]!++ === 0) touchedUnits[carriers++] = unit[document]!
    }
    // Units without any present are taken at the mean rate over strata: where they are many it is low, and their share of the sums small.
    const rate = size > 0 ? all / this.centred.documents : 0
    let variance = rate * rate * units.squares
    let cubes = -(rate ** 3) * units.cubes
    let above = 0
    let aboveHigh = 0
    for (let at = 0; at < carriers; at++) {
      const its = touchedUnits[at]!
      let expected = 0
      for (let entry = units.starts[its]!; entry < units.starts[its + 1]!; entry++)
        expected += rates[units.strata[entry]!]! * units.counts[entry]!
      const residual = unitCounts[its]! - expected
      const mean = rate * units.sizes[its]!
      variance += (residual * residual - mean * mean) * units.spread[its]!
      cubes += (residual ** 3 + mean ** 3) * units.lean[its]!
      above += +(residual > 0)
      if (residual > 0) aboveHigh += units.positive[its]!
      unitCounts[its] = 0
    }
    for (let at = 0; at < touchedCount; at++) rates[touched[at]!] = 0
    this.carriers = carriers
    this.#above = above
    this.#aboveHigh = aboveHigh
    variance *= units.live / Math.max(1, units.live - 1)
    if (variance <= this.variance) return Math.abs(cubes) > Math.abs(third) ? cubes : third
    this.variance = variance
    return cubes
  }
}

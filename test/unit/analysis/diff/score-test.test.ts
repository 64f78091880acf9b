import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clusteredContrast } from '../../../../src/main/engine/analysis/diff/clustered-contrast.ts'
import { ScoreTest } from '../../../../src/main/engine/analysis/diff/score-test.ts'
import { stratifiedContrast } from '../../../../src/main/engine/analysis/diff/stratified-contrast.ts'
import { fisherExact } from '../../../../src/main/engine/numerics/hypergeometric.ts'
import { seededRandom, shuffle } from '../../../../src/main/engine/numerics/seeded-random.ts'
import { golden, relativeError } from '../../numerics/golden-statistics.ts'

type Cell = { readonly score: number; readonly stratum: number; readonly has: number; readonly of: number }

/** Documents of one score and one stratum at a time, the present ones first in each. */
function documentsOf(cells: readonly Cell[]) {
  const documents = cells.flatMap(({ score, stratum, has, of }) =>
    Array.from({ length: of }, (_, at) => ({ score, stratum, has: at < has })),
  )
  return {
    scores: Float64Array.from(documents, (each) => each.score),
    stratum: Uint32Array.from(documents, (each) => each.stratum),
    strata: Math.max(0, ...cells.map((each) => each.stratum)) + 1,
    present: Uint32Array.from(documents.keys()).filter((at) => documents[at]!.has),
  }
}

type Table = {
  readonly a: readonly number[]
  readonly n1: readonly number[]
  readonly b: readonly number[]
  readonly n2: readonly number[]
}

/** `a` of `n1` of the target and `b` of `n2` of the others, per stratum. */
function tablesOf({ a, n1, b, n2 }: Table) {
  return documentsOf(
    a.flatMap((_, stratum) => [
      { score: 1, stratum, has: a[stratum]!, of: n1[stratum]! },
      { score: 0, stratum, has: b[stratum]!, of: n2[stratum]! },
    ]),
  )
}

function stratifiedP(table: Table): number {
  const { scores, stratum, strata, present } = tablesOf(table)
  const side = Uint8Array.from(scores, (score) => (score === 1 ? 0 : 1))
  const other = side.reduce((sum, each) => sum + each, 0)
  const contrast = stratifiedContrast({ side, target: side.length - other, other }, { stratum, strata })
  contrast.test(present, present.length)
  return contrast.p
}

describe('ScoreTest of single documents', () => {
  test('of ordered groups has the z and the slope of statsmodels’ linear-by-linear association', () => {
    for (const { present: counts, totals, scores: places, z, slope } of golden.trend) {
      const { scores, present } = documentsOf(places.map((score, at) => ({ score, stratum: 0, has: counts[at]!, of: totals[at]! })))
      const score = new ScoreTest({ scores, stratum: null, strata: 1, unit: null, units: 0, continuity: 0 })
      score.run(present, present.length)
      expect(score.sum / Math.sqrt(score.variance)).toBeCloseTo(z, 9)
      expect(score.slope).toBeCloseTo(slope, 12)
    }
  })

  test('of two sides within strata has Cochran, Mantel and Haenszel’s statistic, as statsmodels', () => {
    for (const table of golden.strata) {
      const { present, ...input } = tablesOf(table)
      const score = new ScoreTest({ ...input, unit: null, units: 0, continuity: 0 })
      score.run(present, present.length)
      expect(relativeError(score.sum ** 2 / score.variance, table.plain[0])).toBeLessThan(1e-9)
      expect(relativeError((Math.abs(score.sum) - 0.5) ** 2 / score.variance, table.corrected[0])).toBeLessThan(1e-9)
    }
  })
})

describe('stratifiedContrast', () => {
  test('has the exact p-value where it could be a discovery and few sums are possible, and about it elsewhere', () => {
    let exact = 0
    for (const table of golden.strata) {
      const p = stratifiedP(table)
      if (table.width <= 200 && p <= 0.05) {
        exact++
        expect(relativeError(p, table.p)).toBeLessThan(1e-9)
      } else {
        // Three moments and half a step: not below the exact one by more than a twentieth, and in far tails on the side of caution.
        expect(p / table.p).toBeGreaterThan(0.95)
        expect(p / table.p).toBeLessThan(table.p < 1e-4 ? 5 : 1.45)
      }
    }
    expect(exact).toBeGreaterThanOrEqual(3)
  })

  test('does not mind the order of strata, nor those that say nothing', () => {
    const count = fc.integer({ min: 0, max: 15 })
    const row = fc.tuple(count, count, count, count).map(([a, notA, b, notB]) => [a, a + notA, b, b + notB] as const)
    const tableOf = (rows: readonly (readonly number[])[]) => {
      const column = (at: number) => rows.map((each) => each[at]!)
      return { a: column(0), n1: column(1), b: column(2), n2: column(3) }
    }
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), (rows) => {
        const turned = [...rows.toReversed(), [0, 9, 0, 4], [3, 3, 0, 0]]
        expect(stratifiedP(tableOf(turned))).toBeCloseTo(stratifiedP(tableOf(rows)), 10)
      }),
    )
  })
})

describe('whole units', () => {
  test('have the mean and variance of all ways to choose the units of a side, at equal sizes', () => {
    const size = 4
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: size }), { minLength: 3, maxLength: 8 }), fc.nat(6), (carried, more) => {
        const units = carried.length
        const m = 1 + (more % (units - 1))
        const unit = Uint32Array.from({ length: units * size }, (_, at) => Math.floor(at / size))
        const present = Uint32Array.from(unit.keys()).filter((at) => at % size < carried[unit[at]!]!)
        const variances = { units: 0, documents: 0 }
        let [count, squares, sum] = [0, 0, 0]
        for (let chosen = 0; chosen < 1 << units; chosen++) {
          const scores = Float64Array.from(unit, (each) => (chosen >> each) & 1)
          if (scores.reduce((total, each) => total + each, 0) !== m * size) continue
          const score = new ScoreTest({ scores, stratum: null, strata: 1, unit, units, continuity: 0 })
          score.run(present, present.length)
          variances.units = score.variance
          count++
          sum += score.sum
          squares += score.sum ** 2
          if (count > 1) continue
          const alone = new ScoreTest({ scores, stratum: null, strata: 1, unit: null, units: 0, continuity: 0 })
          alone.run(present, present.length)
          variances.documents = alone.variance
        }
        expect(sum / count).toBeCloseTo(0, 9)
        expect(variances.units).toBeCloseTo(Math.max(squares / count, variances.documents), 9)
      }),
      { numRuns: 30 },
    )
  })

  /** p-values by side for units with `present[unit]` of `sizes[unit]` documents; `side[unit]` is 1 for the target. */
  function unitsTest(sizes: readonly number[], present: readonly number[]): (side: ArrayLike<number>) => number {
    const unit = Uint32Array.from(sizes.flatMap((size, its) => Array.from({ length: size }, () => its)))
    const starts = sizes.map((_, its) => unit.indexOf(its))
    const found = Uint32Array.from(unit.keys()).filter((at) => at - starts[unit[at]!]! < present[unit[at]!]!)
    return (side) => {
      const sides = Uint8Array.from(unit, (its) => 1 - side[its]!)
      const other = sides.reduce((sum, each) => sum + each, 0)
      const contrast = clusteredContrast({ side: sides, target: sides.length - other, other }, unit, null)
      contrast.test(found, found.length)
      return contrast.p
    }
  }

  test('say nothing where a side is empty or nothing varies', () => {
    expect(unitsTest([2, 3, 2], [1, 0, 0])([0, 0, 0])).toBe(1)
    expect(unitsTest([2, 3, 2], [1, 0, 0])([1, 1, 1])).toBe(1)
    expect(unitsTest([2, 2, 2], [2, 2, 2])([1, 0, 1])).toBe(1)
    expect(unitsTest([2, 2, 2], [0, 0, 0])([1, 0, 1])).toBe(1)
  })

  test('claim no more than the exact test where few of them carry the latent', () => {
    const units = Array.from({ length: 60 }, (_, unit) => unit)
    const sizes = units.map(() => 2)
    const p = unitsTest(
      sizes,
      units.map((unit) => (unit < 6 ? 2 : 0)),
    )(units.map((unit) => +(unit < 30)))
    expect(p).toBeGreaterThanOrEqual(fisherExact(6, 30, 0, 30).p)
  })

  test('keep their rate at unlike sizes, few or many of them carrying the latent', () => {
    const random = seededRandom(11)
    const units = 200
    const runs = 400
    for (const share of [0.5, 0.04]) {
      for (const carriers of [3, 30, 150]) {
        const sizes = Array.from({ length: units }, () => 1 + Math.floor(15 * random() ** 4))
        const present = sizes.map((size, unit) => (unit < carriers ? 1 + Math.floor(random() * size) : 0))
        const side = Uint8Array.from({ length: units }, (_, unit) => +(unit < share * units))
        const pOf = unitsTest(sizes, present)
        let [atHundredth, atThousandth] = [0, 0]
        for (let run = 0; run < runs; run++) {
          const p = pOf(shuffle(side, random))
          atHundredth += +(p <= 0.01)
          atThousandth += +(p <= 0.001)
        }
        // Expected at most 4 and 0.4: three standard deviations above.
        expect(atHundredth).toBeLessThanOrEqual(10)
        expect(atThousandth).toBeLessThanOrEqual(2)
      }
    }
  })
})

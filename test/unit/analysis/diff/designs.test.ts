import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clusteredContrast } from '../../../../src/main/engine/analysis/diff/clustered-contrast.ts'
import { sidesOf } from '../../../../src/main/engine/analysis/diff/compared.ts'
import { independentContrast } from '../../../../src/main/engine/analysis/diff/independent-contrast.ts'
import { layoutOf } from '../../../../src/main/engine/analysis/diff/layout.ts'
import { pairedContrast } from '../../../../src/main/engine/analysis/diff/paired-contrast.ts'
import { stratifiedContrast } from '../../../../src/main/engine/analysis/diff/stratified-contrast.ts'
import { mcnemarExact } from '../../../../src/main/engine/numerics/binomial.ts'
import { fisherExact } from '../../../../src/main/engine/numerics/hypergeometric.ts'
import { newcombeInterval } from '../../../../src/main/engine/numerics/proportion-intervals.ts'
import { tangoInterval } from '../../../../src/main/engine/numerics/tango-interval.ts'
import { comparedOf } from './synthetic.ts'

const z95 = 1.959963984540054
const allOf = (documents: number) => new Uint8Array(documents).fill(1)
const range = (length: number) => Uint32Array.from({ length }, (_, at) => at)

describe('layoutOf', () => {
  test('is independent where every document is a unit, clustered where units hold several of one side', () => {
    expect(layoutOf(comparedOf([0, 0, 1, 1]), false).design).toBe('independent')
    const clustered = comparedOf([0, 0, 1, 1], { unit: Uint32Array.of(0, 0, 1, 2), units: 3 })
    expect(layoutOf(clustered, false)).toMatchObject({ design: 'clustered', straddling: 0 })
  })

  test('compares within units that have both sides, and says what that leaves out', () => {
    const compared = comparedOf([0, 1, 0, 1, 1, 1], { unit: Uint32Array.of(0, 0, 1, 1, 2, 2), units: 3 })
    const layout = layoutOf(compared, false)
    expect(layout.design).toBe('stratified')
    expect([...layout.used]).toEqual([1, 1, 1, 1, 0, 0])
    expect([...layout.leftOut]).toEqual([0, 2])
  })

  test('does not compare equal texts with each other where units are nothing else', () => {
    const compared = comparedOf([0, 1, 0, 1, 1, 1], { unit: Uint32Array.of(0, 0, 1, 1, 2, 3), units: 4, keyed: false })
    expect(layoutOf(compared, false)).toMatchObject({ design: 'independent', straddling: 2, leftOut: new Uint32Array(2) })
  })

  test('takes few units on both sides as one on each, and tells how many', () => {
    const compared = comparedOf([0, 1, 0, 0, 0, 1, 1, 1], { unit: Uint32Array.of(0, 0, 1, 2, 3, 4, 5, 6), units: 7 })
    expect(layoutOf(compared, false)).toMatchObject({ design: 'independent', straddling: 1 })
  })

  test('pairs by key: what has no partner is left out; a union needs every group', () => {
    const compared = comparedOf([0, 1, 2, 0, 1, 0], { pair: Int32Array.of(0, 0, 0, 1, 1, -1) })
    expect([...layoutOf(compared, false).used]).toEqual([1, 1, 1, 1, 1, 0])
    expect([...layoutOf(compared, true).used]).toEqual([1, 1, 1, 0, 0, 0])
    expect([...layoutOf(compared, true).leftOut]).toEqual([2, 1, 0])
  })
})

describe('contrasts', () => {
  test("independent: Fisher's p and Newcombe's interval", () => {
    const contrast = independentContrast(
      sidesOf(comparedOf([...Array<number>(70).fill(0), ...Array<number>(80).fill(1)]), 1, allOf(150)),
    )
    contrast.test(
      range(150).filter((at) => at < 56 || at >= 102),
      56 + 48,
    )
    expect(contrast.difference).toBeCloseTo(0.2, 12)
    expect(contrast.p).toBe(fisherExact(56, 70, 48, 80).p)
    expect(contrast.interval(z95)).toEqual(newcombeInterval({ successes: 56, trials: 70 }, { successes: 48, trials: 80 }))
  })

  test("paired: McNemar's p and Tango's interval, over complete pairs only", () => {
    const group = [...Array<number>(41).fill(0), ...Array<number>(40).fill(1)]
    const compared = comparedOf(group, { pair: Int32Array.from({ length: 81 }, (_, at) => (at < 41 ? at : at - 41)) })
    const contrast = pairedContrast(sidesOf(compared, 1, allOf(81)), {
      pair: compared.pair!,
      unit: compared.unit,
      units: compared.units,
    })
    // Pairs 0-9 on the target only, 10-11 on the other only, 12-19 on both; the target without a partner counts for nothing.
    const present = [...range(10), ...range(8).map((at) => at + 12), 40, ...range(10).map((at) => at + 41 + 10)]
    contrast.test(Uint32Array.from(present), present.length)
    expect(contrast.difference).toBeCloseTo(8 / 40, 12)
    expect(contrast.p).toBeCloseTo(mcnemarExact(10, 2).p, 12)
    expect(contrast.smallest).toBeCloseTo(2 ** -11, 12)
    expect(contrast.interval(z95)).toEqual(tangoInterval(10, 2, 40))
  })

  test('paired: pairs that come in units of five weigh as units', () => {
    const compared = comparedOf(
      Array.from({ length: 200 }, (_, at) => at % 2),
      {
        pair: Int32Array.from({ length: 200 }, (_, at) => at >> 1),
        unit: Uint32Array.from({ length: 200 }, (_, at) => Math.floor(at / 10)),
        units: 20,
      },
    )
    const sides = sidesOf(compared, 1, allOf(200))
    const contrast = pairedContrast(sides, { pair: compared.pair!, unit: compared.unit, units: compared.units })
    // Units 0-3 change as a whole: 20 pairs.
    const present = range(200).filter((at) => at < 40 && at % 2 === 0)
    contrast.test(present, present.length)
    expect(mcnemarExact(20, 0).p).toBeLessThan(1e-5)
    expect(contrast.p).toBeGreaterThan(0.1)
    expect(contrast.interval(z95)[0]).toBeLessThan(tangoInterval(20, 0, 100)[0])
  })

  test("stratified: one stratum is Fisher's test; a stratum of one side tells nothing; units of one and one are McNemar's", () => {
    const group = [...Array<number>(30).fill(0), ...Array<number>(50).fill(1)]
    const sides = sidesOf(comparedOf(group), 1, allOf(80))
    const one = stratifiedContrast(sides, { stratum: new Uint32Array(80), strata: 1 })
    one.test(
      range(80).filter((at) => at < 12 || at >= 75),
      17,
    )
    expect(one.p).toBeCloseTo(fisherExact(12, 30, 5, 50).p, 10)
    expect(one.difference).toBeCloseTo(12 / 30 - 5 / 50, 12)
    const apart = stratifiedContrast(sides, { stratum: Uint32Array.from(group), strata: 2 })
    apart.test(range(30), 30)
    expect([apart.difference, apart.p]).toEqual([0, 1])

    const pairs = sidesOf(comparedOf(Array.from({ length: 60 }, (_, at) => at % 2)), 1, allOf(60))
    const matched = stratifiedContrast(pairs, { stratum: range(60).map((at) => at >> 1), strata: 30 })
    const present = range(60).filter((at) => (at < 24 && at % 2 === 0) || at === 25 || at === 27 || at >= 40)
    matched.test(present, present.length)
    expect(matched.p).toBeCloseTo(mcnemarExact(12, 2).p, 10)
    expect(matched.difference).toBeCloseTo(10 / 30, 12)
  })

  test('clustered: copies of a document tell no more than the document', () => {
    const copies = 12
    const units = 60
    const unit = range(units * copies).map((at) => Math.floor(at / copies))
    const compared = comparedOf(
      [...unit].map((each) => each % 2),
      { unit, units },
    )
    const contrast = clusteredContrast(sidesOf(compared, 1, allOf(unit.length)), unit, null)
    const carriers = new Set([0, 2, 4, 6, 8, 10, 12, 14, 16, 1, 3, 5])
    const present = range(unit.length).filter((at) => carriers.has(unit[at]!))
    contrast.test(present, present.length)
    const once = fisherExact(9, 30, 3, 30).p
    expect(contrast.difference).toBeCloseTo(0.2, 12)
    expect(contrast.p).toBeGreaterThanOrEqual(once)
    expect(contrast.p).toBeLessThan(2 * once)
    expect(fisherExact(9 * copies, 30 * copies, 3 * copies, 30 * copies).p).toBeLessThan(once / 1e4)
    const [low, high] = newcombeInterval({ successes: 108, trials: 360 }, { successes: 36, trials: 360 })
    expect(contrast.interval(z95)[0]).toBeLessThan(low)
    expect(contrast.interval(z95)[1]).toBeGreaterThan(high)
  })

  test('without documents on a side nothing is claimed', () => {
    const sides = sidesOf(comparedOf([0, 0]), 1, allOf(2))
    for (const contrast of [
      independentContrast(sides),
      clusteredContrast(sides, range(2), null),
      stratifiedContrast(sides, { stratum: new Uint32Array(2), strata: 1 }),
    ]) {
      contrast.test(range(2), 2)
      expect(contrast.p).toBe(1)
      expect(contrast.smallest).toBe(1)
      expect(contrast.interval(z95)).toEqual([-1, 1])
    }
  })

  test('swapping the sides turns the sign and leaves the p-value, in every design', () => {
    const drawn = fc.record({
      sides: fc.array(
        fc.record({ side: fc.integer({ min: 0, max: 1 }), unit: fc.integer({ min: 0, max: 7 }), has: fc.boolean() }),
        { minLength: 4, maxLength: 60 },
      ),
    })
    fc.assert(
      fc.property(drawn, ({ sides }) => {
        const unit = Uint32Array.from(sides, (each) => each.unit)
        const present = Uint32Array.from(sides.keys()).filter((at) => sides[at]!.has)
        const both = [0, 1].map((flip) =>
          sidesOf(comparedOf([0, 1, ...sides.map((each) => each.side ^ flip)]), 1, Uint8Array.from([0, 0, ...sides.map(() => 1)])),
        )
        const withTwoMore = Uint32Array.from([0, 0, ...unit])
        const shifted = present.map((at) => at + 2)
        for (const make of [
          (at: 0 | 1) => independentContrast(both[at]!),
          (at: 0 | 1) => stratifiedContrast(both[at]!, { stratum: withTwoMore, strata: 8 }),
          (at: 0 | 1) => clusteredContrast(both[at]!, withTwoMore, null),
        ]) {
          const [one, other] = [make(0), make(1)]
          one.test(shifted, shifted.length)
          other.test(shifted, shifted.length)
          expect(one.difference).toBeCloseTo(-other.difference, 10)
          expect(one.p).toBeCloseTo(other.p, 10)
          const [low, high] = one.interval(z95)
          expect(low).toBeLessThanOrEqual(one.difference)
          expect(high).toBeGreaterThanOrEqual(one.difference)
        }
      }),
      { numRuns: 60 },
    )
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sidesOf } from '../../../../src/main/engine/analysis/diff/compared.ts'
import { compare } from '../../../../src/main/engine/analysis/diff/compare.ts'
import { decideCut } from '../../../../src/main/engine/analysis/diff/cut-decision.ts'
import { figuresOf } from '../../../../src/main/engine/analysis/diff/figures.ts'
import { expectedFromLength, lengthTable } from '../../../../src/main/engine/analysis/diff/length-rate.ts'
import { lengthStrata } from '../../../../src/main/engine/analysis/diff/length-strata.ts'
import { prepareDiff } from '../../../../src/main/engine/analysis/diff/prepare.ts'
import { adjustmentOf, groupSummaries, lengthRatio } from '../../../../src/main/engine/analysis/diff/summary.ts'
import { seededRandom } from '../../../../src/main/engine/numerics/seeded-random.ts'
import { comparedOf, presenceOf, sourceOf } from './synthetic.ts'

describe('expectedFromLength', () => {
  const lengths = (length: number, count: number) => new Uint32Array(count).fill(length)

  test('solves the closed case of two lengths, one twice the other', () => {
    // With s = exp(-rate 10): 100 (1 - s²) + 100 (1 - s) = 80 has s = (-1 + sqrt(5.8)) / 2... of s² + s - 1.2 = 0.
    const s = (-1 + Math.sqrt(1 + 4 * 1.2)) / 2
    expect(expectedFromLength(lengthTable(lengths(20, 100), lengths(10, 100)), 80)).toBeCloseTo(s - s * s, 9)
  })

  test('is 0 at equal lengths, without presence, where all have it, and without documents', () => {
    expect(expectedFromLength(lengthTable(lengths(9, 50), lengths(9, 20)), 30)).toBeCloseTo(0, 12)
    expect(expectedFromLength(lengthTable(lengths(9, 50), lengths(3, 20)), 0)).toBe(0)
    expect(expectedFromLength(lengthTable(lengths(9, 50), lengths(3, 20)), 70)).toBe(0)
    expect(expectedFromLength(lengthTable(lengths(9, 50), lengths(3, 0)), 20)).toBe(0)
    expect(expectedFromLength(lengthTable(lengths(0, 50), lengths(0, 20)), 20)).toBe(0)
  })

  test('turns with the sides and stays below their difference at the extreme', () => {
    const some = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(some, some, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (target, other, share) => {
        const present = Math.round(share * (target.length + other.length))
        const [one, two] = [Uint32Array.from(target), Uint32Array.from(other)]
        const difference = expectedFromLength(lengthTable(one, two), present)
        expect(Math.abs(difference)).toBeLessThanOrEqual(1)
        expect(expectedFromLength(lengthTable(two, one), present)).toBeCloseTo(-difference, 8)
      }),
      { numRuns: 100 },
    )
  })
})

describe('lengthStrata', () => {
  test('hold like lengths of like controls only, and most documents where lengths overlap', () => {
    const random = seededRandom(1)
    const documents = 400
    const tokens = Uint32Array.from({ length: documents }, () => 20 + Math.floor(random() * 200))
    const control = Uint32Array.from({ length: documents }, () => Math.floor(random() * 3))
    const compared = comparedOf(
      Array.from({ length: documents }, (_, at) => at % 2),
      { tokens, control },
    )
    const { stratum, strata, overlap, refusal } = lengthStrata(
      sidesOf(compared, 1, new Uint8Array(documents).fill(1)),
      tokens,
      control,
    )
    expect([refusal, overlap > 0.95, strata > 12]).toEqual([null, true, true])
    for (let each = 0; each < strata; each++) {
      const its = [...stratum.keys()].filter((at) => stratum[at] === each)
      expect(new Set(its.map((at) => control[at])).size).toBe(1)
      const [low, high] = [Math.min(...its.map((at) => tokens[at]!)), Math.max(...its.map((at) => tokens[at]!))]
      const inside = [...tokens.keys()].filter(
        (at) => control[at] === control[its[0]!] && tokens[at]! >= low && tokens[at]! <= high,
      )
      expect(inside.length).toBe(its.length)
    }
  })

  test('are refused, with the reason, where lengths do not overlap', () => {
    const tokens = Uint32Array.from({ length: 100 }, (_, at) => (at < 50 ? 30 : 300) + (at % 25))
    const compared = comparedOf(
      Array.from({ length: 100 }, (_, at) => +(at >= 50)),
      { tokens },
    )
    const prepared = prepareDiff(compared, { ...presenceOf(1), mode: 'maximum', rate: 0.05 })
    const adjustment = adjustmentOf(prepared, null)
    expect(adjustment.kind).toBe('refused')
    expect(adjustment.why).toContain('0 documents')
    expect(lengthRatio(prepared)).toBeCloseTo(42 / 312, 6)
    expect(groupSummaries(prepared)[0]).toMatchObject({ documents: 50, units: 50, effective: 50, unpaired: 0, medianTokens: 42 })
    const source = sourceOf([Uint32Array.from({ length: 50 }, (_, at) => at)])
    const comparison = compare(prepared, source, null)
    expect([comparison.discoveries, comparison.adjusted]).toEqual([1, null])
    expect(figuresOf(comparison, Uint32Array.of(0), source, null)[0]).toMatchObject({ qAdjusted: null, adjustedInterval: null })
  })
})

describe('decideCut', () => {
  test('takes the weaker cut where both agree, and nothing where they do not', () => {
    const first = { difference: 0.2, p: 0.001 }
    expect(decideCut(first, { difference: 0.1, p: 0.03 })).toEqual({ difference: 0.1, p: 0.03, cut: 'last' })
    expect(decideCut(first, { difference: -0.1, p: 0.03 })).toEqual({ difference: -0.1, p: 1, cut: 'last' })
    expect(decideCut(first, { difference: 0, p: 1 })).toEqual({ difference: 0, p: 1, cut: 'last' })
  })

  test('drops what openings and bodies make of unequal lengths, and keeps a plant', () => {
    // 200 pairs; the target's text is whole, the other's is its first half. Latent 0 opens texts, 1 closes them, 2 is in the body's later half,
    // 3 is planted throughout the target.
    const pairs = 200
    const compared = comparedOf(
      Array.from({ length: 2 * pairs }, (_, at) => at % 2),
      {
        pair: Int32Array.from({ length: 2 * pairs }, (_, at) => at >> 1),
        unit: Uint32Array.from({ length: 2 * pairs }, (_, at) => at >> 1),
        units: pairs,
        tokens: Uint32Array.from({ length: 2 * pairs }, (_, at) => (at % 2 === 0 ? 100 : 50)),
      },
    )
    const side = (which: number, share = 1) => Uint32Array.from({ length: Math.round(pairs * share) }, (_, at) => 2 * at + which)
    const both = (one: Uint32Array, other: Uint32Array) => Uint32Array.from([...one, ...other])
    const none = new Uint32Array(0)
    const all = both(side(0), side(1))
    const source = sourceOf([all, side(0), side(0), both(side(0, 0.6), side(1, 0.1))])
    const cuts = {
      first: sourceOf([all, none, none, both(side(0, 0.4), side(1, 0.1))]),
      last: sourceOf([side(1), side(0), side(0), both(side(0, 0.3), side(1, 0.1))]),
    }
    const prepared = prepareDiff(compared, { ...presenceOf(4), mode: 'maximum', rate: 0.05 })
    const comparison = compare(prepared, source, cuts)
    expect(adjustmentOf(prepared, cuts).kind).toBe('cut')
    expect([...comparison.q].map((q) => q <= 0.05)).toEqual([false, true, true, true])
    expect([...comparison.adjusted!.q].map((q) => q <= 0.05)).toEqual([false, false, false, true])
    const rows = figuresOf(comparison, Uint32Array.of(3, 0), source, cuts)
    expect(rows[0]!.adjustedDifference).toBeCloseTo(0.2, 12)
    expect(rows[0]!.adjustedInterval![0]).toBeGreaterThan(0.1)
    expect(rows[0]!.pAdjusted).toBe(comparison.adjusted!.p[3])
    expect(rows[1]!.pAdjusted).toBe(1)
  })
})

import { describe, expect, test } from 'vitest'
import {
  areaUnderCurve,
  averagePrecision,
  pairedBootstrap,
  precisionAt,
  rankBiasedOverlap,
  reciprocalRank,
} from '../../../bench/measures/ranking-measures.ts'
import { golden } from '../analysis/retrieve/golden.ts'

describe('ranking measures', () => {
  test('are those of scikit-learn, averaged over the orders of equal scores', () => {
    for (const each of golden.rankings) {
      expect(averagePrecision(each.scores, each.relevant)).toBeCloseTo(each.averagePrecision, 12)
      expect(reciprocalRank(each.scores, each.relevant)).toBeCloseTo(each.reciprocalRank, 12)
      expect(precisionAt(each.scores, each.relevant, 3)).toBeCloseTo(each.precisionAt3, 12)
      expect(areaUnderCurve(each.scores, each.relevant)).toBeCloseTo(each.areaUnderCurve ?? NaN, 12)
    }
  })

  test('worked by hand: relevant at 1, 3 and 5 of five, and unlisted ones count', () => {
    expect(averagePrecision([5, 4, 3, 2, 1], [1, 0, 1, 0, 1])).toBeCloseTo((1 + 2 / 3 + 3 / 5) / 3, 14)
    // One of two relevant documents is first; the other is among two that were not listed, at rank 2 or 3.
    expect(averagePrecision([1, 0, 0], [1, 1, 0])).toBeCloseTo((1 + (1 + 2 / 3) / 2) / 2, 14)
    expect(precisionAt([5, 4, 3], [1, 0, 1], 2)).toBe(0.5)
    expect(precisionAt([5, 4, 3], [1, 0, 1], 10)).toBe(0.2)
    expect(reciprocalRank([5, 4, 3], [0, 1, 1])).toBe(0.5)
    expect(areaUnderCurve([3, 2, 2, 1], [1, 1, 0, 0])).toBe(0.875)
  })

  test('are undefined without relevant documents, and refuse what is not a number', () => {
    expect(averagePrecision([1, 2], [0, 0])).toBeNaN()
    expect(reciprocalRank([], [])).toBeNaN()
    expect(areaUnderCurve([1, 2], [1, 1])).toBeNaN()
    expect(precisionAt([], [], 5)).toBe(0)
    expect(() => averagePrecision([NaN], [1])).toThrow(RangeError)
    expect(() => averagePrecision([1, 2], [1])).toThrow(RangeError)
    expect(averagePrecision([Infinity, Infinity], [1, 1])).toBe(1)
  })
})

describe('rankBiasedOverlap', () => {
  test('is the sum to any depth that Webber, Moffat and Zobel extrapolate to', () => {
    for (const { a, b, overlap } of golden.overlaps) {
      expect(rankBiasedOverlap(a, b, 0.9)).toBeCloseTo(overlap, 10)
      expect(rankBiasedOverlap(b, a, 0.9)).toBeCloseTo(overlap, 10)
    }
  })

  test('is 1 for a list and itself, 0 for lists with nothing in common', () => {
    expect(rankBiasedOverlap([4, 1, 3], [4, 1, 3])).toBeCloseTo(1, 14)
    expect(rankBiasedOverlap([1, 2], [3, 4])).toBe(0)
    expect(rankBiasedOverlap([], [1])).toBe(0)
    expect(rankBiasedOverlap([], [])).toBe(1)
  })
})

describe('pairedBootstrap', () => {
  test('is about the normal interval, and the same for a seed', () => {
    const a = Float64Array.from({ length: 60 }, (_, at) => ((at * 37) % 60) / 60)
    const b = Float64Array.from({ length: 60 }, (_, at) => ((at * 17) % 60) / 60)
    const { difference, low, high } = pairedBootstrap(a, b, 3)
    const differences = Array.from(a, (value, at) => value - b[at]!)
    const mean = differences.reduce((sum, each) => sum + each, 0) / 60
    const error = Math.sqrt(differences.reduce((sum, each) => sum + (each - mean) ** 2, 0)) / 60
    expect(difference).toBeCloseTo(mean, 12)
    expect(low).toBeCloseTo(mean - 1.96 * error, 2)
    expect(high).toBeCloseTo(mean + 1.96 * error, 2)
    expect(pairedBootstrap(a, b, 3)).toEqual({ difference, low, high })
    expect(pairedBootstrap(a, b, 4)).not.toEqual({ difference, low, high })
  })

  test('has no width where all queries agree, and says nothing without queries', () => {
    expect(pairedBootstrap([1, 2, 3], [0.5, 1.5, 2.5], 1)).toEqual({ difference: 0.5, low: 0.5, high: 0.5 })
    expect(pairedBootstrap([], [], 1)).toEqual({ difference: NaN, low: NaN, high: NaN })
    expect(() => pairedBootstrap([1], [], 1)).toThrow(RangeError)
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fisherExact, fisherUpper, smallestFisherP } from '../../../src/main/engine/numerics/hypergeometric.ts'
import { mantelHaenszelDifference } from '../../../src/main/engine/numerics/mantel-haenszel.ts'
import { newcombeInterval } from '../../../src/main/engine/numerics/proportion-intervals.ts'
import { tangoInterval } from '../../../src/main/engine/numerics/tango-interval.ts'
import { golden, relativeError } from './golden-statistics.ts'

const size = fc.integer({ min: 0, max: 40 })
const table = fc
  .tuple(size, size)
  .chain(([n1, n2]) => fc.tuple(fc.integer({ min: 0, max: n1 }), fc.constant(n1), fc.integer({ min: 0, max: n2 }), fc.constant(n2)))

describe('Fisher’s exact test', () => {
  test('is as scipy', () => {
    for (const row of golden.fisher) {
      const [a, n1, b, n2, p, midP, upper, smallest] = row as [number, number, number, number, number, number, number, number]
      const test = fisherExact(a, n1, b, n2)
      expect(relativeError(test.p, p)).toBeLessThan(1e-9)
      expect(relativeError(test.midP, midP)).toBeLessThan(1e-9)
      expect(relativeError(fisherUpper(a, n1, b, n2), upper)).toBeLessThan(1e-9)
      expect(relativeError(smallestFisherP(a + b, n1, n2), smallest)).toBeLessThan(1e-9)
    }
  })

  test('is what adding up all tables gives, whichever way the table is turned', () => {
    fc.assert(
      fc.property(table, ([a, n1, b, n2]) => {
        const weights = allTables(a + b, n1, n2)
        const at = weights[a - Math.max(0, a + b - n2)]!
        const total = weights.reduce((sum, each) => sum + each, 0)
        const tied = weights.filter((each) => Math.abs(each / at - 1) < 1e-7).reduce((sum, each) => sum + each, 0)
        const less = weights.filter((each) => each < at * (1 - 1e-7)).reduce((sum, each) => sum + each, 0)
        const { p, midP } = fisherExact(a, n1, b, n2)
        expect(p).toBeCloseTo((less + tied) / total, 10)
        expect(midP).toBeCloseTo(weights.length === 1 ? 1 : (less + tied / 2) / total, 10)
        expect(p).toBeGreaterThanOrEqual(smallestFisherP(a + b, n1, n2) * (1 - 1e-9))
        expect(fisherExact(b, n2, a, n1).p).toBeCloseTo(p, 10)
        expect(fisherExact(n1 - a, n1, n2 - b, n2).midP).toBeCloseTo(midP, 10)
      }),
    )
  })

  test('says nothing about empty sides', () => {
    expect(fisherExact(0, 0, 3, 5)).toEqual({ p: 1, midP: 1 })
    expect(fisherExact(0, 0, 0, 0)).toEqual({ p: 1, midP: 1 })
    expect(fisherUpper(0, 0, 3, 5)).toBe(1)
    expect(smallestFisherP(3, 0, 5)).toBe(1)
  })
})

/** Weights of the tables with these margins, from the fewest on the first side. */
function allTables(present: number, n1: number, n2: number): number[] {
  const weights = []
  for (let x = Math.max(0, present - n2); x <= Math.min(present, n1); x++) weights.push(choose(n1, x) * choose(n2, present - x))
  return weights
}

function choose(n: number, k: number): number {
  let product = 1
  for (let at = 1; at <= k; at++) product = (product * (n - k + at)) / at
  return product
}

describe('Mantel and Haenszel’s difference', () => {
  test('is the weighted one, with Newcombe’s interval where there is one stratum', () => {
    const one = mantelHaenszelDifference([7], [20], [2], [18])
    expect(one.difference).toBeCloseTo(7 / 20 - 2 / 18, 12)
    const newcombe = newcombeInterval({ successes: 7, trials: 20 }, { successes: 2, trials: 18 })
    expect(one.interval[0]).toBeCloseTo(newcombe[0], 12)
    expect(one.interval[1]).toBeCloseTo(newcombe[1], 12)
    // By hand: weights 50 and 20 on differences 0.2 and -0.1.
    const two = mantelHaenszelDifference([30, 1], [100, 25], [10, 14], [100, 100])
    expect(two.difference).toBeCloseTo((50 * 0.2 + 20 * (1 / 25 - 0.14)) / 70, 12)
    expect(two.first - two.second).toBeCloseTo(two.difference, 12)
    // Sato: (difference * P + Q) / 70², P = 0 - 500 / 200 ... worked out per stratum.
    const p1 = (100 * 100 * 10 - 100 * 100 * 30) / 200 ** 2
    const p2 = (25 * 25 * 14 - 100 * 100 * 1 + (25 * 100 * 75) / 2) / 125 ** 2
    const q1 = (30 * 90 + 10 * 70) / 400
    const q2 = (1 * 86 + 14 * 24) / 250
    expect(two.standardError).toBeCloseTo(Math.sqrt(two.difference * (p1 + p2) + q1 + q2) / 70, 12)
    expect(mantelHaenszelDifference([0], [0], [3], [5]).interval).toEqual([-1, 1])
    const [low, high] = mantelHaenszelDifference([0, 0], [50, 80], [0, 0], [60, 70]).interval
    expect(low).toBeLessThan(-0.02)
    expect(high).toBeGreaterThan(0.02)
  })
})

describe('Tango’s interval', () => {
  test('is where the likelihood’s own score is at the quantile', () => {
    for (const [b, c, n, low, high] of golden.tango as [number, number, number, number, number][]) {
      const interval = tangoInterval(b, c, n)
      expect(interval[0]).toBeCloseTo(low, 8)
      expect(interval[1]).toBeCloseTo(high, 8)
    }
    expect(tangoInterval(0, 0, 0)).toEqual([-1, 1])
    // All changed the same way: (z² - n) / (z² + n).
    expect(tangoInterval(0, 10, 10, 2)).toEqual([-1, -6 / 14])
  })

  test('holds the difference, turns with the sides, and stays within -1 and 1', () => {
    fc.assert(
      fc.property(fc.nat(400), fc.nat(400), fc.nat(400), fc.double({ min: 0.1, max: 6, noNaN: true }), (b, c, rest, z) => {
        const n = b + c + rest
        if (n === 0) return
        const [low, high] = tangoInterval(b, c, n, z)
        expect(low).toBeGreaterThanOrEqual(-1)
        expect(high).toBeLessThanOrEqual(1)
        expect(low).toBeLessThanOrEqual((b - c) / n)
        expect(high).toBeGreaterThanOrEqual((b - c) / n)
        const [turnedLow, turnedHigh] = tangoInterval(c, b, n, z)
        expect(turnedLow).toBeCloseTo(-high, 9)
        expect(turnedHigh).toBeCloseTo(-low, 9)
      }),
    )
  })
})

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { npmi } from '../../../src/main/engine/numerics/npmi.ts'
import { newcombeInterval, wilsonInterval } from '../../../src/main/engine/numerics/proportion-intervals.ts'

type Golden = {
  readonly wilson: readonly (readonly [number, number, number, number])[]
  readonly newcombe: readonly (readonly [number, number, number, number, number, number])[]
}
const goldenFile = new URL('../../golden/numerics/proportion-intervals.json', import.meta.url)
const golden = JSON.parse(readFileSync(goldenFile, 'utf8')) as Golden

describe('wilsonInterval', () => {
  test('is what statsmodels computes', () => {
    for (const [successes, trials, low, high] of golden.wilson) {
      const interval = wilsonInterval({ successes, trials })
      expect(interval[0]).toBeCloseTo(low, 12)
      expect(interval[1]).toBeCloseTo(high, 12)
    }
  })

  test('knows nothing without trials, and reaches 0 and 1 exactly', () => {
    expect(wilsonInterval({ successes: 0, trials: 0 })).toEqual([0, 1])
    expect(wilsonInterval({ successes: 0, trials: 7 })[0]).toBe(0)
    expect(wilsonInterval({ successes: 7, trials: 7 })[1]).toBe(1)
  })
})

describe('newcombeInterval', () => {
  test('is what statsmodels computes', () => {
    for (const [a, n, b, m, low, high] of golden.newcombe) {
      const interval = newcombeInterval({ successes: a, trials: n }, { successes: b, trials: m })
      expect(interval[0]).toBeCloseTo(low, 12)
      expect(interval[1]).toBeCloseTo(high, 12)
    }
  })

  test("is Newcombe's own example, 56 of 70 against 48 of 80", () => {
    const [low, high] = newcombeInterval({ successes: 56, trials: 70 }, { successes: 48, trials: 80 })
    expect(low).toBeCloseTo(0.0524, 4)
    expect(high).toBeCloseTo(0.3339, 4)
  })

  test('knows nothing where one side has no trials', () => {
    expect(newcombeInterval({ successes: 0, trials: 0 }, { successes: 3, trials: 9 })).toEqual([-1, 1])
  })
})

describe('npmi', () => {
  test.each([
    [1000, 10, 20, 10, 0.8495],
    [1000, 100, 100, 50, 0.5372],
    [1000, 100, 100, 10, 0],
    [1000, 300, 300, 200, 0.4961],
    [1000, 250, 250, 250, 1],
    [1000, 1, 1, 1, 1],
    [1000, 30, 40, 0, -1],
    [1000, 1000, 1000, 1000, 0],
  ])('of %i documents %i and %i, together %i: %f', (n, ni, nj, nij, expected) => {
    expect(npmi(n, ni, nj, nij)).toBeCloseTo(expected, 4)
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { binomialTail, mcnemarExact, smallestMcnemarP } from '../../../src/main/engine/numerics/binomial.ts'
import { logFactorials } from '../../../src/main/engine/numerics/log-factorials.ts'
import { chi1Tail, normalQuantile, normalTail } from '../../../src/main/engine/numerics/normal.ts'
import { skewedTwoSided } from '../../../src/main/engine/numerics/skewed-tail.ts'
import { golden, relativeError } from './golden-statistics.ts'

describe('normal distribution', () => {
  test('has the tails of mpmath and scipy, far out too', () => {
    for (const [z, tail] of golden.tails as [number, number][]) expect(relativeError(normalTail(z), tail)).toBeLessThan(1e-12)
    expect(normalTail(Infinity)).toBe(0)
    expect(normalTail(-Infinity)).toBe(1)
    expect(normalTail(NaN)).toBeNaN()
    for (const { plain } of golden.strata) expect(relativeError(chi1Tail(plain[0]), plain[1])).toBeLessThan(1e-9)
    expect(chi1Tail(3.841458820694124)).toBeCloseTo(0.05, 14)
    expect([chi1Tail(0), chi1Tail(-1)]).toEqual([1, 1])
  })

  test('has the quantiles of mpmath', () => {
    for (const [p, z] of golden.quantiles as [number, number][]) expect(relativeError(normalQuantile(p), z)).toBeLessThan(1e-12)
    expect([0, 0.5, 1].map(normalQuantile)).toEqual([-Infinity, 0, Infinity])
    expect([-0.1, 1.1, NaN].map(normalQuantile)).toEqual([NaN, NaN, NaN])
  })

  test('quantile and tail undo one another', () => {
    fc.assert(
      fc.property(fc.double({ min: -37, max: 5, noNaN: true }), (z) => {
        expect(Math.abs(normalQuantile(normalTail(-z)) - z)).toBeLessThan(1e-9)
      }),
    )
  })
})

describe('skewed tail', () => {
  test('is normal without skewness and on the short side, and heavier on the long side', () => {
    expect(skewedTwoSided(3, 0)).toBe(2 * normalTail(3))
    expect(skewedTwoSided(-3, 0.4)).toBe(2 * normalTail(3))
    expect(skewedTwoSided(3, 0.4)).toBeGreaterThan(2 * normalTail(3))
    expect(skewedTwoSided(-3, -0.4)).toBe(skewedTwoSided(3, 0.4))
    expect(skewedTwoSided(0, 1)).toBeLessThanOrEqual(1)
  })

  test('is not below the upper mid-p of a skewed binomial by more than a fifth, down to 1e-9', () => {
    const [n, p] = [200, 0.05]
    const deviation = Math.sqrt(n * p * (1 - p))
    for (let k = 14; k <= 34; k++) {
      const oneSided = (binomialTail(k, n, p) + binomialTail(k + 1, n, p)) / 2
      const skewed = skewedTwoSided((k - n * p) / deviation, (1 - 2 * p) / deviation) / 2
      expect(skewed / oneSided).toBeGreaterThan(0.8)
      expect(skewed / oneSided).toBeLessThan(5)
    }
  })
})

describe('binomial distribution', () => {
  test('has the tails of mpmath', () => {
    for (const [k, n, p, tail] of golden.binomial as [number, number, number, number][]) {
      expect(relativeError(binomialTail(k, n, p), tail)).toBeLessThan(1e-11)
    }
  })

  test('is the sum of its terms', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: -1, max: 61 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, k, p) => {
          const table = logFactorials(n)
          let sum = 0
          for (let x = Math.max(0, k); x <= n; x++)
            sum += Math.exp(table[n]! - table[x]! - table[n - x]!) * p ** x * (1 - p) ** (n - x)
          expect(binomialTail(k, n, p)).toBeCloseTo(sum, 11)
        },
      ),
    )
  })
})

describe('McNemar’s exact test', () => {
  test('is as statsmodels', () => {
    for (const [b, c, p, midP] of golden.mcnemar as [number, number, number, number][]) {
      const test = mcnemarExact(b, c)
      expect(relativeError(test.p, p)).toBeLessThan(1e-11)
      expect(relativeError(test.midP, midP)).toBeLessThan(1e-11)
    }
    expect(mcnemarExact(0, 0)).toEqual({ p: 1, midP: 1 })
  })

  test('is smallest where all changed the same way', () => {
    expect(smallestMcnemarP(0)).toBe(1)
    for (let n = 1; n < 40; n++) expect(mcnemarExact(n, 0).p).toBeCloseTo(smallestMcnemarP(n), 14)
  })
})

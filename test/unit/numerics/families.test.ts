import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { smallestDetectable, smallestDetectablePaired } from '../../../src/main/engine/numerics/detectable-difference.ts'
import { benjaminiHochberg, fcrLevel, testable } from '../../../src/main/engine/numerics/false-discovery.ts'
import { fisherExact, smallestFisherP } from '../../../src/main/engine/numerics/hypergeometric.ts'
import { normalQuantile } from '../../../src/main/engine/numerics/normal.ts'
import { seededRandom } from '../../../src/main/engine/numerics/seeded-random.ts'
import { golden, relativeError } from './golden-statistics.ts'

const pValues = fc.array(fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 0.01, 1)), { maxLength: 30 })

describe('Benjamini and Hochberg', () => {
  test('is as statsmodels', () => {
    const [p, q] = golden.benjaminiHochberg
    const given = benjaminiHochberg(Float64Array.from(p))
    for (let at = 0; at < p.length; at++) expect(relativeError(given[at]!, q[at]!)).toBeLessThan(1e-12)
  })

  test('counts tests that are not listed as p-values of 1', () => {
    fc.assert(
      fc.property(pValues, fc.nat(20), (p, further) => {
        const short = benjaminiHochberg(Float64Array.from(p), p.length + further)
        const long = benjaminiHochberg(Float64Array.from([...p, ...Array.from({ length: further }, () => 1)]))
        expect([...short]).toEqual([...long.subarray(0, p.length)])
      }),
    )
  })

  test('keeps the order of p-values, and is above them', () => {
    fc.assert(
      fc.property(pValues, (p) => {
        const q = benjaminiHochberg(Float64Array.from(p))
        for (let i = 0; i < p.length; i++) {
          expect(q[i]).toBeGreaterThanOrEqual(p[i]!)
          for (let j = 0; j < p.length; j++) if (p[i]! <= p[j]!) expect(q[i]!).toBeLessThanOrEqual(q[j]!)
        }
      }),
    )
  })

  test('leaves out what is not a number', () => {
    expect([...benjaminiHochberg(Float64Array.of(0.01, NaN, 0.04))]).toEqual([0.02, NaN, 0.04])
    expect([...benjaminiHochberg(Float64Array.of(0.01, NaN, 0.04), 3)]).toEqual([0.03, NaN, 0.06])
  })
})

describe('testable', () => {
  test('is the least K with at most K tests that could reach rate / K', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(1e-6, 0.001, 0.004, 0.01, 0.02, 0.05, 0.3, 1), { maxLength: 60 }), (smallest) => {
        let k = 1
        while (smallest.filter((each) => each <= 0.05 / k).length > k) k++
        expect([...testable(Float64Array.from(smallest), 0.05)]).toEqual(smallest.map((each) => +(each <= 0.05 / k)))
      }),
    )
  })

  test('keeps false discoveries rare among thousands of rare latents without effect, and lets a plant through', () => {
    const random = seededRandom(3)
    let falseShare = 0
    for (let run = 0; run < 40; run++) {
      const latents = 2000
      const presentA = new Uint32Array(latents)
      const presentB = new Uint32Array(latents)
      for (let latent = 0; latent < latents; latent++) {
        const present = Math.min(150, Math.floor(1 / random()))
        for (let at = 0; at < present; at++) (random() < 0.5 ? presentA : presentB)[latent]!++
      }
      presentA[0] = 40
      presentB[0] = 4
      const p = Float64Array.from(presentA, (present, latent) => fisherExact(present, 500, presentB[latent]!, 500).p)
      const smallest = Float64Array.from(presentA, (present, latent) => smallestFisherP(present + presentB[latent]!, 500, 500))
      const mask = testable(smallest, 0.05)
      const kept = Float64Array.from(
        [...mask.keys()].filter((latent) => mask[latent] === 1),
        (latent) => p[latent]!,
      )
      const q = benjaminiHochberg(kept)
      expect(kept.length).toBeLessThan(latents / 4)
      expect(q[0]).toBeLessThan(0.01)
      const others = q.subarray(1).filter((each) => each <= 0.05).length
      falseShare += others / (others + 1) / 40
    }
    // At most 0.05 expected; 40 runs leave a standard error of 0.025.
    expect(falseShare).toBeLessThan(0.1)
  })
})

test('selected intervals get the level that Benjamini and Yekutieli give', () => {
  expect(fcrLevel(10, 200, 0.05)).toBeCloseTo(0.9975, 12)
  expect(fcrLevel(200, 200, 0.05)).toBeCloseTo(0.95, 12)
  expect(fcrLevel(0, 200, 0.05)).toBeCloseTo(0.95, 12)
})

describe('the smallest detectable difference', () => {
  test('has the power asked for', () => {
    const difference = smallestDetectable(1000, 800, 0.1, 0.01, 0.9)
    const deviation = Math.sqrt(((0.1 + difference) * (0.9 - difference)) / 1000 + (0.1 * 0.9) / 800)
    expect(difference / deviation).toBeCloseTo(normalQuantile(0.995) + normalQuantile(0.9), 8)
    // From a base of 0: d = z² / (n + z²).
    const z = normalQuantile(0.975) + normalQuantile(0.8)
    expect(smallestDetectable(500, 500, 0, 0.05)).toBeCloseTo((z * z) / (500 + z * z), 9)
  })

  test('of pairs as Connor gives it, and none where there are too few', () => {
    const difference = smallestDetectablePaired(400, 0.2, 0.05)
    const needed = normalQuantile(0.975) * Math.sqrt(0.2) + normalQuantile(0.8) * Math.sqrt(0.2 - difference ** 2)
    expect(difference * 20).toBeCloseTo(needed, 8)
    expect(smallestDetectable(5, 5, 0.5, 1e-6)).toBeNaN()
    expect(smallestDetectablePaired(5, 0.1, 0.05)).toBeNaN()
    expect(smallestDetectable(0, 10, 0.1, 0.05)).toBeNaN()
  })

  test('falls with size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 5000 }), fc.double({ min: 0, max: 0.5, noNaN: true }), (n, base) => {
        expect(smallestDetectable(2 * n, n, base, 0.05)).toBeLessThanOrEqual(smallestDetectable(n, n, base, 0.05))
      }),
    )
  })
})

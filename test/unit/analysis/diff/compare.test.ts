import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compare } from '../../../../src/main/engine/analysis/diff/compare.ts'
import type { ActivationSource } from '../../../../src/main/engine/analysis/diff/compared.ts'
import { figuresOf } from '../../../../src/main/engine/analysis/diff/figures.ts'
import { orderLatents } from '../../../../src/main/engine/analysis/diff/order.ts'
import { prepareDiff } from '../../../../src/main/engine/analysis/diff/prepare.ts'
import { testableBound } from '../../../../src/main/engine/analysis/diff/testable-bound.ts'
import { testable } from '../../../../src/main/engine/numerics/false-discovery.ts'
import { seededRandom } from '../../../../src/main/engine/numerics/seeded-random.ts'
import { comparedOf, drawPresent, presenceOf, sourceOf } from './synthetic.ts'

const settings = (dSae: number) => ({ ...presenceOf(dSae), mode: 'maximum' as const, rate: 0.05 })
const range = (length: number) => Uint32Array.from({ length }, (_, at) => at)

describe('compare', () => {
  test('a corpus with itself, paired or not, differs in nothing', () => {
    const random = seededRandom(1)
    const once = Array.from({ length: 20 }, () => drawPresent(80, 0.3, random))
    const twice = sourceOf(once.map((each) => Uint32Array.from([...each, ...each.map((at) => at + 80)])))
    const half = Uint32Array.from({ length: 160 }, (_, at) => at % 80)
    const group = Array.from({ length: 160 }, (_, at) => +(at >= 80))
    for (const changes of [{ unit: half, units: 80, pair: Int32Array.from(half) }, { unit: half, units: 80 }, {}]) {
      const comparison = compare(prepareDiff(comparedOf(group, changes), settings(20)), twice, null)
      expect(comparison.discoveries + comparison.adjustedDiscoveries).toBe(0)
      expect(Math.max(...comparison.difference.map(Math.abs))).toBe(0)
      expect(Math.min(...comparison.p)).toBeGreaterThan(0.99)
    }
  })

  test('nothing active, one document a side, an empty side: no claim, no NaN', () => {
    for (const [group, present] of [
      [
        [0, 0, 1, 1],
        [[], []],
      ],
      [
        [0, 1],
        [[0], [0, 1]],
      ],
      [
        [0, 0, 0],
        [[0, 1], [2]],
      ],
    ] as const) {
      const compared = { ...comparedOf([...group]), groups: 2 }
      const source = sourceOf(present.map((each) => [...each]))
      const comparison = compare(prepareDiff(compared, settings(2)), source, null)
      expect([comparison.tested, comparison.discoveries, comparison.adjustedDiscoveries]).toEqual([0, 0, 0])
      for (const row of figuresOf(comparison, Uint32Array.of(1, 0), source, null))
        for (const value of [
          row.target,
          row.difference,
          ...row.interval,
          ...row.meanActivation,
          row.expectedFromLength,
          row.pValue,
          row.qValue,
        ])
          expect(Number.isFinite(value)).toBe(true)
    }
  })

  test('counts presence by threshold and tokens, means over all documents, and flags rows that flip', () => {
    // Latent 0: the target at 3, the other side at 1. Latent 1: on one token only.
    const documents = range(80)
    const source: ActivationSource = {
      dSae: 2,
      each(visit) {
        visit(0, {
          documents,
          maxima: Float32Array.from(documents, (at) => (at < 40 ? 3 : 1)),
          tokensActive: new Uint32Array(80).fill(2),
          count: 80,
        })
        visit(1, {
          documents: range(40),
          maxima: new Float32Array(40).fill(9),
          tokensActive: new Uint32Array(40).fill(1),
          count: 40,
        })
      },
    }
    const group = Array.from({ length: 80 }, (_, at) => +(at >= 40))
    const prepared = prepareDiff(comparedOf(group), { ...settings(2), thresholds: Float32Array.of(1.5, 0), minTokens: 2 })
    const comparison = compare(prepared, source, null)
    const [row, none] = figuresOf(comparison, Uint32Array.of(0, 1), source, null)
    expect(row).toMatchObject({
      target: 1,
      others: [0],
      comparedWith: 0,
      difference: 1,
      ratio: null,
      meanActivation: [3, 0],
      testable: true,
    })
    // At half the threshold both sides have it; at twice it, neither is above 3.
    expect(row!.byThreshold).toEqual([0, 1, 0])
    expect(row!.flips).toBe(true)
    expect(none).toMatchObject({ target: 0, difference: 0, pValue: 1, qValue: 1, flips: false })
  })

  test('a union needs what any other of the pair has', () => {
    const keys = 40
    const compared = comparedOf(
      Array.from({ length: 3 * keys }, (_, at) => at % 3),
      {
        pair: Int32Array.from({ length: 3 * keys }, (_, at) => Math.floor(at / 3)),
        unit: range(3 * keys).map((at) => Math.floor(at / 3)),
        units: keys,
      },
    )
    // The target always has it; one other in half of the pairs, the other in the other half.
    const source = sourceOf([range(3 * keys).filter((at) => at % 3 === 0 || at % 3 === 1 + (Math.floor(at / 3) % 2))])
    const by = (mode: 'maximum' | 'union') => {
      const comparison = compare(prepareDiff(compared, { ...settings(1), mode }), source, null)
      return figuresOf(comparison, Uint32Array.of(0), source, null)[0]!
    }
    expect(by('maximum')).toMatchObject({ difference: 0.5, others: [0.5, 0.5], comparedWith: 0 })
    expect(by('maximum').qValue).toBeLessThan(0.001)
    expect(by('union')).toMatchObject({ difference: 0, pValue: 1, comparedWith: null, others: [0.5, 0.5], ratio: 1 })
  })

  test('orders, and keeps to the direction and coverage asked for', () => {
    const present = [range(60), range(10), range(100).map((at) => at + 60), Uint32Array.of(3), new Uint32Array(0)]
    const group = Array.from({ length: 200 }, (_, at) => +(at >= 100))
    const comparison = compare(prepareDiff(comparedOf(group), settings(5)), sourceOf(present), null)
    const ordered = (order: Partial<Parameters<typeof orderLatents>[1]>) => [
      ...orderLatents(comparison, { sort: 'adjusted', direction: 'both', coverage: [0, 1], ...order }),
    ]
    expect(ordered({})).toEqual([0, 1, 2, 3])
    expect(ordered({ sort: 'latent' })).toEqual([0, 1, 2, 3])
    expect(ordered({ sort: 'frequency' })[0]).toBe(0)
    expect(ordered({ sort: 'ratio' })).toEqual([0, 1, 3, 2])
    expect(ordered({ direction: 'down' })).toEqual([2])
    expect(ordered({ coverage: [0.05, 0.5] })).toEqual([1])
  })

  test('does not depend on the order of documents', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const random = seededRandom(seed)
        const group = Array.from({ length: 60 }, () => Math.floor(random() * 3))
        const present = Array.from({ length: 6 }, () => drawPresent(60, 0.1 + 0.5 * random(), random))
        const order = range(60).sort((a, b) => ((a * 37 + seed) % 61) - ((b * 37 + seed) % 61))
        const place = new Uint32Array(60)
        order.forEach((document, at) => (place[document] = at))
        const one = compare(prepareDiff({ ...comparedOf(group), groups: 3 }, settings(6)), sourceOf(present), null)
        const compared = { ...comparedOf([...order].map((at) => group[at]!)), groups: 3, unit: Uint32Array.from(order) }
        const other = compare(
          prepareDiff(compared, settings(6)),
          sourceOf(present.map((each) => each.map((at) => place[at]!))),
          null,
        )
        for (const column of ['difference', 'p', 'q', 'replicated'] as const) expect([...other[column]]).toEqual([...one[column]])
      }),
      { numRuns: 20 },
    )
  })
})

test('the running bound never falls below the final one', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.double({ min: 1e-12, max: 1, noNaN: true }).map((each) => each ** 4),
        { maxLength: 400 },
      ),
      (smallest) => {
        const bound = testableBound(0.05)
        for (const each of smallest) bound.add(each)
        testable(Float64Array.from(smallest), 0.05).forEach((kept, at) =>
          expect(kept === 0 || smallest[at]! <= bound.bound).toBe(true),
        )
      },
    ),
    { numRuns: 200 },
  )
})

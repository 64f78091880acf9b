import { describe, expect, test } from 'vitest'
import { compareTrend, orderTrends, trendFigures } from '../../../../src/main/engine/analysis/diff/trend.ts'
import { normalTail } from '../../../../src/main/engine/numerics/normal.ts'
import { seededRandom } from '../../../../src/main/engine/numerics/seeded-random.ts'
import { golden, relativeError } from '../../numerics/golden-statistics.ts'
import { comparedOf, normalDraw, presenceOf, sourceOf } from './synthetic.ts'

const positions = Float64Array.of(0, 1, 2, 4)
const settings = (dSae: number) => ({ ...presenceOf(dSae), positions, rate: 0.05 })

/** 50 documents in each of four groups; `counts` of them present. */
function counted(counts: readonly (readonly number[])[]) {
  return sourceOf(counts.map((each) => each.flatMap((count, group) => Array.from({ length: count }, (_, at) => 50 * group + at))))
}
const fourGroups = comparedOf(Array.from({ length: 200 }, (_, at) => Math.floor(at / 50)))

describe('compareTrend', () => {
  /** The one latent present in the first `present[group]` of the `totals[group]` documents of each group. */
  function trendOf(present: readonly number[], totals: readonly number[], scores: readonly number[]) {
    const group = totals.flatMap((total, at) => Array.from({ length: total }, () => at))
    const documents = [...group.keys()].filter((at) => at - group.indexOf(group[at]!) < present[group[at]!]!)
    const settings = { ...presenceOf(1), positions: Float64Array.from(scores), rate: 0.05 }
    const { design, slope, p } = compareTrend(comparedOf(group), sourceOf([documents]), settings)
    return { design, slope: slope[0]!, p: p[0]! }
  }

  test("is Cochran and Armitage's test of single documents, as statsmodels computes it", () => {
    for (const { present, totals, scores, z, slope } of golden.trend) {
      const trend = trendOf(present, totals, scores)
      expect(trend.design).toBe('independent')
      expect(trend.slope).toBeCloseTo(slope, 12)
      // Only groups of one size, evenly apart, leave no skewness: the p-value is the normal curve's then, and else above it.
      const normal = 2 * normalTail(Math.abs(z))
      if (new Set(totals).size === 1) expect(relativeError(trend.p, normal)).toBeLessThan(1e-9)
      else expect(trend.p).toBeGreaterThanOrEqual(normal * (1 - 1e-9))
    }
  })

  test('does not take a few documents of a small group for a certainty', () => {
    // Two of five in a group of 2 %: exactly 0.0038, one-sided; the normal curve says 1e-9.
    expect(trendOf([3, 2], [980, 20], [0, 1]).p).toBeGreaterThan(0.002)
  })

  test('turns with the positions, and is nothing where nothing varies', () => {
    const up = trendOf([1, 4, 9], [30, 30, 30], [0, 1, 2])
    const down = trendOf([1, 4, 9], [30, 30, 30], [0, -1, -2])
    expect(down.slope).toBeCloseTo(-up.slope, 12)
    expect(down.p).toBeCloseTo(up.p, 12)
    expect(trendOf([0, 0], [5, 5], [1, 2])).toMatchObject({ slope: 0, p: 1 })
    expect(trendOf([5, 5], [5, 5], [1, 2])).toMatchObject({ slope: 0, p: 1 })
    expect(trendOf([1, 4], [5, 5], [2, 2])).toMatchObject({ slope: 0, p: 1 })
  })

  test('orders latents by their trends, those that rise or fall at every step alone if asked', () => {
    const counts = [
      [5, 9, 14, 30],
      [20, 20, 20, 20],
      [40, 10, 12, 1],
      [0, 0, 0, 0],
      [2, 0, 1, 0],
    ]
    const comparison = compareTrend(fourGroups, counted(counts), settings(5))
    const rows = trendFigures(comparison, Uint32Array.of(0, 1, 2))
    expect(rows.map((row) => row.monotone)).toEqual([true, false, false])
    expect(rows[0]!.change).toBeCloseTo(0.5, 12)
    expect(rows[0]!.qAdjusted).toBeLessThan(1e-6)
    expect([...orderTrends(comparison, false)].slice(0, 2)).toEqual([2, 0])
    expect([...orderTrends(comparison, true)]).toEqual([0])
  })

  test('within prompts that every generation answers, finds what prompts hide', () => {
    const random = seededRandom(5)
    const prompts = 60
    const compared = comparedOf(
      Array.from({ length: 4 * prompts }, (_, at) => at % 4),
      { unit: Uint32Array.from({ length: 4 * prompts }, (_, at) => at >> 2), units: prompts },
    )
    // A prompt has a threshold between the groups' positions: present from there on.
    const present = Array.from({ length: prompts }, () => random() * 12 - 4).flatMap((limit, prompt) =>
      [0, 1, 2, 3].filter((group) => positions[group]! > limit).map((group) => 4 * prompt + group),
    )
    const within = compareTrend(compared, sourceOf([present]), settings(1))
    const ignoring = compareTrend(
      { ...compared, unit: Uint32Array.from(compared.unit.keys()), units: 4 * prompts },
      sourceOf([present]),
      settings(1),
    )
    expect(within.design).toBe('within')
    expect(within.slope[0]).toBeCloseTo(ignoring.slope[0]!, 10)
    expect(within.p[0]).toBeLessThan(ignoring.p[0]! / 100)
    expect(within.adjusted!.p[0]).toBeLessThan(0.001)
  })

  test('units of several documents in one group weigh as units; lengths that rise along explain away what follows them', () => {
    const random = seededRandom(9)
    const units = 120
    const unit = Uint32Array.from({ length: 10 * units }, (_, at) => Math.floor(at / 10))
    const group = unit.map((each) => each % 4)
    const tokens = Uint32Array.from(group, (each) => Math.round(Math.exp(3.5 + 0.15 * positions[each]! + 0.7 * normalDraw(random))))
    const compared = comparedOf([...group], { unit, units, tokens })
    const carried = Array.from({ length: 40 }, () => Array.from({ length: units }, () => random() < 0.2))
    const noise = carried.map((has) => [...unit.keys()].filter((at) => has[unit[at]!] && random() < 0.9))
    const byLength = [...unit.keys()].filter((at) => random() < 1 - Math.exp(-0.02 * tokens[at]!))
    const rising = [...unit.keys()].filter((at) => random() < 0.1 + 0.1 * positions[group[at]!]!)
    const source = sourceOf([...noise, byLength, rising])
    const comparison = compareTrend(compared, source, settings(42))
    expect(comparison.design).toBe('clustered')
    expect(comparison.q.subarray(0, 40).every((q) => q > 0.05)).toBe(true)
    const asDocuments = compareTrend({ ...compared, unit: Uint32Array.from(unit.keys()), units: unit.length }, source, settings(42))
    expect(asDocuments.q.subarray(0, 40).filter((q) => q <= 0.05).length).toBeGreaterThan(10)
    expect(comparison.q[40]).toBeLessThan(0.001)
    expect(comparison.adjusted!.q[40]).toBeGreaterThan(0.05)
    expect(comparison.adjusted!.q[41]).toBeLessThan(1e-6)
  })
})

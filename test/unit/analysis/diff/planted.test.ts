import { describe, expect, test } from 'vitest'
import { compare } from '../../../../src/main/engine/analysis/diff/compare.ts'
import { figuresOf } from '../../../../src/main/engine/analysis/diff/figures.ts'
import { orderLatents } from '../../../../src/main/engine/analysis/diff/order.ts'
import { prepareDiff } from '../../../../src/main/engine/analysis/diff/prepare.ts'
import { type Random, seededRandom } from '../../../../src/main/engine/numerics/seeded-random.ts'
import { comparedOf, drawPresent, presenceOf, sourceOf } from './synthetic.ts'

const dSae = 65_536
const strongest = { sort: 'adjusted', direction: 'both', coverage: [0, 1] } as const
/** Frequencies fall by the 0.9th power of the rank: 126 present latents a document. */
const background = Float64Array.from({ length: dSae }, (_, rank) => 0.6 / (rank + 1) ** 0.75)

function drawn(random: Random, group: Uint8Array, chances: (latent: number, group: number) => number | null) {
  const present = Array.from(background, (chance, latent) => {
    const planted = chances(latent, 0)
    if (planted === null) return drawPresent(group.length, chance, random)
    return Uint32Array.from(group.keys()).filter((document) => random() < chances(latent, group[document]!)!)
  })
  return sourceOf(present)
}

function halfAndHalf(each: number): Uint8Array {
  return Uint8Array.from({ length: 2 * each }, (_, at) => +(at >= each))
}

describe('a planted difference among 65,536 latents', () => {
  test('of .50 against .10 in 500 and 500 documents comes first in all seeds', () => {
    for (let seed = 1; seed <= 4; seed++) {
      const group = halfAndHalf(500)
      const source = drawn(seededRandom(seed), group, (latent, side) => (latent === 4242 ? [0.5, 0.1][side]! : null))
      const comparison = compare(prepareDiff(comparedOf(group), { ...presenceOf(dSae), mode: 'maximum', rate: 0.05 }), source, null)
      const first = orderLatents(comparison, strongest)[0]!
      expect(first).toBe(4242)
      const [row] = figuresOf(comparison, Uint32Array.of(first), source, null)
      expect(row!.difference).toBeCloseTo(row!.target - row!.others[0]!, 12)
      expect(row!.interval[0]).toBeGreaterThan(0.3)
      expect(row!.intervalSelected![0]).toBeLessThan(row!.interval[0])
      expect(row!.qAdjusted).toBeLessThan(1e-20)
      expect(row!.replicated).toBe(true)
      expect(row!.flips).toBe(false)
    }
  })

  test('ten of +.08 in 2,000 documents: at least eight stand among the first 200, with their sign', () => {
    const group = halfAndHalf(1000)
    const planted = Array.from({ length: 10 }, (_, at) => 5000 + 17 * at)
    const source = drawn(seededRandom(7), group, (latent, side) => (planted.includes(latent) ? [0.18, 0.1][side]! : null))
    const comparison = compare(prepareDiff(comparedOf(group), { ...presenceOf(dSae), mode: 'maximum', rate: 0.05 }), source, null)
    const first = new Set(orderLatents(comparison, strongest).subarray(0, 200))
    expect(planted.filter((latent) => first.has(latent) && comparison.difference[latent]! > 0).length).toBeGreaterThanOrEqual(8)
  })

  test('of one group above two others is against the nearest; above one and below another is none', () => {
    const group = Uint8Array.from({ length: 900 }, (_, at) => at % 3)
    const random = seededRandom(3)
    const chances = [
      [0.5, 0.1, 0.2],
      [0.3, 0.1, 0.5],
      [0.1, 0.4, 0.5],
    ]
    const source = sourceOf(
      chances.map((each) => Uint32Array.from(group.keys()).filter((document) => random() < each[group[document]!]!)),
    )
    const comparison = compare(prepareDiff(comparedOf(group), { ...presenceOf(3), mode: 'maximum', rate: 0.05 }), source, null)
    const rows = figuresOf(comparison, Uint32Array.of(0, 1, 2), source, null)
    expect(rows.map((row) => row.comparedWith)).toEqual([1, 1, 1])
    expect(rows[0]!.qValue).toBeLessThan(1e-8)
    expect(rows[1]!.pValue).toBe(1)
    expect(rows[2]!.qValue).toBeLessThan(1e-8)
    expect(rows[2]!.difference).toBeCloseTo(rows[2]!.target - rows[2]!.others[1]!, 12)
    expect(comparison.paperClaims).toBe(1)
  })
})

import { describe, expect, test } from 'vitest'
import { compare } from '../../../../src/main/engine/analysis/diff/compare.ts'
import type { ActivationSource, Compared } from '../../../../src/main/engine/analysis/diff/compared.ts'
import { prepareDiff } from '../../../../src/main/engine/analysis/diff/prepare.ts'
import { type Random, seededRandom, shuffle } from '../../../../src/main/engine/numerics/seeded-random.ts'
import { comparedOf, drawPresent, normalDraw, presenceOf, sourceOf } from './synthetic.ts'

const dSae = 300
const chances = Float64Array.from({ length: dSae }, (_, rank) => 0.5 / (rank + 1) ** 0.6)

type Drawn = { readonly compared: Compared; readonly source: ActivationSource }

/** Of `runs` draws, those with any discovery: by the raw test, by the adjusted one; and the paper's claims on average. */
function runsWithAny(runs: number, draw: (random: Random) => Drawn) {
  const any = { raw: 0, adjusted: 0, paper: 0 }
  for (let seed = 1; seed <= runs; seed++) {
    const { compared, source } = draw(seededRandom(seed))
    const comparison = compare(prepareDiff(compared, { ...presenceOf(dSae), mode: 'maximum', rate: 0.05 }), source, null)
    any.raw += +(comparison.discoveries > 0)
    any.adjusted += +(comparison.adjustedDiscoveries > 0)
    any.paper += comparison.paperClaims / runs
  }
  return any
}

/** Lengths about e^`mean`, spread by a factor of 1.8. */
function lengths(documents: number, random: Random, mean: (document: number) => number): Uint32Array {
  return Uint32Array.from({ length: documents }, (_, at) => Math.max(1, Math.round(Math.exp(mean(at) + 0.6 * normalDraw(random)))))
}

/** Present with a unit's own odds, `spread` standard deviations around the latent's. */
function sharedPresent(unit: Uint32Array, units: number, chance: number, spread: number, random: Random): Uint32Array {
  const rates = Float64Array.from(
    { length: units },
    () => 1 / (1 + Math.exp(-Math.log(chance / (1 - chance)) - spread * normalDraw(random))),
  )
  return unit.map((_, at) => at).filter((at) => random() < rates[unit[at]!]!)
}

describe('nothing is found where nothing is', () => {
  test('between random halves of documents, where the rule of 0.03 claims a few every time', () => {
    const any = runsWithAny(60, (random) => {
      const group = shuffle(
        Uint8Array.from({ length: 500 }, (_, at) => at % 2),
        random,
      )
      const tokens = lengths(500, random, () => 4)
      return {
        compared: comparedOf(group, { tokens }),
        source: sourceOf(Array.from(chances, (chance) => drawPresent(500, chance, random))),
      }
    })
    expect(any.raw).toBeLessThanOrEqual(6)
    expect(any.adjusted).toBeLessThanOrEqual(6)
    expect(any.paper).toBeGreaterThan(3)
  })

  test('between halves of units of 15 documents alike, where counting documents finds some in nearly every run', () => {
    const units = 60
    const unit = Uint32Array.from({ length: 15 * units }, (_, at) => Math.floor(at / 15))
    const draw = (random: Random): Drawn => {
      const side = shuffle(
        Uint8Array.from({ length: units }, (_, at) => at % 2),
        random,
      )
      const present = Array.from(chances, (chance) => sharedPresent(unit, units, chance, 2, random))
      const tokens = lengths(unit.length, random, () => 4)
      return {
        compared: comparedOf(
          Uint8Array.from(unit, (each) => side[each]!),
          { unit, units, tokens },
        ),
        source: sourceOf(present),
      }
    }
    const any = runsWithAny(12, draw)
    expect([any.raw, any.adjusted]).toEqual([0, 0])
    const asDocuments = runsWithAny(5, (random) => {
      const { compared, source } = draw(random)
      return { compared: comparedOf(compared.group, { tokens: compared.tokens }), source }
    })
    expect(asDocuments.raw).toBe(5)
  })

  test('where the sides of pairs that differ are swapped at random', () => {
    const pairs = 150
    const any = runsWithAny(25, (random) => {
      const swapped = Uint8Array.from({ length: pairs }, () => +(random() < 0.5))
      const group = Uint8Array.from({ length: 2 * pairs }, (_, at) => (at % 2) ^ swapped[at >> 1]!)
      const unit = Uint32Array.from({ length: 2 * pairs }, (_, at) => at >> 1)
      const present = Array.from(chances, (chance) => {
        const shared = sharedPresent(unit, pairs, chance, 1.5, random)
        return shared.filter((at) => at % 2 === 0 || random() < 0.7)
      })
      return { compared: comparedOf(group, { unit, units: pairs, pair: Int32Array.from(unit) }), source: sourceOf(present) }
    })
    expect(any.raw).toBeLessThanOrEqual(3)
  })

  test('between texts of one kind, one side twice as long: raw always, adjusted not; and a plant survives', () => {
    const documents = 500
    let survived = 0
    const draw = (random: Random, planted: boolean): Drawn => {
      const group = Uint8Array.from({ length: documents }, (_, at) => at % 2)
      const tokens = lengths(documents, random, (at) => (at % 2 === 0 ? 4.5 : 3.8))
      const all = Uint32Array.from({ length: documents }, (_, at) => at)
      const present = Array.from(chances, (chance) => all.filter((at) => random() < 1 - Math.exp((-chance / 70) * tokens[at]!)))
      if (planted) present[20] = all.filter((at) => random() < (at % 2 === 0 ? 0.5 : 0.2))
      return { compared: comparedOf(group, { tokens }), source: sourceOf(present) }
    }
    const any = runsWithAny(25, (random) => draw(random, false))
    expect(any.raw).toBe(25)
    expect(any.adjusted).toBeLessThanOrEqual(3)
    for (let seed = 1; seed <= 8; seed++) {
      const { compared, source } = draw(seededRandom(seed), true)
      const comparison = compare(prepareDiff(compared, { ...presenceOf(dSae), mode: 'maximum', rate: 0.05 }), source, null)
      survived += +(comparison.adjusted!.q[20]! <= 0.05)
    }
    expect(survived).toBe(8)
  })

  test('within prompts that both sides answer several times, one side twice as long', () => {
    const units = 60
    const unit = Uint32Array.from({ length: 8 * units }, (_, at) => at >> 3)
    const group = unit.map((_, at) => +(at % 8 >= 3))
    const any = runsWithAny(12, (random) => {
      const tokens = lengths(unit.length, random, (at) => (group[at] === 0 ? 4.5 : 3.8))
      const present = Array.from(chances, (chance) => {
        const rates = Float64Array.from({ length: units }, () => (chance / 70) * Math.exp(normalDraw(random)))
        return unit.map((_, at) => at).filter((at) => random() < 1 - Math.exp(-rates[unit[at]!]! * tokens[at]!))
      })
      return { compared: comparedOf([...group], { unit, units, tokens }), source: sourceOf(present) }
    })
    expect(any.raw).toBe(12)
    expect(any.adjusted).toBeLessThanOrEqual(2)
  })
})

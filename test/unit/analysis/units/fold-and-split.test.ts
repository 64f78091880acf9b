import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { noUnit } from '../../../../src/main/engine/analysis/units/detect-units.ts'
import { foldDuplicates, foldPairs, noSide } from '../../../../src/main/engine/analysis/units/fold-documents.ts'
import { NearDuplicates } from '../../../../src/main/engine/analysis/units/near-duplicates.ts'
import { halfOf, unitKeys } from '../../../../src/main/engine/analysis/units/split-units.ts'
import { seededRandom, shuffle } from '../../../../src/main/engine/numerics/seeded-random.ts'

describe('foldDuplicates', () => {
  test('keeps the lowest of each group on each side', () => {
    const groups = Uint32Array.of(0, 0, 2, 0, 0, 2, 6)
    const sides = Uint8Array.of(0, 0, 0, 1, 1, noSide, 0)
    const { kept, folded, foldedBySide } = foldDuplicates(groups, sides)
    expect([...kept]).toEqual([1, 0, 1, 1, 0, 0, 1])
    expect(folded).toBe(2)
    expect([...foldedBySide]).toEqual([1, 1])
  })

  test('of nothing, and with nobody on a side', () => {
    expect(foldDuplicates(new Uint32Array(), new Uint8Array())).toMatchObject({ folded: 0 })
    expect([...foldDuplicates(Uint32Array.of(0, 0), Uint8Array.of(noSide, noSide)).kept]).toEqual([0, 0])
  })

  test('keeps exactly one of each group and side, many sides included', () => {
    const document = fc.tuple(fc.nat(30), fc.oneof(fc.nat(254), fc.nat(2), fc.constant(noSide)))
    fc.assert(
      fc.property(fc.array(document, { maxLength: 80 }), (documents) => {
        const names = documents.map(([name]) => name)
        const groups = Uint32Array.from(names, (name) => names.indexOf(name))
        const { kept, folded, foldedBySide } = foldDuplicates(
          groups,
          Uint8Array.from(documents, ([, side]) => side),
        )
        const there = documents.map(([name, side]) => `${name} ${side}`)
        for (const [at, [, side]] of documents.entries()) {
          expect(kept[at]).toBe(side !== noSide && there.indexOf(there[at]!) === at ? 1 : 0)
        }
        expect(foldedBySide.reduce((sum, each) => sum + each, 0)).toBe(folded)
      }),
      { seed: 1 },
    )
  })
})

describe('foldPairs', () => {
  test('folds a pair only where both of its texts are duplicates of the two of another', () => {
    // Documents 0 to 3 are the first texts, 4 to 7 the second ones.
    const groups = Uint32Array.of(0, 0, 0, 3, 4, 5, 4, 4)
    const { kept, folded } = foldPairs(groups, Uint32Array.of(0, 1, 2, 3), Uint32Array.of(4, 5, 6, 7))
    expect([...kept]).toEqual([1, 1, 0, 1])
    expect(folded).toBe(1)
  })

  test('is not misled by a pair the other way round', () => {
    expect(foldPairs(Uint32Array.of(0, 1), Uint32Array.of(0, 1), Uint32Array.of(1, 0)).folded).toBe(0)
  })
})

describe('halves', () => {
  test('hold about half of the keys each, other ones for another seed', () => {
    const keys = Array.from({ length: 4000 }, (_, at) => `prompt ${at}`)
    const inB = (seed: number) => keys.filter((key) => halfOf(key, seed) === 1).length
    for (const seed of [1, 2, 3]) expect(Math.abs(inB(seed) - 2000)).toBeLessThan(100)
    const moved = keys.filter((key) => halfOf(key, 1) !== halfOf(key, 2)).length
    expect(Math.abs(moved - 2000)).toBeLessThan(100)
  })

  test('go by the smallest key of a unit, and leave documents without one out', () => {
    const unit = Uint32Array.of(0, 1, 0, noUnit, 2)
    const names = ['b', 'c', 'a', '', 'd']
    const keys = unitKeys(unit, 3, (document) => names[document]!)
    expect(keys).toEqual(['a', 'c', 'd'])
  })

  const texts = fc.array(
    fc.constantFrom(
      'Yes',
      'yes!',
      'No',
      'No, never',
      'one two three four five six seven',
      'one two three four five six seven.',
      'eight',
    ),
    { minLength: 1, maxLength: 30 },
  )

  const halvesOf = (all: readonly string[]) => {
    const finder = new NearDuplicates({ documents: all.length })
    for (const [at, text] of all.entries()) finder.add(at, text)
    const groups = finder.groups()
    const keys = unitKeys(groups, all.length, (document) => finder.contentKey(document))
    return Array.from(groups, (unit) => halfOf(keys[unit]!, 11))
  }

  test('do not depend on the order of the documents', () => {
    fc.assert(
      fc.property(texts, fc.integer(), (all, seed) => {
        const order = shuffle(
          all.map((_, at) => at),
          seededRandom(seed),
        )
        const halves = halvesOf(all)
        expect(halvesOf(order.map((at) => all[at]!))).toEqual(order.map((at) => halves[at]))
      }),
      { numRuns: 50, seed: 1 },
    )
  })

  test('stay as they are where documents are added, in front too', () => {
    fc.assert(
      fc.property(texts, texts, (all, added) => {
        expect(halvesOf([...all, ...added]).slice(0, all.length)).toEqual(halvesOf(all))
        expect(halvesOf([...added, ...all]).slice(added.length)).toEqual(halvesOf(all))
      }),
      { numRuns: 50, seed: 1 },
    )
  })
})

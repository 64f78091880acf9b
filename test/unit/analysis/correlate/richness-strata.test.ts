import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { richnessStrata } from '../../../../src/main/engine/analysis/correlate/richness-strata.ts'

describe('richnessStrata', () => {
  test('are the corpora where no richness counts', () => {
    expect(richnessStrata(Uint16Array.of(2, 0, 2, 5), [])).toEqual({ of: Uint16Array.of(1, 0, 1, 2), count: 3 })
    expect(richnessStrata(new Uint16Array(0), [new Uint32Array(0)])).toEqual({ of: new Uint16Array(0), count: 0 })
  })

  test('put documents of like richness together, at the gaps', () => {
    const richness = Uint32Array.from([3, 50, 4, 51, 3, 52, 900, 5, 50, 901, 4, 3, 49, 4, 5, 50])
    const { of, count } = richnessStrata(new Uint16Array(16), [richness])
    expect(count).toBeGreaterThanOrEqual(3)
    const strataOf = (wanted: (value: number) => boolean) => new Set(of.filter((_, at) => wanted(richness[at]!)))
    const poor = strataOf((value) => value < 10)
    const rich = strataOf((value) => value > 500)
    expect(rich.size).toBe(1)
    expect([...poor].filter((each) => rich.has(each))).toEqual([])
  })

  test('never mix corpora, follow richness within one, and are numbered without gaps', () => {
    const document = fc.record({ corpus: fc.nat(3), a: fc.nat(300), b: fc.nat(40) })
    fc.assert(
      fc.property(fc.array(document, { minLength: 1, maxLength: 200 }), fc.boolean(), (documents, both) => {
        const corpus = Uint16Array.from(documents, (each) => each.corpus)
        const a = Uint32Array.from(documents, (each) => each.a)
        const b = Uint32Array.from(documents, (each) => each.b)
        const { of, count } = richnessStrata(corpus, both ? [a, b] : [a])
        expect(new Set(of)).toEqual(new Set(Array.from({ length: count }, (_, at) => at)))
        for (let one = 1; one < documents.length; one++) {
          if (of[one] === of[0]) expect(corpus[one]).toBe(corpus[0])
          if (!both && corpus[one] === corpus[0] && a[one]! > a[0]!) expect(of[one]).toBeGreaterThanOrEqual(of[0]!)
        }
      }),
      { numRuns: 100, seed: 2 },
    )
  })

  test('of 10,000 documents are 20 by one side, some 40 by two', () => {
    const richness = Uint32Array.from({ length: 10_000 }, (_, at) => (at * 7919) % 500)
    const other = Uint32Array.from({ length: 10_000 }, (_, at) => (at * 104_729) % 300)
    const corpus = new Uint16Array(10_000)
    expect(richnessStrata(corpus, [richness]).count).toBe(20)
    expect(richnessStrata(corpus, [richness, other]).count).toBe(36)
  })
})

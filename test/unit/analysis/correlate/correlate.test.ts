import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { correlate } from '../../../../src/main/engine/analysis/correlate/correlate.ts'
import type { CorrelateInput } from '../../../../src/main/engine/analysis/correlate/correlation.ts'
import { testablePairs } from '../../../../src/main/engine/analysis/correlate/testable-pairs.ts'
import { benjaminiHochberg } from '../../../../src/main/engine/numerics/false-discovery.ts'
import { rowsOf } from '../../../support/null-correlations.ts'
import { syntheticProperties } from '../../../support/synthetic-properties.ts'
import { bruteForcePair, matrixOf } from './brute-force-correlations.ts'

type GoldenCase = {
  readonly strata: readonly (readonly [documents: number, a: number, b: number, both: number])[]
  readonly expected: number
  readonly pIndependence: number
  readonly bound: number
  readonly npmi: number
  readonly npmiLow: number
}
const goldenFile = new URL('../../../golden/correlate/correlate.json', import.meta.url)
const golden = JSON.parse(readFileSync(goldenFile, 'utf8')) as { readonly cases: readonly GoldenCase[] }

/** Every document in one corpus and its own unit; nothing left out, everything listed. */
function everything(documents: number): Omit<CorrelateInput, 'a' | 'b'> {
  const corpus = new Uint16Array(documents)
  return { corpus, unit: Uint32Array.from(corpus.keys()), richness: 'none', minimumSupport: 1, band: [0, 1], rate: 1, limit: 1e6 }
}

/** Two properties with these counts among `documents`. */
function pairOf(documents: number, ofA: number, ofB: number, both: number) {
  const a = Array.from({ length: ofA }, (_, at) => at)
  const b = Array.from({ length: ofB }, (_, at) => ofA - both + at)
  return correlate({ ...everything(documents), a: matrixOf(documents, [a, b]), b: null })
}

describe('correlate', () => {
  test.each([
    [1000, 10, 20, 10, 0.8495],
    [1000, 100, 100, 50, 0.5372],
    [1000, 300, 300, 200, 0.4961],
    [1000, 7, 7, 7, 1],
    [1000, 2, 2, 2, 1],
  ])('of %i documents, %i and %i, both in %i: NPMI %f', (documents, ofA, ofB, both, wanted) => {
    const [pair] = pairOf(documents, ofA, ofB, both).pairs
    expect(pair?.npmi).toBeCloseTo(wanted, 4)
    expect(pair).toMatchObject({ a: 0, b: 1, support: both, onlyA: ofA - both, onlyB: ofB - both })
    expect(pair?.pAB).toBe(both / ofB)
    expect(pair?.pBA).toBe(both / ofA)
  })

  test('leaves out what is as independent, apart, in one document, or in over half of all', () => {
    expect(pairOf(1000, 100, 100, 10).pairs).toEqual([])
    expect(pairOf(1000, 100, 100, 0).pairs).toEqual([])
    const one = matrixOf(1000, [[3], [3]])
    expect(correlate({ ...everything(1000), a: one, b: null, minimumSupport: 5 })).toMatchObject({ pairs: [], tested: 0, keptA: 0 })
    const most = Array.from({ length: 501 }, (_, at) => at)
    const { band: _, ...byDefault } = everything(1000)
    expect(correlate({ ...byDefault, a: matrixOf(1000, [most, most]), b: null }).keptA).toBe(0)
  })

  test('with chosen properties only: the same pairs and p, in fewer tests', () => {
    const matrix = syntheticProperties({ documents: 400, properties: 60, present: 12, spread: 0.5, seed: 5 })
    const chosen = new Set([3, 17, 40])
    const bounds = { ...everything(400), richness: 'a' as const, minimumSupport: 2, band: [0, 0.6] as const }
    const all = correlate({ ...bounds, a: matrix, b: null })
    const some = correlate({ ...bounds, a: matrix, b: null, chosen })
    const inOrder = ({ a, b, pValue, npmi }: (typeof all.pairs)[number]) => ({
      a: Math.min(a, b),
      b: Math.max(a, b),
      pValue: pValue.toFixed(9),
      npmi: npmi.toFixed(9),
    })
    const byPair = (one: { a: number; b: number }, other: { a: number; b: number }) => one.a - other.a || one.b - other.b
    const wanted = all.pairs.filter(({ a, b }) => chosen.has(a) !== chosen.has(b))
    expect(some.pairs.length).toBeGreaterThan(10)
    expect(some.pairs.every(({ a, b }) => chosen.has(b) && !chosen.has(a))).toBe(true)
    expect(some.pairs.map(inOrder).sort(byPair)).toEqual(wanted.map(inOrder).sort(byPair))
    expect(some.tested).toBeLessThan(all.tested / 5)
  })

  test('needs as many units with both as the minimum', () => {
    const a = matrixOf(1000, [
      [0, 1, 2, 3, 4, 5],
      [0, 1, 2, 3, 10, 11],
      [0, 1, 2, 3, 4, 6],
    ])
    const { pairs, tested } = correlate({ ...everything(1000), a, b: null, minimumSupport: 5, rate: 0.05 })
    expect(tested).toBe(3)
    expect(pairs.map((each) => [each.a, each.b])).toEqual([[0, 2]])
  })

  test('is what scipy and statsmodels compute, strata being corpora', () => {
    for (const { strata, expected, pIndependence, bound, npmi, npmiLow } of golden.cases) {
      if (npmi < 0 || bound > 0.05) continue
      const first = strata.map((_, at) => strata.slice(0, at).reduce((sum, [size]) => sum + size, 0))
      const documents = strata.reduce((sum, [size]) => sum + size, 0)
      const a = strata.flatMap(([, ofA], at) => Array.from({ length: ofA }, (_, each) => first[at]! + each))
      const b = strata.flatMap(([, ofA, ofB, both], at) => Array.from({ length: ofB }, (_, each) => first[at]! + ofA - both + each))
      const corpus = Uint16Array.from(strata.flatMap(([size], at) => new Array<number>(size).fill(at)))
      const [pair] = correlate({ ...everything(documents), corpus, a: matrixOf(documents, [a, b]), b: null }).pairs
      expect(pair?.expected).toBeCloseTo(expected, 5)
      expect(pair!.pIndependence / pIndependence).toBeCloseTo(1, 6)
      expect(pair!.pValue / bound).toBeCloseTo(1, 5)
      expect(pair?.npmi).toBeCloseTo(npmi, 10)
      expect(pair?.npmiLow).toBeCloseTo(npmiLow, 10)
    }
  })

  test('is what brute force finds, with units and corpora', () => {
    const documents = fc.integer({ min: 4, max: 24 })
    const inputs = documents.chain((count) => {
      const property = fc.uniqueArray(fc.nat(count - 1), { maxLength: count }).map((each) => each.toSorted((x, y) => x - y))
      const numbers = (max: number) => fc.array(fc.nat(max), { minLength: count, maxLength: count })
      const side = fc.array(property, { minLength: 1, maxLength: 5 }).map((each) => matrixOf(count, each))
      const units = fc.oneof(numbers(count), fc.constant(Array.from({ length: count }, (_, at) => at)))
      return fc.record({ a: side, b: fc.option(side), corpus: numbers(2), unit: units })
    })
    fc.assert(
      fc.property(inputs, ({ a, b, corpus, unit }) => {
        const input = { ...everything(a.columns), a, b, corpus: Uint16Array.from(corpus), unit: Uint32Array.from(unit) }
        const { pairs } = correlate(input)
        for (const pair of pairs) {
          const wanted = bruteForcePair([a, pair.a], [b ?? a, pair.b], corpus, unit)
          expect(b !== null || pair.a < pair.b).toBe(true)
          expect(pair).toMatchObject({ support: wanted.support, onlyA: wanted.onlyA, onlyB: wanted.onlyB })
          for (const name of ['supportUnits', 'expected', 'pValue'] as const) expect(pair[name]).toBeCloseTo(wanted[name], 5)
          expect(pair.npmiLow).toBeLessThanOrEqual(1)
        }
        expect(pairs.map((each) => each.npmiLow)).toEqual(pairs.map((each) => each.npmiLow).toSorted((x, y) => y - x))
      }),
      { numRuns: 150, seed: 5 },
    )
  })

  test('finds all pairs that are together more often than by chance, and q is that of Benjamini and Hochberg', () => {
    const a = syntheticProperties({ properties: 40, documents: 300, present: 8, spread: 0.9, seed: 3 })
    const { corpus, unit } = everything(300)
    const { pairs, tested, discoveries } = correlate({ a, b: null, corpus, unit, richness: 'none', rate: 0.2, limit: 1e6 })
    const kept = Array.from({ length: 40 }, (_, row) => row).filter((row) => {
      const count = a.starts[row + 1]! - a.starts[row]!
      return count >= 5 && count <= 150
    })
    const counts = kept.map((row) => a.starts[row + 1]! - a.starts[row]!)
    const testable = testablePairs(Float64Array.from(counts).sort(), null, { units: 300, rate: 0.2 })
    expect(tested).toBe(testable.count)
    const all = kept.flatMap((i) =>
      kept.filter((j) => j > i).map((j) => ({ i, j, ...bruteForcePair([a, i], [a, j], corpus, unit) })),
    )
    const q = benjaminiHochberg(
      Float64Array.from(all, ({ support, pValue }) => (support >= 5 ? pValue : 1)),
      tested,
    )
    const wanted = all.flatMap((each, at) => (q[at]! <= 0.2 ? [{ ...each, q: q[at]! }] : []))
    expect(discoveries).toBe(pairs.length)
    // Pairs within one grade of the rate may be left out.
    const name = (i: number, j: number) => `${i} ${j}`
    const listed = pairs.map((each) => name(each.a, each.b))
    expect(wanted.map(({ i, j }) => name(i, j))).toEqual(expect.arrayContaining(listed))
    const sure = wanted.filter(({ q: exact }) => exact * 2 ** (1 / 8) <= 0.2)
    expect(sure.length).toBeGreaterThan(20)
    expect(listed).toEqual(expect.arrayContaining(sure.map(({ i, j }) => name(i, j))))
    for (const pair of pairs) {
      const { q: exact } = wanted.find(({ i, j }) => i === pair.a && j === pair.b)!
      expect(pair.qValue).toBeGreaterThanOrEqual(exact * (1 - 1e-9))
      expect(pair.qValue).toBeLessThanOrEqual(exact * 2 ** (1 / 8))
    }
  })

  test('of two sides are those of one that holds both', () => {
    const whole = syntheticProperties({ properties: 60, documents: 400, present: 12, spread: 0.7, seed: 4 })
    const rows = Uint32Array.from({ length: 60 }, (_, row) => row)
    const a = rowsOf(whole, rows.subarray(0, 25))
    const b = rowsOf(whole, rows.subarray(25))
    const numbers = (pairs: ReturnType<typeof correlate>['pairs'], offset: number) =>
      pairs
        .map((each) => ({ ...each, b: each.b + offset }))
        .filter((each) => each.a < 25 && each.b >= 25)
        .toSorted((x, y) => x.a - y.a || x.b - y.b)
        .map((each) => [each.a, each.b, each.support, each.onlyA, each.onlyB, each.expected.toFixed(6), each.pValue.toPrecision(9)])
    const settings = { ...everything(400), minimumSupport: 5, band: [0, 0.5] as const }
    const rectangular = correlate({ ...settings, a, b }).pairs
    expect(rectangular.length).toBeGreaterThan(50)
    expect(numbers(rectangular, 25)).toEqual(numbers(correlate({ ...settings, a: whole, b: null }).pairs, 0))
  })

  test('lists the best that are accepted, and tests the same', () => {
    const a = syntheticProperties({ properties: 60, documents: 400, present: 12, spread: 0.9, seed: 4 })
    const settings = { ...everything(400), a, b: null, minimumSupport: 5 }
    const all = correlate(settings)
    expect(correlate({ ...settings, limit: 7 }).pairs).toEqual(all.pairs.slice(0, 7))
    const accept = (i: number, j: number) => i < j && (i + j) % 3 === 0
    const accepted = correlate({ ...settings, accept, limit: 9 })
    expect(accepted).toEqual({ ...all, pairs: all.pairs.filter(({ a: i, b: j }) => accept(i, j)).slice(0, 9) })
    expect(correlate({ ...settings, limit: 0 })).toEqual({ ...all, pairs: [] })
  })

  test('counts a unit once, however often it was copied', () => {
    const whole = syntheticProperties({ properties: 40, documents: 300, present: 8, spread: 0.9, seed: 6 })
    const settings = { ...everything(300), richness: 'a' as const, minimumSupport: 5 }
    const once = correlate({ ...settings, a: whole, b: null })
    const copies = (of: Uint32Array) =>
      Uint32Array.from({ length: 3 * of.length }, (_, at) => 3 * of[Math.floor(at / 3)]! + (at % 3))
    const copied = { rows: 40, columns: 900, starts: whole.starts.map((each) => 3 * each), indices: copies(whole.indices) }
    const unit = Uint32Array.from({ length: 900 }, (_, document) => Math.floor(document / 3))
    // The same strata for both: as many of them as there are units.
    const none = { richness: 'none' as const }
    const thrice = correlate({ ...settings, ...none, corpus: new Uint16Array(900), unit, a: copied, b: null })
    const plain = correlate({ ...settings, ...none, a: whole, b: null })
    expect(thrice).toMatchObject({ tested: once.tested, units: 300, documents: 900 })
    expect(thrice.pairs.length).toBe(plain.pairs.length)
    thrice.pairs.forEach((pair, at) => {
      expect(pair.npmiLow).toBeCloseTo(plain.pairs[at]!.npmiLow, 9)
      expect(pair.expected).toBeCloseTo(plain.pairs[at]!.expected, 4)
    })
  })

  test('has an answer without documents, without properties, with one document', () => {
    const none = { pairs: [], tested: 0, discoveries: 0 }
    expect(correlate({ ...everything(0), a: matrixOf(0, [[], []]), b: null })).toMatchObject(none)
    expect(correlate({ ...everything(5), a: matrixOf(5, []), b: matrixOf(5, [[1]]) })).toMatchObject(none)
    expect(correlate({ ...everything(5), a: matrixOf(5, [[], []]), b: null, richness: 'a' })).toMatchObject(none)
    expect(correlate({ ...everything(1), a: matrixOf(1, [[0], [0]]), b: null, richness: 'a' })).toMatchObject({ pairs: [] })
  })

  test('refuses sides of different documents and bounds that make no sense', () => {
    const a = matrixOf(4, [[0, 1], [1]])
    const refusal = expect.objectContaining({ code: 'bad-input' })
    expect(() => correlate({ ...everything(4), a, b: matrixOf(5, [[0]]) })).toThrow(refusal)
    expect(() => correlate({ ...everything(3), a, b: null })).toThrow(refusal)
    for (const wrong of [{ minimumSupport: 0 }, { band: [0.5, 0.1] as const }, { rate: 0 }, { rate: NaN }, { limit: 1.5 }])
      expect(() => correlate({ ...everything(4), a, b: null, ...wrong })).toThrow(refusal)
  })
})

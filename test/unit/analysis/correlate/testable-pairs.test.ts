import fc from 'fast-check'
import { expect, test } from 'vitest'
import { testablePairs } from '../../../../src/main/engine/analysis/correlate/testable-pairs.ts'
import { testable } from '../../../../src/main/engine/numerics/false-discovery.ts'
import { fisherUpper } from '../../../../src/main/engine/numerics/hypergeometric.ts'

const units = 60
const margins = fc
  .array(fc.integer({ min: 1, max: 55 }), { minLength: 1, maxLength: 12 })
  .map((each) => Float64Array.from(each).sort())

/** The chance of all of the rarer being among the other's. */
function leastP(a: number, b: number): number {
  const few = Math.min(a, b)
  return fisherUpper(few, few, Math.max(a, b) - few, units - few)
}

test('testablePairs are those that the rule keeps of all pairs', () => {
  fc.assert(
    fc.property(margins, fc.option(margins), fc.constantFrom(0.05, 0.3), (a, b, rate) => {
      const { first, end, count } = testablePairs(a, b, { units, rate })
      const partners = b ?? a
      const all = Array.from(a).flatMap((_, i) =>
        Array.from(partners, (_each, j) => [i, j] as const).filter(([, j]) => b !== null || j > i),
      )
      const kept = testable(
        Float64Array.from(all, ([i, j]) => leastP(a[i]!, partners[j]!)),
        rate,
      )
      expect(count).toBe(kept.reduce((sum, each) => sum + each, 0))
      all.forEach(([i, j], at) => expect(j >= first[i]! && j < end[i]!).toBe(kept[at] === 1))
    }),
    { numRuns: 200, seed: 3 },
  )
})

test('testablePairs has none without items', () => {
  expect(testablePairs(new Float64Array(0), null, { units: 0, rate: 0.05 }).count).toBe(0)
  expect(testablePairs(Float64Array.of(5), new Float64Array(0), { units: 9, rate: 0.05 }).count).toBe(0)
})

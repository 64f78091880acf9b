import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { conditionalTail } from '../../../../src/main/engine/analysis/correlate/conditional-tail.ts'

type GoldenCase = {
  readonly strata: readonly (readonly [documents: number, a: number, b: number, both: number])[]
  readonly expected: number
  readonly pConditional: number
  readonly bound: number
}
const goldenFile = new URL('../../../golden/correlate/correlate.json', import.meta.url)
const golden = JSON.parse(readFileSync(goldenFile, 'utf8')) as { readonly cases: readonly GoldenCase[] }

test("conditionalTail is Hoeffding's bound as scipy computes it, and never below the exact tail", () => {
  for (const { strata, expected, pConditional, bound } of golden.cases) {
    const column = (at: 0 | 1 | 2 | 3) => strata.map((each) => each[at])
    const a = Float32Array.from([0, ...column(1)])
    const b = Float32Array.from(column(2))
    const both = column(3).reduce((sum, each) => sum + each, 0)
    const tail = conditionalTail(both, expected, a, 1, b, 0, Float64Array.from(column(0)))
    expect(tail / bound).toBeCloseTo(1, 9)
    expect(tail).toBeGreaterThanOrEqual(pConditional)
  }
})

test('conditionalTail is 1 for what is expected, and for what cannot be otherwise', () => {
  const one = (together: number, a: number, b: number, size: number) =>
    conditionalTail(together, (a * b) / size, Float32Array.of(a), 0, Float32Array.of(b), 0, Float64Array.of(size))
  expect(one(10, 100, 100, 1000)).toBe(1)
  expect(one(50, 50, 100, 100)).toBe(1)
  expect(one(80, 90, 90, 100)).toBe(1)
})

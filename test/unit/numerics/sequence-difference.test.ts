import fc from 'fast-check'
import { expect, test } from 'vitest'
import { equalRuns } from '../../../src/main/engine/numerics/sequence-difference.ts'

const sequences = fc.record({
  first: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 60 }).map((list) => Int32Array.from(list)),
  second: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 60 }).map((list) => Int32Array.from(list)),
})

/** Length of a longest common subsequence, by the table. */
function longestCommon(a: Int32Array, b: Int32Array): number {
  let row = new Int32Array(b.length + 1)
  for (const x of a) {
    const next = new Int32Array(b.length + 1)
    b.forEach((y, at) => (next[at + 1] = x === y ? row[at]! + 1 : Math.max(row[at + 1]!, next[at]!)))
    row = next
  }
  return row[b.length]!
}

/** What the runs hold, after it was seen that they are equal, in order and do not overlap. */
function sharedIn(runs: Int32Array, a: Int32Array, b: Int32Array): number {
  let [inA, inB, shared] = [0, 0, 0]
  for (let run = 0; run < runs.length; run += 3) {
    const [x, y, length] = runs.subarray(run, run + 3) as unknown as [number, number, number]
    expect(length).toBeGreaterThan(0)
    expect(x).toBeGreaterThanOrEqual(inA)
    expect(y).toBeGreaterThanOrEqual(inB)
    expect(run === 0 || x > inA || y > inB).toBe(true)
    expect([...a.subarray(x, x + length)]).toEqual([...b.subarray(y, y + length)])
    ;[inA, inB, shared] = [x + length, y + length, shared + length]
  }
  expect(inA).toBeLessThanOrEqual(a.length)
  expect(inB).toBeLessThanOrEqual(b.length)
  return shared
}

test('the equal runs are a longest common subsequence', () => {
  fc.assert(
    fc.property(sequences, ({ first, second }) => {
      const { runs, shortest } = equalRuns(first, second)
      expect(shortest).toBe(true)
      expect(sharedIn(runs, first, second)).toBe(longestCommon(first, second))
    }),
    { numRuns: 500 },
  )
})

test('cut short after however few edits it is still right, and says so', () => {
  fc.assert(
    fc.property(sequences, fc.integer({ min: 1, max: 4 }), ({ first, second }, most) => {
      const { runs, shortest } = equalRuns(first, second, most)
      const shared = sharedIn(runs, first, second)
      if (shortest) expect(shared).toBe(longestCommon(first, second))
    }),
    { numRuns: 500 },
  )
})

test('two long sequences with nothing in common end', () => {
  const first = Int32Array.from({ length: 20_000 }, (_, at) => at)
  const second = Int32Array.from({ length: 20_000 }, (_, at) => -1 - at)
  expect(equalRuns(first, second)).toEqual({ runs: new Int32Array(), shortest: false })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  bitsetOf,
  complementInPlace,
  countOfBitset,
  intersectInPlace,
  numbersOfBitset,
  uniteInPlace,
} from '../../../src/main/engine/numerics/bitset.ts'
import { largestScores } from '../../../src/main/engine/numerics/largest-scores.ts'
import { nonzeroQuantile } from '../../../src/main/engine/numerics/nonzero-quantile.ts'
import { golden } from '../analysis/retrieve/golden.ts'

describe('nonzeroQuantile', () => {
  test("is numpy's of the values above 0", () => {
    for (const { size, quantile } of golden.quantiles) {
      const values = Float32Array.from({ length: size }, (_, at) => ((at + 1) % 3 === 0 ? 0 : (((at + 1) * 7919) % 10007) / 100))
      expect(nonzeroQuantile(values, 0.9)).toBeCloseTo(quantile, 6)
    }
    expect(nonzeroQuantile(new Float32Array(2000), 0.9)).toBeNaN()
    expect(nonzeroQuantile(new Float32Array(0), 0.9)).toBeNaN()
  })

  test('is the same by buckets and by sorting', () => {
    const value = fc.oneof(fc.float({ min: 0, noNaN: true, noDefaultInfinity: true }), fc.constantFrom(0, -0, -1, 1, 1.001))
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 30 }), fc.double({ min: 0, max: 1, noNaN: true }), (few, share) => {
        // Repeated: long enough for buckets.
        const many = Float32Array.from({ length: few.length * 1000 }, (_, at) => few[at % few.length]!)
        const sorted = many.filter((each) => each > 0).sort()
        const place = share * (sorted.length - 1)
        const below = sorted[Math.floor(place)]!
        const expected = below + (sorted[Math.ceil(place)]! - below) * (place - Math.floor(place))
        expect(nonzeroQuantile(many, share)).toEqual(sorted.length === 0 ? NaN : expected)
      }),
      { numRuns: 40 },
    )
  })
})

describe('largestScores', () => {
  test('is the head of the sorted list, equal scores by ordinal', () => {
    const lists = fc.array(fc.integer({ min: -1, max: 6 }), { maxLength: 300 })
    fc.assert(
      fc.property(lists, fc.integer({ min: 0, max: 40 }), fc.boolean(), (list, limit, reversed) => {
        const scores = Float32Array.from(list)
        const candidates = Uint32Array.from(list.keys()).filter((ordinal) => ordinal % 4 !== 1)
        if (reversed) candidates.reverse()
        const expected = [...candidates]
          .filter((ordinal) => scores[ordinal]! > 0)
          .sort((a, b) => scores[b]! - scores[a]! || a - b)
          .slice(0, limit)
        const found = largestScores(scores, candidates, limit)
        expect([...found.ordinals]).toEqual(expected)
        expect([...found.scores]).toEqual(expected.map((ordinal) => scores[ordinal]))
      }),
    )
  })
})

describe('bitsets', () => {
  test('are sets', () => {
    const numbers = fc.uniqueArray(fc.nat(99), { maxLength: 60 })
    fc.assert(
      fc.property(numbers, numbers, fc.integer({ min: 0, max: 100 }), (a, b, size) => {
        const setOf = (list: number[]) => bitsetOf(Uint32Array.from(list), size)
        const sorted = (keep: (number: number) => boolean) => Array.from({ length: size }, (_, number) => number).filter(keep)
        const both = setOf(a)
        intersectInPlace(both, setOf(b))
        expect([...numbersOfBitset(both)]).toEqual(sorted((number) => a.includes(number) && b.includes(number)))
        const either = setOf(a)
        uniteInPlace(either, setOf(b))
        expect([...numbersOfBitset(either)]).toEqual(sorted((number) => a.includes(number) || b.includes(number)))
        const others = setOf(a)
        complementInPlace(others)
        expect([...numbersOfBitset(others)]).toEqual(sorted((number) => !a.includes(number)))
        expect(countOfBitset(others)).toBe(size - a.filter((number) => number < size).length)
      }),
    )
  })
})

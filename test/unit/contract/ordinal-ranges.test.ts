import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inRanges, rangesOf, rangesPattern } from '../../../src/contract/ordinal-ranges.ts'

test('any set of ordinals comes back from its ranges', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(300)), (ordinals) => {
      const ranges = rangesOf(ordinals)
      expect(ranges).toMatch(rangesPattern)
      const within = inRanges(ranges, 301)
      expect([...within.keys()].filter((ordinal) => within[ordinal] === 1)).toEqual([...new Set(ordinals)].sort((a, b) => a - b))
    }),
  )
})

test('ranges are short, and what lies beyond the corpus is left out', () => {
  expect(rangesOf([3, 1, 2, 7, 9, 8, 20])).toBe('1-3,7-9,20')
  expect(rangesOf([])).toBe('')
  expect([...inRanges('2-900000000,5', 4)]).toEqual([0, 0, 1, 1])
  expect([...inRanges('', 2)]).toEqual([0, 0])
  for (const wrong of ['-1', '1-', '1,,2', 'a', '1-2-3', ' 1']) expect(wrong).not.toMatch(rangesPattern)
})

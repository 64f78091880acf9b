import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fittingCharacters, visibleExcerpt } from '../../../src/renderer/views/compare/visible-excerpt.ts'

test('an excerpt without marks, or with its strongest token near the start, begins where it begins', () => {
  const excerpt = 'one two three four five six seven eight nine ten'
  expect(visibleExcerpt({ excerpt, from: 7, marks: [] }, 10)).toEqual({ text: excerpt.slice(0, 14), from: 7 })
  expect(visibleExcerpt({ excerpt, from: 7, marks: [{ start: 11, end: 14, activation: 1 }] }, 10)).toMatchObject({ from: 7 })
})

test('a strongest token further on is brought into view, from the start of a word', () => {
  const excerpt = 'one two three four five six seven eight nine ten'
  const marks = [
    { start: 100, end: 103, activation: 1 },
    { start: 134, end: 139, activation: 3 },
  ]
  const { text, from } = visibleExcerpt({ excerpt, from: 100, marks }, 20)
  expect([text.slice(0, 14), from]).toEqual(['seven eight ni', 128])
})

test('the strongest token always lies in the part that fits, whole where it can', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, maxLength: 400, unit: fc.constantFrom('a', ' ', 'é', '😀', '\n') }),
      fc.nat(1000),
      fc.nat(390),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 20, max: 200 }),
      (excerpt, offset, at, length, fitting) => {
        const start = offset + Math.min(at, excerpt.length - 1)
        const end = Math.min(start + length, offset + excerpt.length)
        const { text, from } = visibleExcerpt({ excerpt, from: offset, marks: [{ start, end, activation: 1 }] }, fitting)
        expect(from).toBeLessThanOrEqual(start)
        expect(end).toBeLessThanOrEqual(from + Math.min(text.length, fitting))
        expect(excerpt.slice(from - offset)).toContain(text)
      },
    ),
  )
})

test('more width and more lines fit more', () => {
  expect(fittingCharacters(400, 3)).toBe(3 * 53)
  expect(fittingCharacters(0, 1)).toBe(20)
})

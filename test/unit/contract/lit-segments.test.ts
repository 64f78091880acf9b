import fc from 'fast-check'
import { expect, test } from 'vitest'
import { heatLevel, litSegments } from '../../../src/contract/lit-segments.ts'

test('an excerpt is cut at its marks, marks at its edges', () => {
  const marks = [
    { start: 8, end: 12, activation: 1 },
    { start: 14, end: 16, activation: 2 },
    { start: 18, end: 30, activation: 3 },
    { start: 40, end: 44, activation: 9 },
  ]
  expect(litSegments('0123456789', 10, marks)).toEqual([
    { text: '01', activation: 1 },
    { text: '23', activation: null },
    { text: '45', activation: 2 },
    { text: '67', activation: null },
    { text: '89', activation: 3 },
  ])
})

test('of two tokens of one character the stronger is shown', () => {
  const marks = [
    { start: 0, end: 2, activation: 1 },
    { start: 0, end: 2, activation: 4 },
  ]
  expect(litSegments('😀', 0, marks)).toEqual([{ text: '😀', activation: 4 }])
})

test('the pieces together are always the excerpt', () => {
  const mark = fc.record({ start: fc.nat(60), length: fc.nat(9), activation: fc.double({ min: 0.01, max: 9, noNaN: true }) })
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), fc.nat(20), fc.array(mark), (text, from, drawn) => {
      const marks = drawn
        .map(({ start, length, activation }) => ({ start, end: start + length, activation }))
        .sort((a, b) => a.start - b.start)
      expect(
        litSegments(text, from, marks)
          .map((segment) => segment.text)
          .join(''),
      ).toBe(text)
    }),
  )
})

test('heat goes in eight equal steps', () => {
  expect([0, 0.01, 1, 1.01, 7.99, 8, 20].map((activation) => heatLevel(activation, 8))).toEqual([0, 1, 1, 2, 8, 8, 8])
  expect([heatLevel(1, 0), heatLevel(Number.NaN, 1)]).toEqual([0, 0])
})

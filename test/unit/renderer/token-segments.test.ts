import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { firstAtLeast, lightsIn, textChunks, tokenAt, tokenSegments } from '../../../src/renderer/widgets/token-segments.ts'

/** Words with the space before them, as byte-level tokenizers cut. */
function tokensOf(text: string) {
  const spans = [...text.matchAll(/ ?\S+|\s/g)].map(({ index, 0: { length } }) => [index, index + length] as const)
  return { starts: Int32Array.from(spans, ([start]) => start), ends: Int32Array.from(spans, ([, end]) => end) }
}

const texts = fc
  .array(fc.constantFrom('word', ' ', '\n', '🙂', '言語', '\u202e', '\u0000', 'x'.repeat(30)), { minLength: 1, maxLength: 120 })
  .map((parts) => parts.join(''))

describe('textChunks', () => {
  test('cover the text without gaps, every token in one of them', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 200 }), (text, size) => {
        const { starts, ends } = tokensOf(text)
        const chunks = textChunks(text, starts, size)
        expect(chunks.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text)
        let next = 0
        for (const { start, end, firstToken, lastToken } of chunks) {
          expect(firstToken).toBe(next)
          next = lastToken
          for (let token = firstToken; token < lastToken; token++) {
            expect(starts[token]).toBeGreaterThanOrEqual(start)
            expect(ends[token]).toBeLessThanOrEqual(end)
          }
        }
        expect(next).toBe(starts.length)
      }),
    )
  })

  test('end at a line’s end where there is one, and halve no character of a text without tokens', () => {
    expect(textChunks('aaaa\nbbbb\ncccc', Int32Array.of(0, 5, 10), 2).map(({ end }) => end)).toEqual([5, 10, 14])
    const chunks = textChunks('🙂'.repeat(50), new Int32Array(), 7)
    expect(chunks.every(({ start }) => start % 2 === 0)).toBe(true)
  })
})

describe('tokenSegments', () => {
  test('stand for every character once; what is lit is cut out; hidden characters are signs', () => {
    fc.assert(
      fc.property(texts, fc.array(fc.nat(300), { maxLength: 20 }), (text, chosen) => {
        const { starts, ends } = tokensOf(text)
        const lit = [...new Set(chosen)].filter((token) => token < starts.length).sort((a, b) => a - b)
        const spans = lit.map((token) => ({ token, start: starts[token] ?? 0, end: ends[token] ?? 0 }))
        const segments = tokenSegments(text, { start: 0, end: text.length }, spans)
        expect(segments.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text)
        for (const { text: shown, start, end, sign } of segments) if (!sign) expect(shown).toBe(text.slice(start, end))
        expect(segments.some(({ text: shown }) => /[\u202e\u0000]/.test(shown))).toBe(false)
        expect([...new Set(segments.flatMap(({ token }) => (token === null ? [] : [token])))]).toEqual(lit)
      }),
    )
  })
})

describe('tokenAt', () => {
  test('finds the token under an offset, none between tokens', () => {
    const starts = Int32Array.of(0, 4, 9)
    const ends = Int32Array.of(3, 8, 12)
    expect([0, 2, 3, 4, 8, 9, 11, 12].map((offset) => tokenAt(starts, ends, offset))).toEqual([0, 0, null, 1, null, 2, 2, null])
    expect(tokenAt(new Int32Array(), new Int32Array(), 0)).toBeNull()
  })
})

test('firstAtLeast', () => {
  expect([0, 3, 4, 9, 10].map((value) => firstAtLeast(Int32Array.of(3, 5, 9), value))).toEqual([0, 0, 1, 2, 3])
})

test('lightsIn gives the lights of a range by token, in the order of places', () => {
  const lights = [
    { positions: Int32Array.of(1, 5, 9), activations: Float32Array.of(1, 2, 3) },
    { positions: Int32Array.of(5, 6), activations: Float32Array.of(4, 5) },
  ]
  expect([...lightsIn(lights, 2, 9)]).toEqual([
    [
      5,
      [
        { slot: 0, activation: 2 },
        { slot: 1, activation: 4 },
      ],
    ],
    [6, [{ slot: 1, activation: 5 }]],
  ])
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DocumentReading } from '../../../src/main/engine/labels/evidence/evidence-source.ts'
import { passageAround, passageKey } from '../../../src/main/engine/labels/evidence/passage.ts'

/** A document with tokens of the given lengths in UTF-16 units; the last one takes what is left. */
function readingOf(text: string, lengths: readonly number[], active: readonly number[] = []): DocumentReading {
  const ends: number[] = []
  for (const length of lengths) ends.push(Math.min(text.length, (ends.at(-1) ?? 0) + length))
  if ((ends.at(-1) ?? 0) < text.length) ends.push(text.length)
  return {
    text,
    tokenIds: ends.map((_, at) => at),
    starts: Int32Array.from([0, ...ends.slice(0, -1)]),
    ends: Int32Array.from(ends),
    activations: Float32Array.from(ends, (_, at) => (active.includes(at) ? 1 : 0)),
  }
}

const of = { kind: 'random', document: 0 } as const

describe('passageAround', () => {
  test('ends at the borders of words', () => {
    const reading = readingOf('We talked about unbelievable things yesterday', [2, 7, 6, 6, 3, 4, 7])
    expect(passageAround(reading, 4, { before: 0, after: 0 }, 0, of).text).toBe('unbelievable')
    expect(passageAround(reading, 2, { before: 1, after: 1 }, 0, of).text).toBe(' talked about unbelievable')
  })

  test('parts neither characters nor their marks, and gives up on words that do not end', () => {
    const emoji = readingOf('ab \u{1f600} cd', [3, 1, 1, 3])
    expect(passageAround(emoji, 1, { before: 0, after: 0 }, 0, of).text).toBe('\u{1f600}')
    const accent = readingOf('e\u0301e', [1, 2])
    expect(passageAround(accent, 0, { before: 0, after: 0 }, 0, of).text).toBe('e\u0301e')
    const endless = readingOf('a'.repeat(200), [100, 10, 90])
    expect(passageAround(endless, 1, { before: 0, after: 0 }, 0, of).text).toHaveLength(10)
  })

  test('shows a well-formed stretch of the text whose tokens lie in it, whatever the tokens', () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }),
        lengths,
        fc.nat(),
        fc.nat(9),
        fc.nat(9),
        (text, sizes, pick, before, after) => {
          const reading = readingOf(text, sizes, [1, 3])
          const at = pick % reading.starts.length
          const passage = passageAround(reading, at, { before, after }, 0, of)
          expect(text.slice(passage.from, passage.from + passage.text.length)).toBe(passage.text)
          expect(passage.text.isWellFormed()).toBe(true)
          expect(passage.from).toBeLessThanOrEqual(reading.starts[at]!)
          expect(passage.from + passage.text.length).toBeGreaterThanOrEqual(reading.ends[at]!)
          for (const end of passage.ends) expect(end).toBeLessThanOrEqual(passage.text.length)
          for (const start of passage.starts) expect(start).toBeGreaterThanOrEqual(0)
          // Every token that reaches into the passage is there.
          const inside = [...reading.starts.keys()].filter(
            (token) => reading.ends[token]! > passage.from && reading.starts[token]! < passage.from + passage.text.length,
          )
          expect(passage.starts.length).toBeGreaterThanOrEqual(inside.length)
        },
      ),
    )
  })
})

test('passageKey goes by the words', () => {
  expect(passageKey('Order no. 12, now!')).toBe(passageKey('order no 7 now'))
  expect(passageKey('order now')).not.toBe(passageKey('now order'))
  expect(passageKey('!!')).not.toBe(passageKey('??'))
})

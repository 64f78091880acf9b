import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Quote } from '../../../src/contract/analyses.ts'
import { markedSegments } from '../../../src/renderer/widgets/marked-segments.ts'
import { hitSpans } from '../../../src/renderer/views/search/hit-spans.ts'
import { pairQuotes } from '../../../src/renderer/views/correlations/pair-quote.ts'

const span = (start: number, end: number, slot: number) => ({ start, end, slot, title: `s${slot}` })
const shown = (segments: ReturnType<typeof markedSegments>) =>
  segments.map(({ text, spans }) => [text, spans.map(({ slot }) => slot)])

test('an excerpt is cut where spans begin and end; overlaps have both', () => {
  expect(shown(markedSegments('one two three', 100, [span(100, 107, 0), span(104, 113, 1)]))).toEqual([
    ['one ', [0]],
    ['two', [0, 1]],
    [' three', [1]],
  ])
  expect(shown(markedSegments('a bc', 0, [span(1, 4, 2)]))).toEqual([
    ['a ', []],
    ['bc', [2]],
  ])
  expect(shown(markedSegments('text', 50, [span(0, 20, 0), span(60, 70, 1)]))).toEqual([['text', []]])
})

test('whatever is marked, the text stays whole', () => {
  const spans = fc.array(fc.tuple(fc.integer({ min: -5, max: 40 }), fc.integer({ min: -5, max: 40 }), fc.nat(3)))
  fc.assert(
    fc.property(fc.string({ maxLength: 30 }), fc.nat(10), spans, (text, from, marked) => {
      const segments = markedSegments(
        text,
        from,
        marked.map(([start, end, slot]) => span(start, end, slot)),
      )
      expect(segments.map((segment) => segment.text).join('')).toBe(text)
    }),
  )
})

const quote = (text: string, from: number, start: number, channel = 'text'): Quote => ({
  corpus: 'c',
  document: 'd',
  ordinal: 0,
  channel,
  text,
  from,
  start,
  end: start + 1,
  activation: 1,
  marks: [{ start, end: start + 1, activation: 1 }],
})

test('a pair is shown in one excerpt where its two touch, else in two', () => {
  const names = ['a', 'b'] as const
  const [joined, none] = pairQuotes(quote('abcdef', 10, 11), quote('efgh', 14, 16), names)
  expect(none).toBe(undefined)
  expect([joined?.text, joined?.from, joined?.spans.map(({ slot, start }) => [slot, start])]).toEqual([
    'abcdefgh',
    10,
    [
      [0, 11],
      [1, 16],
    ],
  ])
  expect(pairQuotes(quote('efgh', 14, 16), quote('abcdef', 10, 11), names)[0]?.text).toBe('abcdefgh')
  expect(pairQuotes(quote('abc', 10, 11), quote('xyz', 40, 41), names)).toHaveLength(2)
  expect(pairQuotes(quote('abc', 0, 1, 'prompt'), quote('abc', 0, 1, 'response'), names)).toHaveLength(2)
  expect(pairQuotes(quote('abc', 0, 1), null, names)).toHaveLength(1)
})

test('a hit marks its strongest latents in places of their own and the words found', () => {
  const why = [1, 2, 3, 4, 5].map((latent) => ({ latent, label: null, activation: 1, share: 0.2, start: latent, end: latent + 1 }))
  const spans = hitSpans({ why, words: [{ word: 'x', start: 9, end: 10 }] })
  expect(spans.map(({ slot }) => slot)).toEqual([0, 1, 2, 3, -1])
})

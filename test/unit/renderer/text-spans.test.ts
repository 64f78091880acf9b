import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lightsOn, placesOf, withPinned, withToggled } from '../../../src/renderer/client/lit-latents.ts'
import { noPins } from '../../../src/renderer/client/view.ts'
import { findInText } from '../../../src/renderer/widgets/find-in-text.ts'
import { textParts } from '../../../src/renderer/widgets/text-spans.ts'

test('a stretch is cut where spans begin and end; nothing is lost or doubled', () => {
  const bounds = fc
    .uniqueArray(fc.integer({ min: 0, max: 50 }), { maxLength: 12 })
    .map((list) => Int32Array.from(list.sort((a, b) => a - b).slice(0, 2 * Math.floor(list.length / 2))))
  fc.assert(
    fc.property(bounds, fc.integer({ min: 0, max: 25 }), fc.integer({ min: 26, max: 50 }), (spans, start, end) => {
      const parts = textParts(start, end, { kind: 'added', bounds: spans })
      expect(parts.map((part) => part.start)).toEqual([start, ...parts.slice(0, -1).map((part) => part.end)])
      expect(parts.at(-1)?.end).toBe(end)
      for (let at = start; at < end; at++) {
        const inside = spans.some((from, index) => index % 2 === 0 && from <= at && at < (spans[index + 1] ?? 0))
        expect(parts.find((part) => part.start <= at && at < part.end)?.kind).toBe(inside ? 'added' : null)
      }
    }),
  )
  expect(textParts(0, 9, { kind: 'found', bounds: Int32Array.of(1, 2, 4, 6), here: 1 }).map(({ kind }) => kind)).toEqual([
    null,
    'found',
    null,
    'found-here',
    null,
  ])
})

test('words are found letter by letter, whatever their case, over white space', () => {
  const found = (text: string, typed: string) => {
    const bounds = findInText(text, typed)
    return Array.from({ length: bounds.length / 2 }, (_, at) => text.slice(bounds[at * 2], bounds[at * 2 + 1]))
  }
  expect(found('The cat and the\n  Cat.', 'the cat')).toEqual(['The cat', 'the\n  Cat'])
  expect(found('a.c abc (x', '.')).toEqual(['.'])
  expect(found('a.c abc (x', '(x')).toEqual(['(x'])
  expect(found('שלום עולם', 'עולם')).toEqual(['עולם'])
  expect(found('anything', '  ')).toEqual([])
})

test('the chosen latent is lit in the first place, pinned ones in theirs, until they are switched off', () => {
  const start = { latent: 7, pinned: noPins, dimmed: [] }
  expect(placesOf(start)).toEqual([7, null, null, null])
  const kept = { ...start, ...withPinned(start, 7) }
  expect(placesOf(kept)).toEqual([null, 7, null, null])
  const other = { ...kept, latent: 9 }
  expect(placesOf(other)).toEqual([9, 7, null, null])
  const off = { ...other, ...withToggled(other, 9) }
  expect([placesOf(off), lightsOn(off)]).toEqual([
    [9, 7, null, null],
    [null, 7, null, null],
  ])
  expect(lightsOn({ ...off, ...withToggled(off, 9) })).toEqual([9, 7, null, null])
  const full = [1, 2, 3].reduce<Parameters<typeof withToggled>[0]>(
    (view, latent) => ({ ...view, ...withToggled(view, latent) }),
    other,
  )
  expect(placesOf(full)).toEqual([9, 7, 1, 3])
  expect(placesOf({ ...full, ...withToggled(full, 1) })).toEqual([9, 7, null, 3])
  expect(withToggled({ ...start, latent: null }, 5)).toEqual({ latent: 5, dimmed: [] })
})

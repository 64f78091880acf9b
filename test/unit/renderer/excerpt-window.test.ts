import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contexts, excerptWindow } from '../../../src/renderer/views/latent/excerpt-window.ts'

const text = 'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen'
const at = (word: string) => ({ start: text.indexOf(word), end: text.indexOf(word) + word.length })

function shown(word: string, context: 'stacked' | 'snippet' | 'full', from = 1000) {
  const { start, end } = at(word)
  const window = excerptWindow({ text, from, start: start + from, end: end + from }, context)
  return text.slice(window.from - from, window.to - from)
}

describe('excerptWindow', () => {
  test('takes some words on either side, whole ones', () => {
    expect(shown('nine', 'stacked')).toBe('six seven eight nine ten eleven twelve')
    expect(shown('nine', 'snippet')).toBe(
      'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen',
    )
    expect(shown('one', 'stacked')).toBe('one two three four')
    expect(shown('seventeen', 'stacked')).toBe('fourteen fifteen sixteen seventeen')
    expect(shown('nine', 'full')).toBe(text)
  })

  test('text without spaces is cut between characters', () => {
    const long = '言'.repeat(300)
    const window = excerptWindow({ text: long, from: 0, start: 150, end: 151 }, 'stacked')
    expect(window).toEqual({ from: 150 - 36, to: 151 + 36 })
  })

  test('holds the token, lies in the excerpt, and halves no character', () => {
    const unit = fc.constantFrom('a', ' ', '🙂', '\n', 'é', '言', '.')
    fc.assert(
      fc.property(
        fc.array(unit, { minLength: 1, maxLength: 200 }),
        fc.nat(),
        fc.nat(4),
        fc.constantFrom(...contexts),
        fc.nat(500),
        (units, first, length, context, from) => {
          const begin = first % units.length
          const excerpt = units.join('')
          const start = units.slice(0, begin).join('').length
          const end = units.slice(0, begin + length + 1).join('').length
          const window = excerptWindow({ text: excerpt, from, start: start + from, end: end + from }, context)
          expect(window.from).toBeLessThanOrEqual(start + from)
          expect(window.to).toBeGreaterThanOrEqual(end + from)
          expect(window.from).toBeGreaterThanOrEqual(from)
          expect(window.to).toBeLessThanOrEqual(from + excerpt.length)
          expect(excerpt.slice(window.from - from, window.to - from).isWellFormed()).toBe(true)
        },
      ),
    )
  })
})

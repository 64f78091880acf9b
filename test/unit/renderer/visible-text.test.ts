import fc from 'fast-check'
import { expect, test } from 'vitest'
import { visibleParts, visibleText } from '../../../src/renderer/widgets/visible-text.ts'

test('terminal, direction and zero-width characters are shown by name', () => {
  expect(visibleText('a\u001b[31mred')).toBe('aESC[31mred')
  expect(visibleText('user\u202egnp.exe\u2066\u200b\ufeff')).toBe('userRLOgnp.exeLRIZWSPBOM')
  expect(visibleText('x\u0000\u0085\u00ad\u{e0041}\ud83d')).toBe('xNULNELSHYU+E0041U+D83D')
})

test('what scripts and emoji need stays', () => {
  for (const text of ['👩‍👩‍👧 👍🏽 🏳️‍🌈', 'می‌خواهم', 'क्‍ष', 'naïve e\u0301', '日本語 한국어 עברית']) expect(visibleText(text)).toBe(text)
  expect(visibleText('\u200da')).toBe('ZWJa')
})

test('a joiner that begins a piece of text goes by the character before it', () => {
  expect(visibleParts('\u200d👩', 'keep', 'and 👩')).toEqual([{ text: '\u200d👩', control: false }])
  expect(visibleParts('\u200c\u202e', 'keep', 'می')).toEqual([
    { text: '\u200c', control: false },
    { text: 'RLO', control: true },
  ])
  for (const before of ['', ' ', '1', '\u200b', '\ud83d'])
    expect(visibleParts('\u200da', 'keep', before)[0]).toEqual({ text: 'ZWJ', control: true })
  expect(visibleParts('\n', 'mark', 'a\r')).toEqual([{ text: '⏎', control: true }])
})

test('line breaks are kept or marked', () => {
  expect(visibleParts('a\r\nb\tc', 'keep')).toEqual([{ text: 'a\r\nb\tc', control: false }])
  expect(visibleText('a\r\nb\n\tc')).toBe('a⏎b⏎⇥c')
})

test('visible text stays as it is and nothing hidden is left, whatever comes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const parts = visibleParts(text, 'mark')
      for (const part of parts) expect(part.text).not.toMatch(/[\p{Cc}\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u)
      const kept = parts.filter(({ control }) => !control).map((part) => part.text)
      let from = 0
      for (const each of kept) {
        const at = text.indexOf(each, from)
        expect(at).toBeGreaterThanOrEqual(from)
        from = at + each.length
      }
    }),
  )
})

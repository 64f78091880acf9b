import { expect, test } from 'vitest'
import { markedPhrase } from '../../../src/renderer/widgets/marked-phrase.ts'

const spansOf = (phrase: string) => {
  const { text, spans } = markedPhrase(phrase)
  return { text, marked: spans.map(({ start, end }) => text.slice(start, end)) }
}

test('a phrase is shown without its signs, and what they held is marked', () => {
  expect(spansOf('un<<believ>>able, <<but>> true')).toEqual({ text: 'unbelievable, but true', marked: ['believ', 'but'] })
})

test('signs that do not close are text', () => {
  expect(spansOf('a >> b << c')).toEqual({ text: 'a >> b << c', marked: [] })
})

test('a phrase without signs is whole', () => {
  expect(spansOf('⏎⏎no mark')).toEqual({ text: '⏎⏎no mark', marked: [] })
})

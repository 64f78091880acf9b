import { expect, test } from 'vitest'
import { matching } from '../../../src/main/engine/operations/label-pattern.ts'

test('a pattern finds labels in either case', () => {
  expect(matching('^the (words?|article)', ['The word "so"', 'the article "a"', 'other words'])).toEqual([true, true, false])
})

test('what is no pattern, or takes too long, is refused in a sentence', () => {
  expect(() => matching('(', ['x'])).toThrow('( is no regular expression: /(/iu: Unterminated group.')
  expect(() => matching('(a+)+$', [`${'a'.repeat(60)}!`])).toThrow('takes too long on these labels')
})

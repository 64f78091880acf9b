import { expect, test } from 'vitest'
import { Failure } from '../../../src/contract/failure.ts'
import { translatePattern } from '../../../src/main/engine/reader/patterns/translate-pattern.ts'

const endless = ['(a+)+', '(a|a)*b', '(?:a?){30}a', '((a{100}){100}){100}', 'a*a*a*b', '(?:a|ab){2,9}']
const unknown =
  '(a)\\1 ^a a$ \\bword [[:alpha:]] \\X \\p{Nope} a{2}+ a** (?=a)* (?#note)a (?i)a (?i:straße) (?i:first) (?i:\\x73)'.split(' ')
const damaged = ['[', '[]', '[a-', '[\\s-z]', '(a', 'a)', '*a', 'a\\', 'a'.repeat(6_000)]

test.for([...endless, ...unknown, ...damaged])('%s is refused, with the pattern named', (pattern) => {
  expect(() => translatePattern(pattern)).toThrow(Failure)
  expect(() => translatePattern(pattern)).toThrow(/regular expression/)
})

test.for<[string, string, string[]]>([
  ["(?i:'s|'K)|\\p{L}+", "a'ſ'\u212A\u0345b", ['a', "'ſ", "'\u212A", 'b']],
  ['(?>a?+b|a)c|a++|.', 'aacabc', ['aa', 'c', 'abc']],
  ['[^a-c\\s&&[^x]]+|[\\]\\-]', 'dxe-] a', ['dxe-]']],
  ['\\d(?=(?:\\d{3})*(?:\\D|x))', '12345 ', ['2', '5']],
  ['\\x41\\u0042\\x{1f98a}', 'AB🦊', ['AB🦊']],
])('%s matches as Oniguruma does', ([pattern, text, matches]) => {
  expect(text.match(translatePattern(pattern))).toEqual(matches)
})

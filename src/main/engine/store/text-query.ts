import { Failure } from '../../../contract/failure.ts'

/** What a person's search words ask for: all of it must be in one text. */
export type TextQuery = {
  /** for FTS5's MATCH; null when nothing is left to the index */
  readonly match: string | null
  /** what must be in the text as it stands, letter case of ASCII aside */
  readonly substrings: readonly string[]
}

const mostWords = 64
const longestQuery = 2000

/** Scripts written without spaces, of which the index knows no words. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const indexed = /[\p{L}\p{N}\p{Co}]/u

/**
 * Reads search words as a person types them; null when there are none.
 *
 * Words must all occur, in any order, whatever their case and diacritics; `word*` is a beginning; what stands in quotes (the last may be open) is
 * looked for letter by letter, and so is what the index has no words for (signs, emoji, scripts without spaces).
 * Nothing in it is taken as FTS5's own syntax. Throws a Failure 'bad-input' when it is too long.
 */
export function textQuery(typed: string): TextQuery | null {
  if (typed.length > longestQuery) throw tooLong(`${longestQuery} characters`)
  const text = typed.replaceAll('\0', '')
  const parts = [...text.matchAll(/["“”]([^"“”]*)(?:["“”]|$)|([^\s"“”]+)/g)]
  if (parts.length > mostWords) throw tooLong(`${mostWords} words`)
  const words: string[] = []
  const substrings: string[] = []
  for (const [, quoted, word] of parts) {
    if (word === undefined) substrings.push(quoted ?? '')
    else if (unspaced.test(word) || !indexed.test(word)) substrings.push(word)
    else words.push(`"${word.replace(/\*+$/, '')}"${word.endsWith('*') ? '*' : ''}`)
  }
  const meant = substrings.filter((substring) => substring !== '')
  return words.length + meant.length === 0 ? null : { match: words.length === 0 ? null : words.join(' '), substrings: meant }
}

function tooLong(limit: string): Failure {
  return new Failure('bad-input', `A search holds at most ${limit}.`, 'Leave some words out.')
}

import { termSpans } from '../analysis/retrieve/term-spans.ts'
import { eachWord } from '../analysis/retrieve/words.ts'
import { textQuery } from '../store/text-query.ts'

type Span = { readonly start: number; readonly end: number }

/** Stretches given at most: of a text that is full of a word the first ones tell enough. */
const most = 200

/** Where the words of a filter (see `textQuery`) stand in a text, in order; in UTF-16 units. */
export function foundWords(text: string, typed: string): readonly Span[] {
  const query = textQuery(typed)
  if (query === null) return []
  const terms: string[] = []
  eachWord(typed.replace(/["“”][^"“”]*(?:["“”]|$)/g, ' '), (units, length) => {
    terms.push(String.fromCharCode(...units.subarray(0, length)))
  })
  const spans: Span[] = termSpans(text, terms, most).map(({ start, end }) => ({ start, end }))
  for (const substring of query.substrings) {
    const pattern = new RegExp(substring.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), 'gi')
    for (let found = pattern.exec(text); found !== null && spans.length < 2 * most; found = pattern.exec(text))
      spans.push({ start: found.index, end: found.index + found[0].length })
  }
  return spans.sort((a, b) => a.start - b.start || b.end - a.end).slice(0, most)
}

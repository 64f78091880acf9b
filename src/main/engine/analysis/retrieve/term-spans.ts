import { eachWord } from './words.ts'

/** A word of the query where it stands in a text, in UTF-16 units. */
export type TermSpan = { readonly term: string; readonly start: number; readonly end: number }

/** Where the words of a query (as `searchText` gives them) stand in a text, from its beginning; at most `limit`. */
export function termSpans(text: string, terms: readonly string[], limit = 1000): TermSpan[] {
  const wanted = new Set(terms)
  const lengths = new Set(terms.map((term) => term.length))
  const spans: TermSpan[] = []
  eachWord(text, (units, length, _hash, start, end) => {
    if (spans.length >= limit || !lengths.has(length)) return
    const term = String.fromCharCode(...units.subarray(0, length))
    if (wanted.has(term)) spans.push({ term, start, end })
  })
  return spans
}

import type { Quote } from '../../../contract/analyses.ts'
import type { Span } from '../../widgets/marked-segments.ts'

/** A stretch of one channel of a document with what is marked in it: place 0 for A, 1 for B. */
export type PairQuote = {
  readonly corpus: string
  readonly document: string
  readonly ordinal: number
  readonly channel: string
  readonly text: string
  readonly from: number
  readonly spans: readonly Span[]
}

/**
 * The excerpts that show a pair in a document: one where both stand in the same stretch of the same text, else one for each.
 *
 * @param names what A and B are called
 */
export function pairQuotes(a: Quote, b: Quote | null, names: readonly [string, string]): readonly PairQuote[] {
  const first = quoted(a, 0, names[0])
  if (b === null) return [first]
  const second = quoted(b, 1, names[1])
  const joined = a.channel === b.channel ? union(first, second) : null
  return joined === null ? [first, second] : [joined]
}

function quoted(quote: Quote, slot: number, name: string): PairQuote {
  const { corpus, document, ordinal, channel, text, from, marks, start, end } = quote
  const lit = marks.length > 0 ? marks : start === null || end === null ? [] : [{ start, end }]
  return {
    corpus,
    document,
    ordinal,
    channel,
    text,
    from,
    spans: lit.map((mark) => ({ start: mark.start, end: mark.end, slot, title: name })),
  }
}

/** Two excerpts of one text as one; null where there is a gap between them. */
function union(a: PairQuote, b: PairQuote): PairQuote | null {
  const [left, right] = a.from <= b.from ? [a, b] : [b, a]
  const reach = left.from + left.text.length
  if (right.from > reach) return null
  const rest = right.text.slice(Math.max(0, reach - right.from))
  return { ...left, text: left.text + rest, spans: [...a.spans, ...b.spans] }
}

import type { Span } from './marked-segments.ts'

/** A phrase that came with a label, without its `<<` and `>>`, and what stood in them. */
export function markedPhrase(phrase: string): { readonly text: string; readonly spans: readonly Span[] } {
  let text = ''
  let end = 0
  const spans: Span[] = []
  for (const { 0: found, 1: inside = '', index } of phrase.matchAll(/<<(.*?)>>/gs)) {
    text += phrase.slice(end, index)
    spans.push({ start: text.length, end: text.length + inside.length, slot: -1, title: 'The latent is strong here' })
    text += inside
    end = index + found.length
  }
  return { text: text + phrase.slice(end), spans }
}

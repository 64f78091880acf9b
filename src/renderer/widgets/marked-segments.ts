/** A stretch of a document that something is about: character offsets of the whole text, in UTF-16 units, the end excluded. */
export type Span = {
  readonly start: number
  readonly end: number
  /** Whose stretch it is: a place of `light-styles`, or -1 for a word that was found. */
  readonly slot: number
  readonly title: string
  /** Of a latent on a token: its activation, and the step of the heat scale, 1..8. */
  readonly activation?: number
  readonly heat?: number
}

/** A piece of an excerpt, and the spans that cover all of it. */
export type MarkedSegment = { readonly text: string; readonly spans: readonly Span[] }

/**
 * Cuts an excerpt wherever a span begins or ends.
 *
 * @param from offset of the excerpt in its document. Spans may overlap and come in any order; what lies outside the excerpt is left out.
 * White space at the start of a span stays unmarked: tokens often begin with their space.
 */
export function markedSegments(text: string, from: number, spans: readonly Span[]): readonly MarkedSegment[] {
  const inside = spans
    .map((span) => ({ span, start: Math.max(0, span.start - from), end: Math.min(text.length, span.end - from) }))
    .map(({ span, start, end }) => ({ span, start: afterSpace(text, start, end), end }))
    .filter(({ start, end }) => end > start)
  const cuts = [...new Set([0, text.length, ...inside.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b)
  return cuts.slice(0, -1).map((start, index) => {
    const end = cuts[index + 1] ?? text.length
    return {
      text: text.slice(start, end),
      spans: inside.filter((each) => each.start <= start && each.end >= end).map(({ span }) => span),
    }
  })
}

function afterSpace(text: string, start: number, end: number): number {
  const space = /^\s+(?=\S)/.exec(text.slice(start, end))
  return start + (space?.[0].length ?? 0)
}

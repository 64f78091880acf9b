import type { Mark } from './documents.ts'

/** A piece of an excerpt: plain (activation null), or one token with its activation. */
export type LitSegment = { readonly text: string; readonly activation: number | null }

/**
 * Cuts an excerpt at its marks.
 *
 * @param from offset of the excerpt in the document; marks have document offsets, in UTF-16 units, sorted by start. Where marks overlap
 * (two tokens of one character) the higher activation is shown. White space that begins a token of something more stays plain.
 */
export function litSegments(text: string, from: number, marks: readonly Mark[]): readonly LitSegment[] {
  const segments: LitSegment[] = []
  let cursor = 0
  for (const mark of marks) {
    const end = Math.min(mark.end - from, text.length)
    const start = afterSpace(text, Math.max(mark.start - from, cursor), end)
    if (end <= start) {
      const last = segments.at(-1)
      const overlaps =
        mark.start - from < cursor && mark.end > from && last !== undefined && (last.activation ?? Infinity) < mark.activation
      if (overlaps) segments[segments.length - 1] = { text: last.text, activation: mark.activation }
      continue
    }
    if (start > cursor) segments.push({ text: text.slice(cursor, start), activation: null })
    segments.push({ text: text.slice(start, end), activation: mark.activation })
    cursor = end
  }
  if (cursor < text.length) segments.push({ text: text.slice(cursor), activation: null })
  return segments
}

function afterSpace(text: string, start: number, end: number): number {
  const space = /^\s+(?=\S)/.exec(text.slice(start, end))
  return start + (space?.[0].length ?? 0)
}

/** The step of the heat scale, 1..8 in equal shares of the maximum; 0 where there is nothing to show. */
export function heatLevel(activation: number, maximum: number): number {
  if (!(activation > 0) || !(maximum > 0)) return 0
  return Math.min(8, Math.max(1, Math.ceil((8 * activation) / maximum)))
}

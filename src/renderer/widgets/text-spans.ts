import { firstAtLeast } from './token-segments.ts'

/** What stretches of a text are marked as, beside its lights. */
export type SpanKind = 'removed' | 'added' | 'found' | 'found-here'
/** From and to of each stretch, ascending and apart, in UTF-16 units, [stretches * 2]; and which one is looked at. */
export type TextSpans = { readonly kind: 'removed' | 'added' | 'found'; readonly bounds: Int32Array; readonly here?: number | null }
type TextPart = { readonly start: number; readonly end: number; readonly kind: SpanKind | null }

/** A stretch of the text cut where spans begin and end. */
export function textParts(start: number, end: number, spans: TextSpans | null): readonly TextPart[] {
  if (spans === null || spans.bounds.length === 0) return [{ start, end, kind: null }]
  const { bounds, kind, here } = spans
  const parts: TextPart[] = []
  let cursor = start
  // The first stretch that ends after the start.
  for (let at = firstAtLeast(bounds, start) >> 1; at * 2 < bounds.length; at++) {
    const from = Math.max(bounds[at * 2] ?? 0, cursor)
    const to = Math.min(bounds[at * 2 + 1] ?? 0, end)
    if (from >= end) break
    if (to <= from) continue
    if (from > cursor) parts.push({ start: cursor, end: from, kind: null })
    parts.push({ start: from, end: to, kind: kind === 'found' && at === here ? 'found-here' : kind })
    cursor = to
  }
  if (cursor < end) parts.push({ start: cursor, end, kind: null })
  return parts
}

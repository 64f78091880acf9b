/** Documents by their ordinals, counted from 0, as ranges in ascending order: `0-14,17,20-31`. */
export function rangesOf(ordinals: Iterable<number>): string {
  const sorted = [...new Set(ordinals)].sort((a, b) => a - b)
  const parts: string[] = []
  for (let from = 0, end = 0; from < sorted.length; from = end) {
    end = from + 1
    while (end < sorted.length && sorted[end]! === sorted[end - 1]! + 1) end++
    parts.push(end - from === 1 ? `${sorted[from]!}` : `${sorted[from]!}-${sorted[end - 1]!}`)
  }
  return parts.join(',')
}

/** 1 where an ordinal is within the ranges, [documents]; what lies beyond is left out. */
export function inRanges(ranges: string, documents: number): Uint8Array {
  const within = new Uint8Array(documents)
  for (const part of ranges.split(',')) {
    const [from, to = from] = part.split('-').map(Number)
    if (part !== '' && from !== undefined && to !== undefined)
      within.fill(1, Math.min(from, documents), Math.min(to + 1, documents))
  }
  return within
}

/** How ranges are written; the empty text is none. */
export const rangesPattern = /^(\d{1,9}(-\d{1,9})?(,\d{1,9}(-\d{1,9})?)*)?$/

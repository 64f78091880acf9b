/** A text that wants to stand by a point, in pixels. */
export type WantedLabel = {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** How far from the point the text begins: the radius of its mark. */
  readonly gap: number
}
export type PlacedLabel = { readonly label: number; readonly left: number; readonly top: number; readonly anchor: Anchor }
export type Anchor = 'start' | 'middle' | 'end'
export type Box = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }

/** Free space around every text, in pixels. */
const margin = 2

/**
 * Places for texts, the most important first, so that none overlaps another, an obstacle, or the edge; what finds no place is left out.
 * Each tries right, left, above and below its point. The n-th is never moved or left out because of a later one. O(n · placed).
 */
export function placeLabels(
  wanted: readonly WantedLabel[],
  size: readonly [width: number, height: number],
  obstacles: readonly Box[] = [],
  most = Infinity,
): readonly PlacedLabel[] {
  const taken: Box[] = [...obstacles]
  const placed: PlacedLabel[] = []
  for (let label = 0; label < wanted.length && placed.length < most; label++) {
    const found = positionsOf(wanted[label]!).find(({ box }) => isWithin(box, size) && !taken.some((other) => overlap(box, other)))
    if (found === undefined) continue
    taken.push({
      left: found.box.left - margin,
      top: found.box.top - margin,
      right: found.box.right + margin,
      bottom: found.box.bottom + margin,
    })
    placed.push({ label, left: found.box.left, top: found.box.top, anchor: found.anchor })
  }
  return placed
}

function positionsOf({ x, y, width, height, gap }: WantedLabel): readonly { readonly box: Box; readonly anchor: Anchor }[] {
  const at = (left: number, top: number, anchor: Anchor) => ({
    box: { left, top, right: left + width, bottom: top + height },
    anchor,
  })
  return [
    at(x + gap, y - height / 2, 'start'),
    at(x - gap - width, y - height / 2, 'end'),
    at(x - width / 2, y - gap - height, 'middle'),
    at(x - width / 2, y + gap, 'middle'),
  ]
}

const isWithin = ({ left, top, right, bottom }: Box, [width, height]: readonly [number, number]) =>
  left >= 0 && top >= 0 && right <= width && bottom <= height

export const overlap = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

/**
 * Places on one axis near those wanted, in the same order, at least `gap` apart and between `least` and `most`: the least squares of what
 * they are moved (pool adjacent violators). Where they do not all fit, they stand evenly.
 */
export function spreadPlaces(wanted: readonly number[], gap: number, least: number, most: number): readonly number[] {
  const count = wanted.length
  if (count === 0) return []
  const step = Math.min(gap, (most - least) / Math.max(1, count - 1))
  const order = [...wanted.keys()].sort((a, b) => wanted[a]! - wanted[b]! || a - b)
  // With step · rank taken away the places need only be non-decreasing, within [least, most - step · (count - 1)].
  const blocks: { sum: number; size: number }[] = []
  order.forEach((index, rank) => {
    blocks.push({ sum: wanted[index]! - step * rank, size: 1 })
    for (;;) {
      const [before, last] = [blocks.at(-2), blocks.at(-1)!]
      if (before === undefined || before.sum / before.size <= last.sum / last.size) return
      blocks.splice(-2, 2, { sum: before.sum + last.sum, size: before.size + last.size })
    }
  })
  const places = new Array<number>(count)
  const highest = Math.max(least, most - step * (count - 1))
  let rank = 0
  for (const { sum, size } of blocks) {
    const place = Math.min(highest, Math.max(least, sum / size))
    for (let at = 0; at < size; at++, rank++) places[order[rank]!] = place + step * rank
  }
  return places
}

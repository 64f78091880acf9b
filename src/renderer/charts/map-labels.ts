import { type Box, type PlacedLabel, placeLabels } from './label-placement.ts'
import type { PointView } from './points/point-view.ts'
import { chartFont, shortened, textWidth } from './text-width.ts'

/** Places of points in pixels of the whole view, [points] each. */
type Places = { readonly x: Float32Array; readonly y: Float32Array }

const longest = 34
const line = 13

/** Points in sight that matter most, the first ones first: candidates for names. @param rank [points], the more the sooner; below 0 never */
export function pointsInSight(
  { x, y }: Places,
  view: PointView,
  [width, height]: readonly [number, number],
  rank: Float32Array,
  most: number,
): readonly number[] {
  const found: number[] = []
  for (let point = 0; point < x.length; point++) {
    const [left, top] = [view.k * x[point]! + view.x, view.k * y[point]! + view.y]
    if (rank[point]! >= 0 && left >= 0 && top >= 0 && left <= width && top <= height) found.push(point)
  }
  return found.sort((a, b) => rank[b]! - rank[a]! || a - b).slice(0, most)
}

type MapLabel = { readonly point: number; readonly text: string; readonly left: number; readonly top: number }

/** Names beside their points as far as they find room, none over another or an obstacle. */
export function mapLabels(
  { x, y }: Places,
  view: PointView,
  size: readonly [number, number],
  named: readonly { readonly point: number; readonly name: string }[],
  obstacles: readonly Box[] = [],
): readonly MapLabel[] {
  const font = chartFont()
  const texts = named.map(({ name }) => shortened(name, longest))
  const wanted = named.map(({ point }, at) => ({
    x: view.k * x[point]! + view.x,
    y: view.k * y[point]! + view.y,
    width: textWidth(texts[at]!, font),
    height: line,
    gap: 6,
  }))
  return placeLabels(wanted, size, obstacles).map(({ label, left, top }: PlacedLabel) => ({
    point: named[label]!.point,
    text: texts[label]!,
    left,
    top: top + line - 3,
  }))
}

import { type Box, placeLabels } from './label-placement.ts'
import type { MapLayout } from './map-layout.ts'
import type { PointView } from './points/point-view.ts'
import { chartFont, shortened, textWidth } from './text-width.ts'

/** A text that a document may be named by. */
export type DocumentLabel = { readonly point: number; readonly text: string }
export type ClusterText = {
  readonly key: string
  readonly left: number
  readonly top: number
  readonly text: string
  readonly strong: boolean
}

/** From this enlargement on documents are named, and so many at most. */
const namesFrom = 2
const mostNames = 40
const clusterCharacters = 42
/** Half the size of a cluster's number, in pixels. */
const badge = 11

/** Names of clusters beside their numbers, and of documents once the map is enlarged, where they find room. */
export function clusterLabels(
  layout: MapLayout,
  names: readonly string[],
  labels: readonly DocumentLabel[],
  view: PointView,
  size: readonly [number, number],
): readonly ClusterText[] {
  const at = (x: number, y: number) => ({ x: view.k * x + view.x, y: view.k * y + view.y })
  const middles = layout.middles.flatMap((middle, id) => (middle === null ? [] : [{ id, ...at(...middle) }]))
  const badges = middles.map(({ x, y }): Box => ({ left: x - badge, top: y - badge, right: x + badge, bottom: y + badge }))
  const strong = chartFont(600)
  const clusters = middles.map(({ id, x, y }) => {
    const text = shortened(names[id] ?? '', clusterCharacters)
    return { key: `cluster ${id}`, text, strong: true, x, y, width: textWidth(text, strong), height: 14, gap: badge + 3 }
  })
  const font = chartFont()
  const inSight = labels
    .map(({ point, text }) => ({ point, text, ...at(layout.x[point]!, layout.y[point]!) }))
    .filter(({ x, y }) => x >= 0 && y >= 0 && x <= size[0] && y <= size[1])
  const documents = view.k < namesFrom ? [] : inSight
  const wanted = [
    ...clusters,
    ...documents.map(({ point, text, x, y }) => ({
      key: `document ${point}`,
      text,
      strong: false,
      x,
      y,
      width: textWidth(text, font),
      height: 13,
      gap: 6,
    })),
  ]
  return placeLabels(wanted, size, badges, clusters.length + mostNames).map(({ label, left, top }) => {
    const { key, text, strong: isStrong } = wanted[label]!
    return { key, text, strong: isStrong, left, top: top + 10.5 }
  })
}

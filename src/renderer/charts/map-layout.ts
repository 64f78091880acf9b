import { scaleLinear } from 'd3'

export type MapLayout = {
  /** Places of the points in pixels, [points] each. */
  readonly x: Float32Array
  readonly y: Float32Array
  /** The middle of each cluster, by the median of its points; null where it has none. */
  readonly middles: readonly (readonly [number, number] | null)[]
}

/**
 * Points of a map fitted into a box in pixels, one scale for both axes, with the places where clusters' numbers stand. Points that would
 * lie on one another (few latents on an axis make few places) are laid around their place, so that many look like many.
 */
export function mapLayout(
  x: Float32Array,
  y: Float32Array,
  cluster: Int32Array,
  clusters: number,
  [width, height]: readonly [number, number],
  margin = 26,
): MapLayout {
  const [left, right] = extentOf(x)
  const [top, bottom] = extentOf(y)
  const span = Math.max((right - left) / Math.max(1, width - 2 * margin), (bottom - top) / Math.max(1, height - 2 * margin), 1e-12)
  const across = scaleLinear([(left + right) / 2 - (span * width) / 2, (left + right) / 2 + (span * width) / 2], [0, width])
  const down = scaleLinear([(top + bottom) / 2 - (span * height) / 2, (top + bottom) / 2 + (span * height) / 2], [height, 0])
  const places = { x: Float32Array.from(x, (value) => across(value)), y: Float32Array.from(y, (value) => down(value)) }
  spread(places.x, places.y)
  const middles = Array.from({ length: clusters }, (_, id) => {
    const at = [...cluster.keys()].filter((point) => cluster[point] === id)
    return at.length === 0
      ? null
      : ([median(at.map((point) => places.x[point] ?? 0)), median(at.map((point) => places.y[point] ?? 0))] as const)
  })
  return { ...places, middles }
}

/** Distance of neighbours laid around one place, and how far they go at most, in pixels. */
const apart = 3.2
const farthest = 24
/** Points nearer than this are on one another, in pixels. */
const grain = 0.5
const goldenAngle = Math.PI * (3 - Math.sqrt(5))

/** Lays points of the same place on a sunflower's spiral around it. */
function spread(x: Float32Array, y: Float32Array): void {
  const cell = (value: number) => Math.round(value / grain)
  const place = Float64Array.from(x, (left, point) => cell(left) * 2 ** 20 + cell(y[point]!))
  const order = Uint32Array.from(x.keys()).sort((a, b) => place[a]! - place[b]! || a - b)
  for (let from = 0, end = 0; from < order.length; from = end) {
    while (end < order.length && place[order[end]!] === place[order[from]!]) end++
    const step = Math.min(apart / 2, farthest / Math.sqrt(end - from))
    for (let at = from + 1; at < end; at++) {
      const radius = step * Math.sqrt(at - from)
      x[order[at]!] = x[order[at]!]! + radius * Math.cos(goldenAngle * (at - from))
      y[order[at]!] = y[order[at]!]! + radius * Math.sin(goldenAngle * (at - from))
    }
  }
}

/** Least and largest finite value; 0 and 1 where there is none. */
function extentOf(values: Float32Array): readonly [number, number] {
  let [least, most] = [Infinity, -Infinity]
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    if (value < least) least = value
    if (value > most) most = value
  }
  return least > most ? [0, 1] : [least, most]
}

function median(values: number[]): number {
  values.sort((a, b) => a - b)
  return values[values.length >> 1] ?? 0
}

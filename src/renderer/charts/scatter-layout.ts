import { rootScale, rootTicks } from './share-scale.ts'

/** A latent in a comparison. */
export type ScatterPoint = {
  readonly latent: number
  readonly name: string
  /** Document frequency on the side where it is larger, 0..1. */
  readonly frequency: number
  /** Target minus other, -1..1, with its 95 % interval and what text length alone would make of it. */
  readonly difference: number
  readonly interval: readonly [number, number]
  readonly expected: number
  readonly found: boolean
}

const edges = { left: 52, right: 14, top: 22, bottom: 38 } as const
/** The ends an axis of shares may have. */
const ends = [0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1]

/** Where everything of a plot of differences against frequencies stands, in pixels of a box. */
export function scatterLayout(points: readonly ScatterPoint[], [width, height]: readonly [number, number]) {
  let [most, up, down] = [0.02, 0.01, -0.01]
  for (const { frequency, difference } of points) {
    most = Math.max(most, frequency)
    up = Math.max(up, difference)
    down = Math.min(down, difference)
  }
  most = ends.find((end) => end >= most) ?? 1
  const [left, right, top, bottom] = [
    edges.left,
    Math.max(edges.left + 40, width - edges.right),
    edges.top,
    Math.max(edges.top + 40, height - edges.bottom),
  ]
  const x = rootScale([0, most], [left, right])
  const y = symmetricRoot(Math.min(1, up * 1.15), Math.max(-1, down * 1.15), top, bottom)
  return {
    left,
    right,
    top,
    bottom,
    x,
    y,
    xTicks: rootTicks(x, 0, most, 38),
    yTicks: rootTicks(y, down * 1.15, up * 1.15, 22),
    places: {
      x: Float32Array.from(points, ({ frequency }) => x(frequency)),
      y: Float32Array.from(points, ({ difference }) => y(difference)),
    },
  }
}

/** A root scale on both sides of zero, one measure for both: `up` at the top, `down` (below 0) at the bottom. */
function symmetricRoot(up: number, down: number, top: number, bottom: number): (value: number) => number {
  const [above, below] = [Math.sqrt(up), Math.sqrt(-down)]
  const zero = top + ((bottom - top) * above) / (above + below)
  const unit = (bottom - top) / (above + below)
  return (value) => Math.min(bottom, Math.max(top, zero - Math.sign(value) * Math.sqrt(Math.abs(value)) * unit))
}

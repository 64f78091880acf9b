import { scaleLinear } from 'd3'
import { spreadPlaces } from './label-placement.ts'
import { rootScale, rootTicks } from './share-scale.ts'

/** A latent over groups in order. */
export type SlopeRow = {
  readonly latent: number
  readonly name: string
  /** Document frequency in each group, 0..1, [groups]. */
  readonly shares: readonly number[]
  readonly change: number
  readonly found: boolean
}
export type SlopeGroup = { readonly name: string; readonly position: number }

const edges = { left: 44, top: 24, bottom: 40 } as const
/** Room for names at the right, at most this share of the width. */
const nameShare = 0.36
const lineHeight = 14

/** Where the lines of a slope chart and the names at their ends stand, in pixels of a box. */
export function slopeLayout(rows: readonly SlopeRow[], groups: readonly SlopeGroup[], [width, height]: readonly [number, number]) {
  const names = Math.min(nameShare * width, 190)
  const [left, right] = [edges.left, Math.max(edges.left + 60, width - names)]
  const [top, bottom] = [edges.top, Math.max(edges.top + 40, height - edges.bottom)]
  const positions = groups.map(({ position }) => position)
  const [first, last] = [Math.min(...positions), Math.max(...positions)]
  const x = scaleLinear([first, last === first ? first + 1 : last], [left + 8, right - 8])
  const most = Math.max(0.01, ...rows.flatMap(({ shares }) => shares))
  const y = rootScale([0, most], [bottom, top])
  const lines = rows.map(({ shares }) => shares.map((share, group) => [x(positions[group] ?? group), y(share)] as const))
  const ends = lines.map((line) => line.at(-1)?.[1] ?? bottom)
  const held = Math.max(1, Math.floor((bottom - top) / lineHeight))
  const namedRows = Math.min(rows.length, held)
  return {
    left,
    right,
    top,
    bottom,
    lines,
    ends,
    xTicks: groups.map(({ name, position }) => ({ at: x(position), name })),
    yTicks: rootTicks(y, 0, most, 20),
    /** Heights of the names of the first rows, as many as there is room for. */
    names: spreadPlaces(ends.slice(0, namedRows), lineHeight, top + 6, bottom - 4),
  }
}

/** The line nearest to a place, and how far from it; null without lines. */
export function nearestLine(
  lines: readonly (readonly (readonly [number, number])[])[],
  x: number,
  y: number,
): { readonly line: number; readonly far: number } | null {
  let best: { line: number; far: number } | null = null
  lines.forEach((points, line) => {
    for (let at = 1; at < points.length; at++) {
      const far = distanceToSegment(x, y, points[at - 1]!, points[at]!)
      if (best === null || far < best.far) best = { line, far }
    }
  })
  return best
}

function distanceToSegment(x: number, y: number, [x0, y0]: readonly [number, number], [x1, y1]: readonly [number, number]): number {
  const [across, down] = [x1 - x0, y1 - y0]
  const length = across * across + down * down
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - x0) * across + (y - y0) * down) / length))
  return Math.hypot(x - x0 - along * across, y - y0 - along * down)
}

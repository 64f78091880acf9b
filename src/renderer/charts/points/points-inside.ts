export type Corner = readonly [x: number, y: number]

/** Places of points in pixels, [points] each. */
export type Places = { readonly x: ArrayLike<number>; readonly y: ArrayLike<number> }

/** The points within a closed line, by the even-odd rule, ascending; none where it has fewer than three corners. */
export function pointsInside({ x, y }: Places, line: readonly Corner[]): Uint32Array {
  if (line.length < 3) return new Uint32Array(0)
  const lineX = Float64Array.from(line, ([across]) => across)
  const lineY = Float64Array.from(line, ([, down]) => down)
  const [left, right, top, bottom] = [Math.min(...lineX), Math.max(...lineX), Math.min(...lineY), Math.max(...lineY)]
  const found: number[] = []
  for (let point = 0; point < x.length; point++) {
    const across = x[point]!
    const down = y[point]!
    if (across < left || across > right || down < top || down > bottom) continue
    if (isInside(across, down, lineX, lineY)) found.push(point)
  }
  return Uint32Array.from(found)
}

/** Whether a ray to the right crosses the line an odd number of times. */
function isInside(x: number, y: number, lineX: Float64Array, lineY: Float64Array): boolean {
  let inside = false
  for (let at = 0, before = lineX.length - 1; at < lineX.length; before = at++) {
    const fromY = lineY[before]!
    const toY = lineY[at]!
    if (fromY > y !== toY > y && x < ((lineX[before]! - lineX[at]!) * (y - toY)) / (fromY - toY) + lineX[at]!) inside = !inside
  }
  return inside
}

/** The points within a rectangle between two corners, its edges included, ascending. */
export function pointsBetween({ x, y }: Places, [x0, y0]: Corner, [x1, y1]: Corner): Uint32Array {
  const [left, right, top, bottom] = [Math.min(x0, x1), Math.max(x0, x1), Math.min(y0, y1), Math.max(y0, y1)]
  const found: number[] = []
  for (let point = 0; point < x.length; point++) {
    const [across, down] = [x[point]!, y[point]!]
    if (across >= left && across <= right && down >= top && down <= bottom) found.push(point)
  }
  return Uint32Array.from(found)
}

/** How a drag changes what is selected: it takes the place of it, joins it, or is taken out of it. */
export type SelectHow = 'replace' | 'add' | 'take'

/** The selection after a drag, ascending. */
export function changedSelection(before: Uint32Array, drawn: Uint32Array, how: SelectHow): Uint32Array {
  if (how === 'replace') return drawn
  const inDrawn = new Set(drawn)
  if (how === 'take') return before.filter((point) => !inDrawn.has(point))
  return Uint32Array.from(new Set([...before, ...drawn])).sort()
}

export type Direction = 'left' | 'right' | 'up' | 'down'

/**
 * The next point from another in a direction: the nearest of those that lie more that way than to the side, sideways distance counted
 * twice. Points on the same place follow one another by number, so that every point can be reached. Null where there is none.
 */
export function nextPoint({ x, y }: Places, from: number, direction: Direction): number | null {
  const along = direction === 'left' || direction === 'right' ? x : y
  const side = along === x ? y : x
  const sign = direction === 'right' || direction === 'down' ? 1 : -1
  let best: number | null = null
  let least = Infinity
  for (let point = 0; point < x.length; point++) {
    if (point === from) continue
    const ahead = sign * (along[point]! - along[from]!)
    const aside = Math.abs(side[point]! - side[from]!)
    if (ahead === 0 && aside === 0 ? sign * (point - from) < 0 : ahead <= 0 || aside > ahead) continue
    const far = ahead + 2 * aside + (ahead === 0 ? Math.abs(point - from) * 1e-9 : 0)
    if (far < least) {
      least = far
      best = point
    }
  }
  return best
}

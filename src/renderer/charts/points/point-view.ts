/** How a plot of points is looked at: enlarged `k` times and moved, in pixels: shown = k · place + (x, y). */
export type PointView = { readonly k: number; readonly x: number; readonly y: number }
export const wholeView: PointView = { k: 1, x: 0, y: 0 }

const largest = 64

/** The view enlarged by a factor about a point that stays where it is; never smaller than the whole, never with its edge inside. */
export function zoomed(
  view: PointView,
  factor: number,
  [atX, atY]: readonly [number, number],
  size: readonly [number, number],
): PointView {
  const k = Math.min(largest, Math.max(1, view.k * factor))
  const by = k / view.k
  return held({ k, x: atX - (atX - view.x) * by, y: atY - (atY - view.y) * by }, size)
}

export const moved = (view: PointView, byX: number, byY: number, size: readonly [number, number]): PointView =>
  held({ ...view, x: view.x + byX, y: view.y + byY }, size)

/** The view with a point in sight; the same where it is. */
export function withInSight(view: PointView, x: number, y: number, size: readonly [number, number]): PointView {
  const [left, top] = [view.k * x + view.x, view.k * y + view.y]
  const isInSight = left >= 0 && top >= 0 && left <= size[0] && top <= size[1]
  return isInSight ? view : held({ ...view, x: size[0] / 2 - view.k * x, y: size[1] / 2 - view.k * y }, size)
}

const held = ({ k, x, y }: PointView, [width, height]: readonly [number, number]): PointView => ({
  k,
  x: Math.min(0, Math.max(width * (1 - k), x)),
  y: Math.min(0, Math.max(height * (1 - k), y)),
})

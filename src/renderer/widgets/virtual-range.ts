/**
 * Which rows of a long list are to be drawn, in pixels.
 *
 * Browsers cap the height of an element (Firefox near 17.9 million pixels). Up to `tallest` a list scrolls as it is: `space.scale` is 1
 * and the offset in the list is the scroll position. Beyond, the scrolled element is `tallest` high and offsets are scaled; small moves
 * (wheel, keys) still go pixel by pixel, so that the scroll position drifts from the offset and is set right when scrolling rests.
 */
export type ScrollSpace = {
  readonly rows: number
  readonly rowHeight: number
  readonly viewport: number
  /** Height of the list, and of the element that stands for it. */
  readonly height: number
  readonly physicalHeight: number
  /** Pixels of offset for one of scroll position. */
  readonly scale: number
}

export const tallest = 10_000_000

export function scrollSpace(rows: number, rowHeight: number, viewport: number, limit = tallest): ScrollSpace {
  const height = rows * rowHeight
  const physicalHeight = Math.min(height, Math.max(limit, viewport))
  const range = physicalHeight - viewport
  return {
    rows,
    rowHeight,
    viewport,
    height,
    physicalHeight,
    scale: height > physicalHeight && range > 0 ? (height - viewport) / range : 1,
  }
}

/** The offset that a scroll position stands for, 0..height - viewport. */
export const offsetAt = (space: ScrollSpace, position: number) => clamp(position * space.scale, space)

/** The scroll position that stands for an offset. */
export const positionAt = (space: ScrollSpace, offset: number) => clamp(offset, space) / space.scale

/** The offset after the scroll position went from `before` to `position`: the same way for less than two viewports, else where it points. */
export function offsetAfter(space: ScrollSpace, offset: number, before: number, position: number): number {
  const moved = position - before
  const atAnEnd = position <= 0 || position >= space.physicalHeight - space.viewport - 1
  if (space.scale === 1 || atAnEnd || Math.abs(moved) > 2 * space.viewport) return offsetAt(space, position)
  return clamp(offset + moved, space)
}

/** First row to draw and the row after the last, `overscan` beyond the visible ones. */
export function rowsInView(
  space: ScrollSpace,
  offset: number,
  overscan: number,
): { readonly first: number; readonly last: number } {
  const first = Math.max(0, Math.floor(offset / space.rowHeight) - overscan)
  const last = Math.min(space.rows, Math.ceil((offset + space.viewport) / space.rowHeight) + overscan)
  return { first: Math.min(first, last), last }
}

/** The offset nearest to this one at which the whole row is in view. */
export function offsetShowing(space: ScrollSpace, offset: number, row: number): number {
  const top = row * space.rowHeight
  return clamp(Math.min(Math.max(offset, top + space.rowHeight - space.viewport), top), space)
}

const clamp = (offset: number, { height, viewport }: ScrollSpace) => Math.max(0, Math.min(offset, height - viewport))

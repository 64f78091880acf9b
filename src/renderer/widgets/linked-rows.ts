import { type PointerEvent, type RefObject, useEffect, useRef } from 'react'

/**
 * Links the rows of a grid with a plot beside it: the row under the pointer is told, and the row that the plot points at is marked where it
 * is in view. Spread the result into the element around the grid, which has a header row.
 *
 * @param pointed the row that the plot points at, from 0; -1: none
 */
export function useLinkedRows(
  pointed: number,
  onPoint: (row: number | null) => void,
): {
  readonly ref: RefObject<HTMLDivElement | null>
  readonly onPointerOver: (event: PointerEvent) => void
  readonly onPointerLeave: () => void
} {
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const row = pointed < 0 ? null : ref.current?.querySelector(`[role="row"][aria-rowindex="${pointed + 2}"]`)
    row?.setAttribute('data-pointed', 'true')
    return () => row?.removeAttribute('data-pointed')
  }, [pointed])
  return {
    ref,
    onPointerOver: (event) => {
      const row = event.target instanceof Element ? event.target.closest('[role="row"]') : null
      const index = Number(row?.getAttribute('aria-rowindex') ?? 0)
      onPoint(index >= 2 ? index - 2 : null)
    },
    onPointerLeave: () => onPoint(null),
  }
}

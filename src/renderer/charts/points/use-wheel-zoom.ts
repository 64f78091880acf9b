import { type RefObject, useEffect, useRef } from 'react'
import { type PointView, zoomed } from './point-view.ts'

/** Wheel movement that doubles the view, in pixels. */
const toDouble = 240
const pixelsPerLine = 16

/** Enlarges a view about the pointer as the wheel turns over `box`; with `setView` null it does not. */
export function useWheelZoom(
  box: RefObject<HTMLElement | null>,
  view: PointView,
  setView: ((view: PointView) => void) | null,
  size: readonly [number, number],
): void {
  const latest = useRef({ view, setView, size })
  useEffect(() => {
    latest.current = { view, setView, size }
  })
  useEffect(() => {
    const element = box.current
    if (element === null) return
    // React's own listener is passive: the page would scroll or zoom with it.
    const onWheel = (event: WheelEvent) => {
      const now = latest.current
      if (now.setView === null) return
      event.preventDefault()
      const bounds = element.getBoundingClientRect()
      const turned = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? pixelsPerLine : 1)
      now.setView(zoomed(now.view, 2 ** (-turned / toDouble), [event.clientX - bounds.left, event.clientY - bounds.top], now.size))
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [box])
}

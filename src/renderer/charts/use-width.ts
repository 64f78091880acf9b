import { type RefObject, useLayoutEffect, useState } from 'react'

/** Width of an element in pixels, kept true as it changes; `otherwise` until it is measured. */
export function useWidth(box: RefObject<HTMLElement | null>, otherwise = 320): number {
  const [width, setWidth] = useState(otherwise)
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    const measure = () => setWidth(Math.max(0, Math.floor(element.clientWidth)))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [box])
  return width
}

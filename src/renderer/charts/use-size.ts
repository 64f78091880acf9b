import { type RefObject, useLayoutEffect, useState } from 'react'

/** Width and height of an element in pixels, kept true as it changes. */
export function useSize(box: RefObject<HTMLElement | null>): readonly [number, number] {
  const [size, setSize] = useState<readonly [number, number]>([320, 240])
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    const measure = () => {
      const next = [Math.max(1, element.clientWidth), Math.max(1, element.clientHeight)] as const
      setSize((now) => (now[0] === next[0] && now[1] === next[1] ? now : next))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [box])
  return size
}

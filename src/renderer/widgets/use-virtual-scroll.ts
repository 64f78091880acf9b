import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { ScrollLink } from './scroll-link.ts'
import { offsetAfter, offsetShowing, positionAt, rowsInView, type ScrollSpace, scrollSpace } from './virtual-range.ts'

/** Rows drawn beyond the visible ones on either side, and how long scrolling rests before a scaled list is set right, in ms. */
const overscan = 4
const rest = 150

type Drawn = {
  readonly first: number
  readonly last: number
  /** Pixels to add to a row's place in the list. */ readonly shift: number
}

export type VirtualScroll = {
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly space: ScrollSpace
  readonly drawn: Drawn
  readonly onScroll: () => void
  /** Brings the whole row into view. */
  readonly show: (row: number) => void
}

/** The scrolling of a list of rows of one height (all in pixels); `headerHeight` is taken by a header that stays at the top. */
export function useVirtualScroll(rows: number, rowHeight: number, headerHeight: number, link?: ScrollLink): VirtualScroll {
  const scroller = useRef<HTMLDivElement>(null)
  const [viewport, setViewport] = useState(0)
  const space = scrollSpace(rows, rowHeight, viewport)
  const latest = useRef(space)
  const at = useRef({ offset: 0, position: 0 })
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined)
  const [drawn, setDrawn] = useState<Drawn>({ first: 0, last: 0, shift: 0 })

  const draw = useCallback(() => {
    const { offset, position } = at.current
    const { first, last } = rowsInView(latest.current, offset, overscan)
    const shift = latest.current.scale === 1 ? 0 : position - offset
    setDrawn((now) => (now.first === first && now.last === last && now.shift === shift ? now : { first, last, shift }))
  }, [])

  const goTo = useCallback(
    (offset: number) => {
      const position = positionAt(latest.current, offset)
      at.current = { offset, position }
      if (scroller.current !== null) {
        scroller.current.scrollTop = position
        at.current.position = scroller.current.scrollTop
      }
      draw()
    },
    [draw],
  )

  const onScroll = useCallback(() => {
    const position = scroller.current?.scrollTop ?? 0
    const before = at.current
    if (position === before.position) return
    const offset = offsetAfter(latest.current, before.offset, before.position, position)
    at.current = { offset, position }
    draw()
    link?.tell(offset, goTo)
    if (latest.current.scale === 1) return
    clearTimeout(resting.current)
    resting.current = setTimeout(() => goTo(at.current.offset), rest)
  }, [draw, goTo, link])

  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return
    const measure = () => setViewport(Math.max(0, element.clientHeight - headerHeight))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [headerHeight])

  useLayoutEffect(() => {
    latest.current = scrollSpace(rows, rowHeight, viewport)
    const position = scroller.current?.scrollTop ?? 0
    const offset = Math.min(at.current.offset, Math.max(0, latest.current.height - viewport))
    at.current = { offset: latest.current.scale === 1 ? position : offset, position }
    draw()
  }, [rows, rowHeight, viewport, draw])

  useEffect(() => link?.join(goTo), [link, goTo])
  useEffect(() => () => clearTimeout(resting.current), [])

  const show = useCallback(
    (row: number) => {
      const offset = offsetShowing(latest.current, at.current.offset, row)
      if (offset === at.current.offset || latest.current.viewport === 0) return
      goTo(offset)
      link?.tell(at.current.offset, goTo)
    },
    [goTo, link],
  )
  return { scroller, space, drawn, onScroll, show }
}

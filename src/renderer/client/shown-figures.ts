import { useEffect, useRef } from 'react'

/** Charts on the page that can be drawn by themselves, the last one first. */
const shown: (() => string)[] = []

/** Offers a chart as a figure while it is on the page. `draw` gives an SVG document. */
export function useShownFigure(draw: () => string): void {
  const latest = useRef(draw)
  useEffect(() => {
    latest.current = draw
  })
  useEffect(() => {
    const offered = () => latest.current()
    shown.unshift(offered)
    return () => void shown.splice(shown.indexOf(offered), 1)
  }, [])
}

/** The chart that is on the page, as an SVG document, so that it can be kept with a finding; null where there is none or it is too large. */
export function shownFigure(longest = 400_000): string | null {
  const figure = shown[0]?.() ?? null
  return figure !== null && figure.length <= longest ? figure : null
}

import { type PointerEvent, type RefObject, useRef, useState } from 'react'
import { changedSelection, type Corner, type Places, pointsBetween, pointsInside, type SelectHow } from './points-inside.ts'
import { moved, type PointView } from './point-view.ts'
import { useWheelZoom } from './use-wheel-zoom.ts'

export const pointTools = ['move', 'rectangle', 'lasso'] as const
/** What a drag does: moves the view, or draws what is selected. */
export type PointTool = (typeof pointTools)[number]

type Gestures = {
  readonly box: RefObject<HTMLDivElement | null>
  readonly places: Places
  readonly size: readonly [number, number]
  readonly tool: PointTool
  readonly view: PointView
  /** Null: the plot does not zoom. */
  readonly setView: ((view: PointView) => void) | null
  /** The point under the pointer. */
  readonly find: (x: number, y: number) => number | null
  readonly selected: Uint32Array | null
  readonly onSelect: (points: Uint32Array | null) => void
  readonly onHover: (point: number | null) => void
  readonly onOpen: (point: number) => void
}

type Drag = { readonly from: Corner; readonly view: PointView; readonly line: Corner[]; moved: boolean }

/** A pointer that moved less is a click. */
const slop = 4

/** What the pointer does to a plot of points: a click opens, the wheel enlarges, a drag moves or selects. */
export function usePointGestures(gestures: Gestures) {
  const { box, places, size, tool, view, setView, find, selected, onSelect, onHover, onOpen } = gestures
  const drag = useRef<Drag | null>(null)
  /** The line being drawn, in pixels of the box. */
  const [drawn, setDrawn] = useState<readonly Corner[] | null>(null)
  useWheelZoom(box, view, setView, size)

  const placeOf = (event: PointerEvent): Corner => {
    const bounds = event.currentTarget.getBoundingClientRect()
    return [event.clientX - bounds.left, event.clientY - bounds.top]
  }
  /** From pixels of the box to those of the whole view. */
  const back = ([x, y]: Corner): Corner => [(x - view.x) / view.k, (y - view.y) / view.k]
  const finish = (line: readonly Corner[], how: SelectHow) => {
    const last = line.at(-1)
    const first = line[0]
    if (first === undefined || last === undefined) return
    const inside = tool === 'lasso' ? pointsInside(places, line.map(back)) : pointsBetween(places, back(first), back(last))
    const next = changedSelection(selected ?? new Uint32Array(0), inside, how)
    onSelect(next.length === 0 ? null : next)
  }

  return {
    drawn: drawn === null || tool === 'move' ? null : outlineOf(drawn, tool),
    handlers: {
      onPointerDown: (event: PointerEvent) => {
        if (event.button !== 0) return
        const from = placeOf(event)
        drag.current = { from, view, line: [from], moved: false }
        event.currentTarget.setPointerCapture(event.pointerId)
      },
      onPointerMove: (event: PointerEvent) => {
        const at = placeOf(event)
        const now = drag.current
        if (now === null) return onHover(find(at[0], at[1]))
        const [byX, byY] = [at[0] - now.from[0], at[1] - now.from[1]]
        if (!now.moved && Math.hypot(byX, byY) < slop) return
        now.moved = true
        onHover(null)
        if (tool === 'move') return setView?.(moved(now.view, byX, byY, size))
        now.line.push(at)
        setDrawn([...now.line])
      },
      onPointerUp: (event: PointerEvent) => {
        const now = drag.current
        drag.current = null
        setDrawn(null)
        if (now === null) return
        if (now.moved)
          return tool === 'move' ? undefined : finish(now.line, event.shiftKey ? 'add' : event.altKey ? 'take' : 'replace')
        const point = find(now.from[0], now.from[1])
        if (point !== null) onOpen(point)
      },
      onPointerCancel: () => {
        drag.current = null
        setDrawn(null)
      },
      onPointerLeave: () => onHover(null),
    },
  }
}

/** The drawn line as a path of SVG. */
function outlineOf(line: readonly Corner[], tool: PointTool): string {
  const [first, last] = [line[0]!, line.at(-1)!]
  const corners = tool === 'lasso' ? line : [first, [last[0], first[1]], last, [first[0], last[1]]]
  return `M${corners.map(([x, y]) => `${x!.toFixed(1)} ${y!.toFixed(1)}`).join('L')}Z`
}

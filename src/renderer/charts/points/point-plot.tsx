import { quadtree } from 'd3'
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useMemo, useRef } from 'react'
import { useTheme } from '../css-colours.ts'
import { type DrawnPoints, drawPoints } from './draw-points.ts'
import styles from './point-plot.module.css'
import { type Direction, nextPoint } from './points-inside.ts'
import { type PointView, wholeView, withInSight, zoomed } from './point-view.ts'
import { type PointTool, usePointGestures } from './use-point-gestures.ts'

type Props = DrawnPoints & {
  /** What the plot shows, for a screen reader. */
  readonly label: string
  readonly box: RefObject<HTMLDivElement | null>
  readonly svg: RefObject<SVGSVGElement | null>
  readonly size: readonly [number, number]
  readonly tool: PointTool
  readonly view: PointView
  /** Null: the plot does not zoom. */
  readonly setView: ((view: PointView) => void) | null
  /** The point under the pointer or the keyboard's cursor. */
  readonly hovered: number | null
  readonly onHover: (point: number | null) => void
  /** The point that is looked at closely. */
  readonly chosen: number | null
  readonly onOpen: (point: number) => void
  readonly selected: Uint32Array | null
  readonly onSelect: (points: Uint32Array | null) => void
  readonly tipOf: (point: number) => string
  /** Axes and labels, as SVG over the points. */
  readonly children?: ReactNode
}

/** How near the pointer must be to a point, in pixels. */
const reach = 12
const arrows: Readonly<Record<string, Direction>> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' }

/**
 * Points on a canvas below an SVG: the pointer names, opens, enlarges and selects them; by keyboard the arrows go from point to point,
 * Enter opens, + and − enlarge, Escape lets a selection go.
 */
export function PointPlot(props: Props): ReactNode {
  const { label, box, svg, size, tool, view, setView, hovered, onHover, chosen, onOpen, selected, onSelect, tipOf, children } =
    props
  const { x, y, ink, inks, dimmed } = props
  const canvas = useRef<HTMLCanvasElement>(null)
  const theme = useTheme()
  const tree = useMemo(() => {
    const places = [...x.keys()].filter((point) => ink[point]! >= 0)
    return quadtree<number>(
      places,
      (point) => x[point]!,
      (point) => y[point]!,
    )
  }, [x, y, ink])
  useEffect(() => {
    if (canvas.current !== null) drawPoints(canvas.current, { x, y, ink, inks, dimmed }, view, size)
  }, [x, y, ink, inks, dimmed, view, size, theme])

  const find = (left: number, top: number) => tree.find((left - view.x) / view.k, (top - view.y) / view.k, reach / view.k) ?? null
  const { drawn, handlers } = usePointGestures({
    box,
    places: { x, y },
    size,
    tool,
    view,
    setView,
    find,
    selected,
    onSelect,
    onHover,
    onOpen,
  })
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const direction = arrows[event.key]
    const middle = [size[0] / 2, size[1] / 2] as const
    if (direction !== undefined) {
      const from = hovered ?? chosen
      const next = from === null ? (find(...middle) ?? tree.find(...middle) ?? null) : nextPoint({ x, y }, from, direction)
      if (next !== null) {
        onHover(next)
        setView?.(withInSight(view, x[next]!, y[next]!, size))
      }
    } else if (event.key === 'Enter' && hovered !== null) onOpen(hovered)
    else if (event.key === 'Escape' && selected !== null) onSelect(null)
    else if (setView !== null && (event.key === '+' || event.key === '=')) setView(zoomed(view, 1.5, middle, size))
    else if (setView !== null && event.key === '-') setView(zoomed(view, 1 / 1.5, middle, size))
    else if (setView !== null && event.key === '0') setView(wholeView)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const at = (point: number) => [view.k * x[point]! + view.x, view.k * y[point]! + view.y] as const
  return (
    <>
      {/* The pointer acts on the drawing; the keys do the same, and a list beside it holds every point. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={box}
        className={styles['plot']}
        role="img"
        aria-label={label}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        data-hovers={hovered !== null}
        data-tool={tool}
        {...handlers}
        onBlur={() => onHover(null)}
        onKeyDown={onKeyDown}
      >
        <canvas ref={canvas} />
        <svg ref={svg} width={size[0]} height={size[1]} aria-hidden="true">
          <g data-canvas="" />
          {children}
          {chosen !== null && x[chosen] !== undefined && <Ring at={at(chosen)} chosen />}
          {hovered !== null && x[hovered] !== undefined && <Ring at={at(hovered)} />}
          {drawn !== null && <path d={drawn} className={styles['drawn']} data-leave-out="" />}
        </svg>
        {hovered !== null && x[hovered] !== undefined && <Tip at={at(hovered)} size={size} text={tipOf(hovered)} />}
      </div>
      <span className="unseen" role="status">
        {hovered === null ? '' : tipOf(hovered)}
      </span>
    </>
  )
}

function Ring({ at: [x, y], chosen = false }: { at: readonly [number, number]; chosen?: boolean }) {
  return (
    <circle
      cx={x}
      cy={y}
      r={chosen ? 7 : 6}
      className={styles[chosen ? 'chosen' : 'ring']}
      data-leave-out={chosen ? undefined : ''}
    />
  )
}

type TipProps = { readonly at: readonly [number, number]; readonly size: readonly [number, number]; readonly text: string }

/** What a point is, beside it: on the side where there is more room. */
export function Tip({ at: [x, y], size: [width, height], text }: TipProps): ReactNode {
  const toLeft = x > width / 2
  const above = y > height / 2
  return (
    <span
      className={styles['tip']}
      aria-hidden="true"
      style={{
        ...(toLeft ? { right: width - x + 12 } : { left: x + 12 }),
        ...(above ? { bottom: height - y + 8 } : { top: y + 8 }),
        maxWidth: Math.max(140, (toLeft ? x : width - x) - 20),
      }}
    >
      {text}
    </span>
  )
}

import { type KeyboardEvent, type PointerEvent, type ReactNode, useMemo, useRef, useState } from 'react'
import { formatCount } from '../../widgets/format-numbers.ts'
import { Button } from '../../widgets/button.tsx'
import { ChartFrame } from '../chart-frame.tsx'
import { clusterColour } from '../cluster-colours.ts'
import { placeLabels } from '../label-placement.ts'
import { type Direction, nextPoint } from '../points/points-inside.ts'
import { moved, type PointView, wholeView, withInSight, zoomed } from '../points/point-view.ts'
import { Tip } from '../points/point-plot.tsx'
import { useWheelZoom } from '../points/use-wheel-zoom.ts'
import { nearestLine } from '../slope-layout.ts'
import { chartFont, shortened, textWidth } from '../text-width.ts'
import { useSize } from '../use-size.ts'
import { useForceLayout } from './force-layout.ts'
import styles from './network.module.css'
import { type GraphPair, type PairGraph, pairGraph } from './pair-graph.ts'
import { pairTip } from './pair-tip.ts'

type Props = {
  readonly title: string
  readonly notes: readonly string[]
  /** Those that may be drawn, the strongest first. */
  readonly pairs: readonly GraphPair[]
  /** The pair that is looked at, by its place in the result. */
  readonly chosen: number | null
  readonly onOpen: (index: number) => void
  /** The thing whose pairs alone are listed, by its key; null: all. */
  readonly focus: string | null
  readonly onFocus: (key: string | null) => void
}

const mostNodes = 60
const mostLinks = 160
const nameCharacters = 28
const reach = 8
const arrows: Readonly<Record<string, Direction>> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' }
type Pointed = { readonly kind: 'node' | 'link'; readonly at: number }

/** What goes together with what: a dot for each latent, a line for each pair, communities by colour and number. */
export function Network({ title, notes, pairs, chosen, onOpen, focus, onFocus }: Props): ReactNode {
  const box = useRef<HTMLDivElement>(null)
  const svg = useRef<SVGSVGElement>(null)
  const size = useSize(box)
  const [view, setView] = useState(wholeView)
  const [pointed, setPointed] = useState<Pointed | null>(null)
  const drag = useRef<{ readonly x: number; readonly y: number; readonly view: PointView; moved: boolean } | null>(null)
  const graph = useMemo(() => pairGraph(pairs, mostNodes, mostLinks), [pairs])
  const radii = useMemo(() => radiiOf(graph), [graph])
  const laid = useForceLayout(radii, graph.links, size)
  useWheelZoom(box, view, setView, size)
  const places = useMemo(
    () =>
      laid === null
        ? null
        : { x: laid.x.map((value) => view.k * value + view.x), y: laid.y.map((value) => view.k * value + view.y) },
    [laid, view],
  )
  const lines = useMemo(
    () => (places === null ? [] : graph.links.map(({ a, b }) => [a, b].map((node) => [places.x[node]!, places.y[node]!] as const))),
    [graph, places],
  )
  const names = useMemo(() => (places === null ? [] : namesAt(graph, radii, places, size)), [graph, radii, places, size])

  const find = (event: PointerEvent): Pointed | null => {
    const bounds = event.currentTarget.getBoundingClientRect()
    const [x, y] = [event.clientX - bounds.left, event.clientY - bounds.top]
    const node =
      places === null ? -1 : radii.findIndex((radius, at) => Math.hypot(places.x[at]! - x, places.y[at]! - y) <= radius + 3)
    if (node >= 0) return { kind: 'node', at: node }
    const link = nearestLine(lines, x, y)
    return link === null || link.far > reach ? null : { kind: 'link', at: link.line }
  }
  const open = ({ kind, at }: Pointed) => {
    if (kind === 'link') return onOpen(graph.links[at]!.pair.index)
    const { key } = graph.nodes[at]!
    onFocus(key === focus ? null : key)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = arrows[event.key]
    if (direction !== undefined && laid !== null) {
      const next = pointed?.kind === 'node' ? nextPoint(laid, pointed.at, direction) : 0
      if (next !== null && graph.nodes[next] !== undefined) {
        setPointed({ kind: 'node', at: next })
        setView(withInSight(view, laid.x[next]!, laid.y[next]!, size))
      }
    } else if (event.key === 'Enter' && pointed !== null) open(pointed)
    else if (event.key === 'Escape' && focus !== null) onFocus(null)
    else if (event.key === '+' || event.key === '=' || event.key === '-')
      setView(zoomed(view, event.key === '-' ? 1 / 1.5 : 1.5, [size[0] / 2, size[1] / 2], size))
    else if (event.key === '0') setView(wholeView)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const says = pointed === null ? '' : tipOf(graph, pointed)
  const around = pointed?.kind === 'node' ? pointed.at : focus === null ? -1 : graph.nodes.findIndex(({ key }) => key === focus)
  const standsBack = (node: number) =>
    around >= 0 && node !== around && !graph.links.some(({ a, b }) => (a === around && b === node) || (b === around && a === node))
  return (
    <ChartFrame
      title={title}
      notes={notes}
      svg={svg}
      tools={
        <>
          <span>
            {formatCount(graph.nodes.length)} {graph.nodes.length === 1 ? 'dot' : 'dots'}, {formatCount(graph.links.length)} of{' '}
            {formatCount(pairs.length)} pairs
          </span>
          {view !== wholeView && (
            <Button kind="quiet" onClick={() => setView(wholeView)}>
              Whole
            </Button>
          )}
        </>
      }
      caption="Lines: pairs, the thicker the higher NPMI at least. Dots: the larger, the more documents; number and colour: its community. Drawn are those with most in common with others. Click a line for its documents, a dot to list its pairs."
    >
      {/* The pointer acts on the drawing; the keys do the same, and the table beside it holds every pair. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={box}
        className={styles['network']}
        role="img"
        aria-label={`Network of ${graph.nodes.length} things that go together, ${graph.links.length} pairs. The table beside it has the same pairs.`}
        aria-busy={places === null}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        data-hovers={pointed !== null}
        onPointerDown={(event) => {
          if (event.button !== 0) return
          drag.current = { x: event.clientX, y: event.clientY, view, moved: false }
          event.currentTarget.setPointerCapture(event.pointerId)
        }}
        onPointerMove={(event) => {
          const from = drag.current
          if (from === null) return setPointed(find(event))
          const [byX, byY] = [event.clientX - from.x, event.clientY - from.y]
          from.moved ||= Math.hypot(byX, byY) > 4
          if (from.moved) setView(moved(from.view, byX, byY, size))
        }}
        onPointerUp={(event) => {
          const found = drag.current?.moved === false ? find(event) : null
          drag.current = null
          if (found !== null) open(found)
        }}
        onPointerCancel={() => (drag.current = null)}
        onPointerLeave={() => setPointed(null)}
        onBlur={() => setPointed(null)}
        onKeyDown={onKeyDown}
      >
        <svg ref={svg} width={size[0]} height={size[1]} aria-hidden="true">
          {places !== null && (
            <>
              {graph.links.map(({ a, b, weight, pair }, link) => (
                <line
                  key={pair.index}
                  x1={places.x[a]}
                  y1={places.y[a]}
                  x2={places.x[b]}
                  y2={places.y[b]}
                  className={styles['link']}
                  style={{ strokeWidth: 0.8 + 4 * Math.max(0, weight) }}
                  data-chosen={pair.index === chosen || (pointed?.kind === 'link' && pointed.at === link)}
                  data-back={around >= 0 && a !== around && b !== around}
                />
              ))}
              {graph.nodes.map(({ key, community }, node) => (
                <g
                  key={key}
                  transform={`translate(${places.x[node]} ${places.y[node]})`}
                  data-back={standsBack(node)}
                  className={styles['node']}
                >
                  <circle r={radii[node]} style={{ fill: clusterColour(community) }} data-focus={key === focus} />
                  <text dy="0.34em">{community + 1}</text>
                </g>
              ))}
              {names.map(({ node, left, top, text }) => (
                <text
                  key={node}
                  x={left}
                  y={top}
                  className={styles['name']}
                  data-back={standsBack(node)}
                  data-stands={node === around}
                >
                  {text}
                </text>
              ))}
            </>
          )}
        </svg>
        {places === null && <p className={styles['laying']}>Laying out…</p>}
        {pointed !== null && places !== null && <Tip at={tipPlace(graph, pointed, places)} size={size} text={says} />}
      </div>
      <span className="unseen" role="status">
        {says}
      </span>
    </ChartFrame>
  )
}

type Places = { readonly x: Float32Array; readonly y: Float32Array }

/** By the square root of documents, so that areas compare. */
function radiiOf({ nodes }: PairGraph): readonly number[] {
  const most = Math.max(1, ...nodes.map(({ documents }) => documents))
  return nodes.map(({ documents }) => 7 + 7 * Math.sqrt(documents / most))
}

/** Names of nodes where there is room, those with most pairs first. */
function namesAt({ nodes }: PairGraph, radii: readonly number[], { x, y }: Places, size: readonly [number, number]) {
  const font = chartFont()
  const order = [...nodes.keys()].sort((a, b) => nodes[b]!.pairs - nodes[a]!.pairs || nodes[b]!.documents - nodes[a]!.documents)
  const texts = order.map((node) => shortened(nodes[node]!.name, nameCharacters))
  const obstacles = radii.map((radius, node) => ({
    left: x[node]! - radius,
    top: y[node]! - radius,
    right: x[node]! + radius,
    bottom: y[node]! + radius,
  }))
  const wanted = order.map((node, index) => ({
    x: x[node]!,
    y: y[node]!,
    width: textWidth(texts[index]!, font),
    height: 13,
    gap: radii[node]! + 3,
  }))
  return placeLabels(wanted, size, obstacles).map(({ label, left, top }) => ({
    node: order[label]!,
    left,
    top: top + 10,
    text: texts[label]!,
  }))
}

function tipOf({ nodes, links }: PairGraph, { kind, at }: Pointed): string {
  const node = nodes[at]
  if (kind === 'node')
    return node === undefined
      ? ''
      : `${node.name}\nin ${formatCount(node.documents)} documents, ${node.pairs} of the pairs drawn, community ${node.community + 1}`
  const link = links[at]
  return link === undefined ? '' : pairTip(link.pair)
}

function tipPlace({ links }: PairGraph, { kind, at }: Pointed, { x, y }: Places): readonly [number, number] {
  const { a, b } = kind === 'node' ? { a: at, b: at } : (links[at] ?? { a: 0, b: 0 })
  return [(x[a]! + x[b]!) / 2, (y[a]! + y[b]!) / 2]
}

import { quadtree } from 'd3'
import { type PointerEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { formatCount } from '../widgets/format-numbers.ts'
import { clusterColour } from './cluster-colours.ts'
import styles from './cluster-map.module.css'
import { mapLayout } from './map-layout.ts'
import { useSize } from './use-size.ts'

type Props = {
  /** Places and clusters of the documents, [documents] each; cluster -1 is none. */
  readonly x: Float32Array
  readonly y: Float32Array
  readonly cluster: Int32Array
  /** Names of the clusters, by number. */
  readonly names: readonly string[]
  /** The cluster that stands out; null: all alike. */
  readonly chosen: number | null
  readonly nameOf: (point: number) => string
  readonly onOpen: (point: number) => void
}

/** How near the pointer must be to a point, in pixels. */
const reach = 12

/** All documents as points, each in its cluster's colour with the cluster's number amid them; hovering names one, a click opens it. */
export function ClusterMap({ x, y, cluster, names, chosen, nameOf, onOpen }: Props): ReactNode {
  const box = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const size = useSize(box)
  const [hovered, setHovered] = useState<number | null>(null)
  const layout = useMemo(() => mapLayout(x, y, cluster, names.length, size), [x, y, cluster, names.length, size])
  const tree = useMemo(
    () =>
      quadtree<number>(
        [...layout.x.keys()],
        (point) => layout.x[point] ?? 0,
        (point) => layout.y[point] ?? 0,
      ),
    [layout],
  )
  const themed = useTheme()

  useEffect(() => {
    if (canvas.current !== null) draw(canvas.current, layout, cluster, chosen, size)
  }, [layout, cluster, chosen, size, themed])

  const find = (event: PointerEvent) => {
    const bounds = event.currentTarget.getBoundingClientRect()
    return tree.find(event.clientX - bounds.left, event.clientY - bounds.top, reach) ?? null
  }
  const says = `Map of ${formatCount(x.length)} documents: points near each other have like latents. The clusters and their documents are listed beside it.`
  const name = hovered === null ? '' : (names[cluster[hovered] ?? -1] ?? 'Unassigned')
  return (
    <figure className={styles['figure']}>
      {/* The list of documents is the way by keyboard. */}
      <div
        ref={box}
        className={styles['map']}
        role="img"
        aria-label={says}
        data-hovers={hovered !== null}
        onPointerMove={(event) => setHovered(find(event))}
        onPointerLeave={() => setHovered(null)}
        onPointerUp={(event) => {
          const point = find(event)
          if (point !== null && event.button === 0) onOpen(point)
        }}
      >
        <canvas ref={canvas} />
        {layout.middles.map((middle, id) =>
          middle === null ? null : (
            <span
              key={id}
              className={styles['number']}
              data-dimmed={chosen !== null && chosen !== id}
              style={{ left: middle[0], top: middle[1], background: clusterColour(id) }}
            >
              {id + 1}
            </span>
          ),
        )}
        {hovered !== null && (
          <span className={styles['ring']} style={{ left: layout.x[hovered], top: layout.y[hovered] }} aria-hidden="true" />
        )}
      </div>
      <figcaption>
        {hovered === null ? (
          'Near points have like latents; the axes have no unit. Click a point to read its document.'
        ) : (
          <>
            <strong>{name}</strong> {nameOf(hovered)}
          </>
        )}
      </figcaption>
    </figure>
  )
}

type Layout = ReturnType<typeof mapLayout>

function draw(
  canvas: HTMLCanvasElement,
  { x, y }: Layout,
  cluster: Int32Array,
  chosen: number | null,
  [width, height]: readonly [number, number],
): void {
  const scale = window.devicePixelRatio || 1
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(height * scale)
  canvas.style.width = `${width}px`
  canvas.style.height = `${height}px`
  const context = canvas.getContext('2d')
  if (context === null) return
  context.scale(scale, scale)
  const radius = x.length > 20_000 ? 1.2 : x.length > 3000 ? 1.8 : 2.6
  const colours = new Map<number, string>()
  const colourOf = (id: number) => {
    const known = colours.get(id)
    if (known !== undefined) return known
    const resolved = resolvedColour(canvas, id < 0 ? 'var(--line-strong)' : clusterColour(id))
    colours.set(id, resolved)
    return resolved
  }
  for (const standsOut of [false, true])
    for (let point = 0; point < x.length; point++) {
      const id = cluster[point] ?? -1
      if ((chosen === null || id === chosen) !== standsOut) continue
      context.globalAlpha = standsOut ? (id < 0 ? 0.5 : 0.75) : 0.13
      context.fillStyle = colourOf(id)
      context.beginPath()
      context.arc(x[point] ?? 0, y[point] ?? 0, radius, 0, 2 * Math.PI)
      context.fill()
    }
}

/** A colour of the design as a canvas knows it. */
function resolvedColour(element: HTMLElement, colour: string): string {
  element.style.color = colour
  const resolved = getComputedStyle(element).color
  element.style.color = ''
  return resolved
}

/** The theme that is on, so that what is drawn once is drawn again when it changes. */
function useTheme(): string {
  const [theme, setTheme] = useState(document.documentElement.dataset['theme'] ?? '')
  useEffect(() => {
    const observer = new MutationObserver(() => setTheme(document.documentElement.dataset['theme'] ?? ''))
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
    return () => observer.disconnect()
  }, [])
  return theme
}

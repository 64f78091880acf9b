import { type ReactNode, useMemo, useRef, useState } from 'react'
import { Button } from '../widgets/button.tsx'
import { formatCount } from '../widgets/format-numbers.ts'
import { Segmented } from '../widgets/segmented.tsx'
import { ChartFrame } from './chart-frame.tsx'
import { clusterColour } from './cluster-colours.ts'
import styles from './cluster-map.module.css'
import { clusterLabels, type DocumentLabel } from './cluster-labels.ts'
import { mapLayout } from './map-layout.ts'
import { type Ink, pointLayer } from './points/draw-points.ts'
import { PointPlot } from './points/point-plot.tsx'
import { wholeView } from './points/point-view.ts'
import type { PointTool } from './points/use-point-gestures.ts'
import { useSize } from './use-size.ts'

type Props = {
  readonly title: string
  readonly notes: readonly string[]
  /** Places and clusters of the documents, [documents] each; cluster -1 is none. */
  readonly x: Float32Array
  readonly y: Float32Array
  readonly cluster: Int32Array
  /** Names of the clusters, by number. */
  readonly names: readonly string[]
  /** The cluster that stands out; null: all alike. */
  readonly chosen: number | null
  /** Documents that were drawn around, by place in the map; null: none. */
  readonly selected: Uint32Array | null
  readonly onSelect: (points: Uint32Array | null) => void
  readonly nameOf: (point: number) => string
  /** Documents that may be named on the map once there is room, the most telling first. */
  readonly labels: readonly DocumentLabel[]
  readonly onOpen: (point: number) => void
}

/** All documents as points, each in its cluster's colour with the cluster's number and name amid them. */
export function ClusterMap(props: Props): ReactNode {
  const { title, notes, x, y, cluster, names, chosen, selected, onSelect, nameOf, labels, onOpen } = props
  const box = useRef<HTMLDivElement>(null)
  const svg = useRef<SVGSVGElement>(null)
  const size = useSize(box)
  const [view, setView] = useState(wholeView)
  const [hovered, setHovered] = useState<number | null>(null)
  const [tool, setTool] = useState<PointTool>('lasso')
  const layout = useMemo(() => mapLayout(x, y, cluster, names.length, size), [x, y, cluster, names.length, size])
  const inks = useMemo(() => inksOf(names.length, x.length, view.k), [names.length, x.length, view.k])
  const ink = useMemo(() => cluster.map((id) => id + 1), [cluster])
  const dimmed = useMemo(() => dimmedOf(cluster, chosen, selected), [cluster, chosen, selected])
  const points = { x: layout.x, y: layout.y, ink, inks, dimmed }
  const texts = useMemo(() => clusterLabels(layout, names, labels, view, size), [layout, names, labels, view, size])
  const clusterName = (point: number) => names[cluster[point] ?? -1] ?? 'Unassigned'
  return (
    <ChartFrame
      title={title}
      notes={notes}
      svg={svg}
      layer={(colour) => pointLayer(points, view, size)(colour)}
      tools={
        <>
          <Segmented
            label="What a drag does"
            value={tool}
            options={[
              { value: 'lasso', title: 'Lasso', tip: 'Draw around documents to select them. Shift adds, Alt takes away' },
              { value: 'rectangle', title: 'Rectangle', tip: 'Drag a rectangle to select documents. Shift adds, Alt takes away' },
              { value: 'move', title: 'Move', tip: 'Drag to move the map; the wheel enlarges it' },
            ]}
            onChange={setTool}
          />
          {view.k > 1 && (
            <Button kind="quiet" onClick={() => setView(wholeView)}>
              Whole
            </Button>
          )}
        </>
      }
      caption="Near points have like latents; the axes have no unit. The wheel enlarges and names more. Click a point to read its document."
    >
      <PointPlot
        {...points}
        label={`Map of ${formatCount(x.length)} documents: points near each other have like latents. The clusters and their documents are listed beside it.`}
        box={box}
        svg={svg}
        size={size}
        tool={tool}
        view={view}
        setView={setView}
        hovered={hovered}
        onHover={setHovered}
        chosen={null}
        onOpen={onOpen}
        selected={selected}
        onSelect={onSelect}
        tipOf={(point) => `${nameOf(point)}\n${clusterName(point)}`}
      >
        {texts.map(({ key, left, top, text, strong }) => (
          <text key={key} x={left} y={top} className={styles[strong ? 'cluster' : 'document']}>
            {text}
          </text>
        ))}
        {layout.middles.map((middle, id) =>
          middle === null ? null : (
            <g
              key={id}
              className={styles['number']}
              transform={`translate(${view.k * middle[0] + view.x} ${view.k * middle[1] + view.y})`}
              data-dimmed={chosen !== null && chosen !== id}
            >
              <circle r={10} style={{ fill: clusterColour(id) }} />
              <text dy="0.35em">{id + 1}</text>
            </g>
          ),
        )}
      </PointPlot>
    </ChartFrame>
  )
}

/** That of documents without a cluster first; the more points, the smaller, and larger as the map is enlarged. */
function inksOf(clusters: number, points: number, k: number): readonly Ink[] {
  const radius = (points > 20_000 ? 1.2 : points > 3000 ? 1.8 : 2.6) * Math.min(1.8, k ** 0.25)
  return [
    { colour: 'var(--line-strong)', radius },
    ...Array.from({ length: clusters }, (_, id) => ({ colour: clusterColour(id), radius })),
  ]
}

/** Documents that stand back: those not selected, or else those of other clusters than the chosen. */
function dimmedOf(cluster: Int32Array, chosen: number | null, selected: Uint32Array | null): Uint8Array | null {
  if (selected === null) return chosen === null ? null : Uint8Array.from(cluster, (id) => (id === chosen ? 0 : 1))
  const dimmed = new Uint8Array(cluster.length).fill(1)
  for (const point of selected) dimmed[point] = 0
  return dimmed
}

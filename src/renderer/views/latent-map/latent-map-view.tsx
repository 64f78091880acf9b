import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import type { LatentColumns, LatentMap } from '../../../contract/latent-table.ts'
import { ChartFrame } from '../../charts/chart-frame.tsx'
import { mapLabels, pointsInSight } from '../../charts/map-labels.ts'
import { mapLayout } from '../../charts/map-layout.ts'
import { pointLayer } from '../../charts/points/draw-points.ts'
import { PointPlot } from '../../charts/points/point-plot.tsx'
import { type PointView, wholeView } from '../../charts/points/point-view.ts'
import type { PointTool } from '../../charts/points/use-point-gestures.ts'
import { useSize } from '../../charts/use-size.ts'
import { useLook } from '../../client/kept-look.ts'
import { withCondition } from '../../client/latent-conditions.ts'
import { useLabels, useLatentColumns, useLatentMap } from '../../client/latent-table-queries.ts'
import type { LatentTable } from '../../client/row-queries.ts'
import { useWorkbench } from '../../client/workbench.ts'
import { Button } from '../../widgets/button.tsx'
import { EmptyState, ErrorNote } from '../../widgets/empty-state.tsx'
import { Select } from '../../widgets/fields.tsx'
import { formatCount, formatShare } from '../../widgets/format-numbers.ts'
import { Segmented } from '../../widgets/segmented.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import { type Colouring, inkOf, inksOf } from './map-inks.ts'
import styles from './latent-map.module.css'

type Props = {
  /** What the table below the map shows: all else stands back. */
  readonly table: LatentTable
}

/** Names asked for at once, and how long the view rests before they are, in milliseconds. */
const mostNames = 90
const rest = 160
/** Where buttons lie over the map, in pixels: no name stands there. */
const buttons = { left: 0, top: 0, right: 320, bottom: 30 }

/** All latents in a plane, near those whose decoder directions point the same way; what is drawn around is what the table shows. */
export function LatentMapView({ table }: Props): ReactNode {
  const map = useLatentMap()
  const columns = useLatentColumns(table)
  const error = map.error ?? columns.error
  if (error !== null) return <ErrorNote error={error} retry={map.error === null ? columns.refetch : map.refetch} />
  if (map.data === undefined || columns.data === undefined)
    return (
      <EmptyState title="Laying out the latents…">
        The first time with a lens this takes from seconds to a few minutes, by the number of its latents. It is kept on this
        machine.
      </EmptyState>
    )
  return <PlacedMap map={map.data} columns={columns.data} table={table} />
}

function PlacedMap({ map, columns, table }: { map: LatentMap; columns: LatentColumns; table: LatentTable }) {
  const box = useRef<HTMLDivElement>(null)
  const svg = useRef<SVGSVGElement>(null)
  const size = useSize(box)
  const [view, setView] = useLook<PointView>('latent map view', map.lens, wholeView)
  const [tool, setTool] = useLook<PointTool>('latent map tool', map.lens, 'move')
  const [wanted, setColouring] = useLook<Colouring>('latent map colours', map.lens, 'frequency')
  const [hovered, setHovered] = useState<number | null>(null)
  const { latent, selectLatent, changeTable } = useWorkbench()
  const conditions = useWorkbench((state) => state.table.conditions)
  const compares = (table.panes?.length ?? 0) > 1
  const colouring = wanted === 'difference' && !compares ? 'frequency' : wanted

  const places = useMemo(() => mapLayout(map.x, map.y, new Int32Array(map.x.length).fill(-1), 0, size), [map, size])
  const ink = useMemo(() => inkOf(colouring, columns, map.x), [colouring, columns, map])
  const shown = useMemo(() => new Set(columns.latents), [columns])
  const dimmed = useMemo(
    () => (shown.size === columns.dSae ? null : Uint8Array.from(map.x, (_, at) => (shown.has(at) ? 0 : 1))),
    [shown, columns, map],
  )
  const rank = useMemo(
    () =>
      Float32Array.from(columns.documentFrequency, (frequency, at) => {
        if (!shown.has(at)) return -1
        const difference = Math.abs(columns.difference[at] ?? 0) || 0
        return (colouring === 'difference' ? difference : frequency) + (columns.marks[at] === 0 ? 0 : 2)
      }),
    [columns, shown, colouring],
  )
  const names = useNames(places, view, size, rank, hovered)
  const labels = useMemo(
    () =>
      mapLabels(
        places,
        view,
        size,
        [...names].map(([point, name]) => ({ point, name })),
        [buttons],
      ),
    [places, view, size, names],
  )
  const drawn = { x: places.x, y: places.y, ink, inks: inksOf(colouring, map.x.length), dimmed }
  const select = (points: Uint32Array | null) =>
    changeTable({ conditions: withCondition(conditions, { among: points === null ? undefined : [...points] }) })
  const { among } = conditions
  const tipOf = (point: number) => {
    const name = names.get(point)
    return `${name === undefined ? '' : `${visibleText(name)}\n`}latent ${point}, in ${formatShare(columns.documentFrequency[point] ?? 0)} of the documents`
  }
  return (
    <section className={styles['frame']} aria-label="Map of latents">
      <ChartFrame
        title={`Map of the latents of ${map.lens}`}
        notes={[`${formatCount(columns.latents.length)} of ${formatCount(columns.dSae)} latents, by the directions of the decoder`]}
        svg={svg}
        layer={(colour) => pointLayer(drawn, view, size)(colour)}
        tools={
          <>
            <Segmented
              label="What a drag does"
              value={tool}
              options={[
                { value: 'move', title: 'Move', tip: 'Drag the map; the wheel enlarges it' },
                {
                  value: 'rectangle',
                  title: 'Rectangle',
                  tip: 'Drag a rectangle: the table shows the latents within. Shift adds, Alt takes away',
                },
                {
                  value: 'lasso',
                  title: 'Lasso',
                  tip: 'Draw around latents: the table shows those within. Shift adds, Alt takes away',
                },
              ]}
              onChange={setTool}
            />
            <Select
              label="Colour"
              labelled
              value={colouring}
              options={[
                { value: 'frequency', title: 'by frequency' },
                { value: 'difference', title: 'by difference of the panes', disabled: !compares },
                { value: 'marks', title: 'by flag, star and note' },
              ]}
              onChange={setColouring}
            />
          </>
        }
        caption={<Legend colouring={colouring} />}
      >
        <PointPlot
          {...drawn}
          label={`Map of ${formatCount(columns.dSae)} latents: near ones point the same way in the decoder. The table has the same latents.`}
          box={box}
          svg={svg}
          size={size}
          tool={tool}
          view={view}
          setView={setView}
          hovered={hovered}
          onHover={setHovered}
          chosen={latent}
          onOpen={selectLatent}
          selected={among === undefined ? null : Uint32Array.from(among).sort()}
          onSelect={select}
          tipOf={tipOf}
        >
          {labels.map(({ point, left, top, text }) => (
            <text key={point} x={left} y={top} className={styles['name']}>
              {visibleText(text)}
            </text>
          ))}
        </PointPlot>
        <div className={styles['over']}>
          {among !== undefined && (
            <>
              <span role="status">
                {formatCount(among.length)} / {formatCount(columns.dSae)} selected
              </span>
              <Button kind="quiet" icon="close" onClick={() => select(null)}>
                All
              </Button>
            </>
          )}
          {view.k > 1 && (
            <Button kind="quiet" onClick={() => setView(wholeView)}>
              Whole map
            </Button>
          )}
        </div>
      </ChartFrame>
    </section>
  )
}

type Places = { readonly x: Float32Array; readonly y: Float32Array }

/** Names of what is in sight, the most important first, asked for once the view rests; the hovered one's too. */
function useNames(places: Places, view: PointView, size: readonly [number, number], rank: Float32Array, hovered: number | null) {
  const [wanted, setWanted] = useState<readonly number[]>([])
  useEffect(() => {
    const timer = setTimeout(() => setWanted(pointsInSight(places, view, size, rank, mostNames)), rest)
    return () => clearTimeout(timer)
  }, [places, view, size, rank])
  const { data } = useLabels(wanted)
  const { data: under } = useLabels(hovered === null ? [] : [hovered])
  return useMemo(() => {
    const known = new Map((data?.rows ?? []).map(({ latent, label }) => [latent, label]))
    const names = new Map<number, string>()
    for (const point of wanted) {
      const label = known.get(point)
      if (label != null && label !== '') names.set(point, label)
    }
    for (const { latent, label } of under?.rows ?? []) if (label != null && label !== '') names.set(latent, label)
    return names
  }, [data, under, wanted])
}

function Legend({ colouring }: { colouring: Colouring }) {
  return (
    <span className={styles['legend']}>
      {inksOf(colouring).map(({ title, colour, radius, hollow = false }) => (
        <span key={title}>
          <svg width="9" height="9" aria-hidden="true">
            <circle
              cx="4.5"
              cy="4.5"
              r={hollow ? radius - 0.5 : radius}
              style={{ fill: hollow ? 'none' : colour, stroke: hollow ? colour : 'none' }}
            />
          </svg>
          {title}
        </span>
      ))}
      <span className={styles['axes']}>Near: like decoder directions. Axes without a unit.</span>
    </span>
  )
}

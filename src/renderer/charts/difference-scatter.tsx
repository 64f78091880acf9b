import { type ReactNode, useMemo, useRef, useState } from 'react'
import { formatCount, formatPoints, formatShare } from '../widgets/format-numbers.ts'
import { Button } from '../widgets/button.tsx'
import { Segmented } from '../widgets/segmented.tsx'
import { Axes } from './axes.tsx'
import { ChartFrame } from './chart-frame.tsx'
import styles from './difference-scatter.module.css'
import { placeLabels } from './label-placement.ts'
import { pointLayer } from './points/draw-points.ts'
import { PointPlot } from './points/point-plot.tsx'
import { wholeView } from './points/point-view.ts'
import type { PointTool } from './points/use-point-gestures.ts'
import { type ScatterPoint, scatterLayout } from './scatter-layout.ts'
import { chartFont, shortened, textWidth } from './text-width.ts'
import { useSize } from './use-size.ts'

type Props = {
  readonly title: string
  readonly notes: readonly string[]
  /** The strongest first. */
  readonly points: readonly ScatterPoint[]
  /** By number of the latent. */
  readonly chosen: number | null
  readonly hovered: number | null
  readonly onHover: (latent: number | null) => void
  readonly onOpen: (latent: number) => void
  /** Latents that were drawn around; null: no selection. */
  readonly selected: ReadonlySet<number> | null
  readonly onSelect: (latents: ReadonlySet<number> | null) => void
}

/** Not found; found, more and less frequent in the target. */
const inks = [
  { colour: 'var(--line-strong)', radius: 2.6, hollow: true },
  { colour: 'var(--corpus-1)', radius: 3.4 },
  { colour: 'var(--corpus-2)', radius: 3.4 },
] as const
const named = 14
const withInterval = 40
const nameCharacters = 30

/** Every latent of a comparison: how much its frequencies differ against how frequent it is, intervals at the strongest. */
export function DifferenceScatter({
  title,
  notes,
  points,
  chosen,
  hovered,
  onHover,
  onOpen,
  selected,
  onSelect,
}: Props): ReactNode {
  const box = useRef<HTMLDivElement>(null)
  const svg = useRef<SVGSVGElement>(null)
  const size = useSize(box)
  const [tool, setTool] = useState<PointTool>('rectangle')
  const layout = useMemo(() => scatterLayout(points, size), [points, size])
  const at = useMemo(() => new Map(points.map(({ latent }, point) => [latent, point])), [points])
  const ink = useMemo(() => Int32Array.from(points, ({ found, difference }) => (found ? (difference > 0 ? 1 : 2) : 0)), [points])
  const dimmed = useMemo(
    () => (selected === null ? null : Uint8Array.from(points, ({ latent }) => (selected.has(latent) ? 0 : 1))),
    [points, selected],
  )
  const strongest = useMemo(
    () => points.flatMap(({ found, latent }, point) => (found && selected?.has(latent) !== false ? [point] : [])),
    [points, selected],
  )
  const labels = useMemo(() => labelled(points, strongest.slice(0, 60), layout, size), [points, strongest, layout, size])
  const pointOf = (latent: number | null) => (latent === null ? null : (at.get(latent) ?? null))
  const drawn = { ...layout.places, ink, inks, dimmed }
  const closer = [...new Set([pointOf(hovered), pointOf(chosen)])].filter((point) => point !== null)
  return (
    <ChartFrame
      title={title}
      notes={notes}
      svg={svg}
      layer={(colour) => pointLayer(drawn, wholeView, size)(colour)}
      tools={
        <>
          <Segmented
            label="How latents are selected"
            value={tool}
            options={[
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
          {selected !== null && (
            <>
              <span role="status">
                {formatCount(selected.size)} / {formatCount(points.length)} selected
              </span>
              <Button kind="quiet" icon="close" onClick={() => onSelect(null)}>
                All
              </Button>
            </>
          )}
        </>
      }
      caption="Filled: found. Above the line: more frequent in the target. Upright lines: 95 % intervals. Drag to select, click to look closer."
    >
      <PointPlot
        {...drawn}
        label={`Plot of ${formatCount(points.length)} latents: difference against frequency. The table beside it has the same latents.`}
        box={box}
        svg={svg}
        size={size}
        tool={tool}
        view={wholeView}
        setView={null}
        hovered={pointOf(hovered)}
        onHover={(point) => onHover(point === null ? null : (points[point]?.latent ?? null))}
        chosen={pointOf(chosen)}
        onOpen={(point) => onOpen(points[point]?.latent ?? 0)}
        selected={selected === null ? null : Uint32Array.from([...selected].flatMap((latent) => at.get(latent) ?? [])).sort()}
        onSelect={(found) => onSelect(found === null ? null : new Set([...found].map((point) => points[point]?.latent ?? 0)))}
        tipOf={(point) => tipOf(points[point]!)}
      >
        <Axes
          {...layout}
          x={layout.xTicks.map((tick) => ({ at: tick.at, label: formatMark(tick.value) }))}
          y={layout.yTicks.map((tick) => ({ at: tick.at, label: `${tick.value > 0 ? '+' : ''}${formatMark(tick.value)}` }))}
          xTitle="document frequency on the larger side, % (√ scale)"
          yTitle="target minus other, percentage points (√ scale)"
          zero={layout.y(0)}
        />
        {strongest.slice(0, withInterval).map((point) => (
          <Whisker key={point} point={points[point]!} layout={layout} />
        ))}
        {closer.map((point) => (
          <Whisker key={`closer ${point}`} point={points[point]!} layout={layout} closer />
        ))}
        {labels.map(({ point, left, top, text }) => (
          <text key={point} x={left} y={top} className={styles['name']}>
            {text}
          </text>
        ))}
      </PointPlot>
    </ChartFrame>
  )
}

type Layout = ReturnType<typeof scatterLayout>

/** The interval of a latent; looked at closer, also what length alone would make of it. */
function Whisker({
  point: { frequency, interval, expected },
  layout: { x, y },
  closer = false,
}: {
  point: ScatterPoint
  layout: Layout
  closer?: boolean
}) {
  const across = x(frequency)
  return (
    <g data-leave-out={closer ? '' : undefined}>
      <line x1={across} x2={across} y1={y(interval[0])} y2={y(interval[1])} className={styles[closer ? 'closer' : 'whisker']} />
      {closer && <line x1={across - 6} x2={across + 6} y1={y(expected)} y2={y(expected)} className={styles['expected']} />}
    </g>
  )
}

function labelled(points: readonly ScatterPoint[], strongest: readonly number[], layout: Layout, size: readonly [number, number]) {
  const font = chartFont()
  const texts = strongest.map((point) => shortened(points[point]!.name, nameCharacters))
  const placed = placeLabels(
    strongest.map((point, index) => ({
      x: layout.places.x[point]!,
      y: layout.places.y[point]!,
      width: textWidth(texts[index]!, font),
      height: 13,
      gap: 6,
    })),
    [size[0], layout.bottom],
    [
      { left: 0, top: 0, right: size[0], bottom: layout.top - 2 },
      { left: 0, top: 0, right: layout.left, bottom: size[1] },
    ],
    named,
  )
  return placed.map(({ label, left, top }) => ({ point: strongest[label]!, left, top: top + 10, text: texts[label]! }))
}

function tipOf({ latent, name, frequency, difference, interval, expected, found }: ScatterPoint): string {
  return [
    `${name} (${latent})`,
    `${formatPoints(difference)} points, 95 % interval ${formatPoints(interval[0])} to ${formatPoints(interval[1])}${found ? '' : ', not found'}`,
    `in ${formatShare(frequency)} at most; ${formatPoints(expected)} expected from length`,
  ].join('\n')
}

/** A share or difference as a mark of an axis, in percent: `0.1`, `5`, `−20`. */
const formatMark = (value: number) => String(Number((100 * value).toPrecision(3))).replace('-', '−')

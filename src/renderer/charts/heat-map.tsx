import { type KeyboardEvent, type PointerEvent, type ReactNode, useMemo, useRef, useState } from 'react'
import { formatCount } from '../widgets/format-numbers.ts'
import { ChartFrame } from './chart-frame.tsx'
import { heatTable } from './heat-layout.ts'
import styles from './heat-map.module.css'
import type { GraphPair } from './network/pair-graph.ts'
import { pairTip } from './network/pair-tip.ts'
import { Tip } from './points/point-plot.tsx'
import { chartFont, fitted } from './text-width.ts'
import { useSize } from './use-size.ts'

type Props = {
  readonly title: string
  readonly notes: readonly string[]
  /** Those that may be drawn, the strongest first. */
  readonly pairs: readonly GraphPair[]
  /** Whether both sides are of one set. */
  readonly square: boolean
  /** By place in the result. */
  readonly chosen: number | null
  readonly onOpen: (index: number) => void
}

const most = 36
const leastCell = 14
const largestCell = 44
const nameRoom = 190
/** Of the names of columns: steep enough that they do not touch. */
const slant = 60

/** How strongly the strongest things go together, each against each: the darker and larger a square, the surer the pair. */
export function HeatMap({ title, notes, pairs, square, chosen, onOpen }: Props): ReactNode {
  const box = useRef<HTMLDivElement>(null)
  const svg = useRef<SVGSVGElement>(null)
  const size = useSize(box)
  const [at, setAt] = useState<readonly [row: number, column: number] | null>(null)
  const left = Math.min(nameRoom, 0.36 * size[0])
  const top = Math.min(116, 0.32 * size[1])
  /** How far names lean over the last column. */
  const lean = top / Math.tan((slant * Math.PI) / 180)
  const held = Math.max(4, Math.min(most, Math.floor(Math.min(size[0] - left - lean, size[1] - top - 8) / leastCell)))
  const table = useMemo(() => heatTable(pairs, square, held), [pairs, square, held])
  const { rows, columns, cells } = table
  const cell = Math.min(
    largestCell,
    Math.max(leastCell, Math.floor(Math.min((size[0] - left - lean) / columns.length, (size[1] - top - 8) / rows.length))),
  )
  const byPlace = useMemo(
    () => new Map(cells.map((each) => [each.row * columns.length + each.column, each.pair])),
    [cells, columns],
  )
  const pairAt = (place: readonly [number, number]) => byPlace.get(place[0] * columns.length + place[1])
  const cellOf = (event: PointerEvent) => {
    const bounds = event.currentTarget.getBoundingClientRect()
    const [row, column] = [
      Math.floor((event.clientY - bounds.top - top) / cell),
      Math.floor((event.clientX - bounds.left - left) / cell),
    ]
    return row >= 0 && row < rows.length && column >= 0 && column < columns.length ? ([row, column] as const) : null
  }
  const open = (place: readonly [number, number] | null) => {
    const pair = place === null ? undefined : pairAt(place)
    if (pair !== undefined) onOpen(pair.index)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = ({ ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] } as const)[event.key]
    if (step !== undefined) {
      const [row, column] = at ?? [-step[0], -step[1]]
      setAt([Math.max(0, Math.min(rows.length - 1, row + step[0])), Math.max(0, Math.min(columns.length - 1, column + step[1]))])
    } else if (event.key === 'Enter') open(at)
    else return
    event.preventDefault()
  }
  const says = at === null ? '' : tipOf(at, table, pairAt(at))
  const font = chartFont()
  return (
    <ChartFrame
      title={title}
      notes={notes}
      svg={svg}
      tools={
        <span>
          {formatCount(rows.length)} × {formatCount(columns.length)}, {formatCount(cells.length / (square ? 2 : 1))} pairs
        </span>
      }
      caption="Those with most in common with others; like ones stand side by side. The larger and darker a square, the higher NPMI at least; empty: not among the pairs shown."
    >
      {/* The pointer acts on the drawing; the keys do the same, and the table beside it holds every pair. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={box}
        className={styles['map']}
        role="img"
        aria-label={`Heat map of ${rows.length} by ${columns.length}. The table beside it has the same pairs.`}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        data-hovers={at !== null && pairAt(at) !== undefined}
        onPointerMove={(event) => setAt(cellOf(event))}
        onPointerLeave={() => setAt(null)}
        onBlur={() => setAt(null)}
        onPointerUp={(event) => {
          if (event.button === 0) open(cellOf(event))
        }}
        onKeyDown={onKeyDown}
      >
        <svg ref={svg} width={size[0]} height={Math.min(size[1], top + rows.length * cell + 6)} aria-hidden="true">
          {columns.map(({ key, name }, column) => (
            <text
              key={key}
              transform={`translate(${left + (column + 0.65) * cell} ${top - 6}) rotate(${-slant})`}
              data-stands={at?.[1] === column}
            >
              {fitted(name, (top - 14) / Math.sin((slant * Math.PI) / 180), font)}
            </text>
          ))}
          {rows.map(({ key, name }, row) => (
            <text
              key={key}
              x={left - 6}
              y={top + (row + 0.5) * cell}
              dy="0.32em"
              className={styles['row']}
              data-stands={at?.[0] === row}
            >
              {fitted(name, left - 10, font)}
            </text>
          ))}
          <path d={gridOf(left, top, rows.length, columns.length, cell)} className={styles['grid']} />
          {square &&
            rows.map(({ key }, row) => (
              <line
                key={key}
                x1={left + row * cell + 3}
                x2={left + (row + 1) * cell - 3}
                y1={top + row * cell + 3}
                y2={top + (row + 1) * cell - 3}
                className={styles['self']}
              />
            ))}
          {cells.map(({ row, column, pair }) => {
            const strength = Math.max(0.03, pair.npmiLow)
            const side = (cell - 2) * (0.35 + 0.65 * Math.sqrt(strength))
            return (
              <rect
                key={`${row} ${column}`}
                x={left + (column + 0.5) * cell - side / 2}
                y={top + (row + 0.5) * cell - side / 2}
                width={side}
                height={side}
                className={styles['cell']}
                style={{ fill: `color-mix(in srgb, var(--corpus-1) ${Math.round(25 + 75 * strength)}%, var(--surface))` }}
                data-chosen={pair.index === chosen}
              />
            )
          })}
          {at !== null && (
            <rect
              x={left + at[1] * cell}
              y={top + at[0] * cell}
              width={cell}
              height={cell}
              className={styles['cursor']}
              data-leave-out=""
            />
          )}
        </svg>
        {at !== null && <Tip at={[left + (at[1] + 0.5) * cell, top + (at[0] + 0.5) * cell]} size={size} text={says} />}
      </div>
      <span className="unseen" role="status">
        {says}
      </span>
    </ChartFrame>
  )
}

function tipOf(
  [row, column]: readonly [number, number],
  { rows, columns }: ReturnType<typeof heatTable>,
  pair: GraphPair | undefined,
) {
  if (pair !== undefined) return pairTip(pair)
  const [a, b] = [rows[row]!, columns[column]!]
  return a.key === b.key ? a.name : `${a.name}\n${b.name}\nnot among the pairs shown`
}

function gridOf(left: number, top: number, rows: number, columns: number, cell: number): string {
  const [right, bottom] = [left + columns * cell, top + rows * cell]
  const across = Array.from({ length: rows + 1 }, (_, row) => `M${left} ${top + row * cell}H${right}`)
  const down = Array.from({ length: columns + 1 }, (_, column) => `M${left + column * cell} ${top}V${bottom}`)
  return [...across, ...down].join('')
}

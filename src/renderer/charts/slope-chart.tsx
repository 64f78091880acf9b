import { line } from 'd3'
import { type KeyboardEvent, type PointerEvent, type ReactNode, useMemo, useRef } from 'react'
import { formatPoints, formatShare } from '../widgets/format-numbers.ts'
import { visibleText } from '../widgets/visible-text.ts'
import { Axes } from './axes.tsx'
import { ChartFrame } from './chart-frame.tsx'
import { Tip } from './points/point-plot.tsx'
import styles from './slope-chart.module.css'
import { nearestLine, type SlopeGroup, slopeLayout, type SlopeRow } from './slope-layout.ts'
import { chartFont, fitted, shortened } from './text-width.ts'
import { useSize } from './use-size.ts'

type Props = {
  readonly title: string
  readonly notes: readonly string[]
  readonly groups: readonly SlopeGroup[]
  /** As many as are drawn, the strongest first. */
  readonly rows: readonly SlopeRow[]
  readonly chosen: number | null
  readonly hovered: number | null
  readonly onHover: (latent: number | null) => void
  readonly onOpen: (latent: number) => void
}

const reach = 14

/** How frequent latents are in each group in turn, a line for each, named at its end. */
export function SlopeChart({ title, notes, groups, rows, chosen, hovered, onHover, onOpen }: Props): ReactNode {
  const box = useRef<HTMLDivElement>(null)
  const svg = useRef<SVGSVGElement>(null)
  const size = useSize(box)
  const layout = useMemo(() => slopeLayout(rows, groups, size), [rows, groups, size])
  const names = useMemo(() => {
    const font = chartFont()
    const room = size[0] - layout.right - 10
    return rows.map(({ name }) => fitted(name, room, font))
  }, [rows, size, layout.right])
  const at = rows.findIndex(({ latent }) => latent === (hovered ?? -1))
  const find = (event: PointerEvent) => {
    const bounds = event.currentTarget.getBoundingClientRect()
    const near = nearestLine(layout.lines, event.clientX - bounds.left, event.clientY - bounds.top)
    return near === null || near.far > reach ? null : (rows[near.line]?.latent ?? null)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) onHover(rows[Math.max(0, Math.min(rows.length - 1, (at < 0 ? -1 : at) + step))]?.latent ?? null)
    else if (event.key === 'Enter' && hovered !== null) onOpen(hovered)
    else return
    event.preventDefault()
  }
  const path = line()
  const shown = rows[at]
  const end = layout.lines[at]?.at(-1)
  return (
    <ChartFrame
      title={title}
      notes={notes}
      svg={svg}
      tools={<span>{rows.length} strongest trends</span>}
      caption="A line for each latent, named at its end. Full: rises. Dashed: falls. Grey: not found. Click a line to look closer."
    >
      {/* The pointer acts on the drawing; the keys do the same, and the table beside it holds every line. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={box}
        className={styles['chart']}
        role="img"
        aria-label={`Slope chart of ${rows.length} latents over ${groups.map(({ name }) => visibleText(name)).join(', ')}. The table beside it has the same latents.`}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        data-hovers={hovered !== null}
        onPointerMove={(event) => onHover(find(event))}
        onPointerLeave={() => onHover(null)}
        onBlur={() => onHover(null)}
        onPointerUp={(event) => {
          const latent = find(event)
          if (latent !== null && event.button === 0) onOpen(latent)
        }}
        onKeyDown={onKeyDown}
      >
        <svg ref={svg} width={size[0]} height={size[1]} aria-hidden="true">
          <Axes
            {...layout}
            x={layout.xTicks.map((tick) => ({ at: tick.at, label: shortened(visibleText(tick.name), 18) }))}
            y={layout.yTicks.map((tick) => ({ at: tick.at, label: String(Number((100 * tick.value).toPrecision(3))) }))}
            xTitle="groups in order"
            yTitle="document frequency, % (√ scale)"
          />
          {rows.map(({ latent, change, found }, row) => (
            <path
              key={latent}
              d={path(layout.lines[row]?.map(([across, down]) => [across, down] as [number, number]) ?? []) ?? ''}
              className={styles['line']}
              data-found={found}
              data-falls={change < 0}
              data-stands={latent === hovered || latent === chosen}
            />
          ))}
          {layout.names.map((place, row) => (
            <g key={rows[row]!.latent} className={styles['name']} data-stands={[hovered, chosen].includes(rows[row]!.latent)}>
              <path d={`M${layout.right - 7} ${layout.ends[row]!.toFixed(1)}L${layout.right + 3} ${place.toFixed(1)}`} />
              <text x={layout.right + 6} y={place + 4}>
                {names[row]}
              </text>
            </g>
          ))}
        </svg>
        {shown !== undefined && end !== undefined && <Tip at={end} size={size} text={tipOf(shown, groups)} />}
      </div>
      <span className="unseen" role="status">
        {shown === undefined ? '' : tipOf(shown, groups)}
      </span>
    </ChartFrame>
  )
}

function tipOf({ latent, name, shares, change }: SlopeRow, groups: readonly SlopeGroup[]): string {
  const each = groups.map((group, at) => `${visibleText(group.name)}: ${formatShare(shares[at] ?? 0)}`)
  return [`${name} (${latent}), ${formatPoints(change)} points`, ...each].join('\n')
}

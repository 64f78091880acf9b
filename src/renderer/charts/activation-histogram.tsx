import { type ReactNode, useMemo, useRef } from 'react'
import { formatActivation, formatCount, formatShare } from '../widgets/format-numbers.ts'
import { visibleText } from '../widgets/visible-text.ts'
import styles from './charts.module.css'
import { histogramLayout, type HistogramBar } from './histogram-layout.ts'
import { SaveFigure } from './save-figure.tsx'
import { useWidth } from './use-width.ts'

export type HistogramRow = {
  readonly name: string
  /** A letter where the corpus is open in a pane, and its colour. */
  readonly letter: string | null
  readonly colour: string
  readonly documents: number
  readonly counts: readonly number[]
}
type Props = {
  readonly edges: readonly number[]
  readonly rows: readonly HistogramRow[]
  readonly threshold: number
  /** Whose activations they are, for a figure of it. */
  readonly of: string
}

const left = 38
const plot = 40
const gap = 14
const bottom = 30

/** Documents by pooled activation, one small chart for each corpus on the same axes, with the threshold of presence. */
export function ActivationHistogram({ edges, rows, threshold, of }: Props): ReactNode {
  const box = useRef<HTMLDivElement>(null)
  const svg = useRef<SVGSVGElement>(null)
  const width = useWidth(box)
  const layout = useMemo(
    () => histogramLayout({ edges, rows, threshold }, Math.max(80, width - left - 8), plot),
    [edges, rows, threshold, width],
  )
  const height = rows.length * (plot + gap) + bottom
  const top = (row: number) => gap + row * (plot + gap)
  return (
    <div ref={box} className={styles['histogram']}>
      <svg ref={svg} width={width} height={height} role="img" aria-label={spoken(rows, edges, threshold)}>
        {rows.map(({ name, letter, colour, documents }, row) => (
          <g key={name} transform={`translate(${left} ${top(row)})`} style={{ color: colour }}>
            {layout.yTicks.map(({ at, label }) => (
              <g key={label} className={styles['tick']} transform={`translate(0 ${at})`}>
                <line x2={Math.max(0, width - left - 8)} />
                <text x={-5} dy="0.32em" textAnchor="end">
                  {label}
                </text>
              </g>
            ))}
            {layout.rows[row]?.bars.map((bar) => (
              <Bar key={bar.x} bar={bar} documents={documents} />
            ))}
            <line className={styles['axis']} y1={plot} y2={plot} x2={Math.max(0, width - left - 8)} />
            <text className={styles['letter']} x={width - left - 10} y={-2} textAnchor="end">
              {letter !== null && <tspan>{letter}</tspan>} {visibleText(name)}
            </text>
          </g>
        ))}
        <g transform={`translate(${left} ${top(rows.length - 1) + plot})`}>
          {layout.threshold !== null && (
            <g className={styles['threshold']} transform={`translate(${layout.threshold} 0)`}>
              <line y1={-rows.length * (plot + gap) + 4} y2={3} />
              <text x={3} y={-rows.length * (plot + gap) + 12}>
                present above
              </text>
            </g>
          )}
          {layout.xTicks.map(({ at, label }) => (
            <g key={label} className={styles['tick']} transform={`translate(${at} 0)`}>
              <line y2={4} />
              <text y={14} textAnchor="middle">
                {label}
              </text>
            </g>
          ))}
          <text className={styles['title']} x={Math.max(0, width - left - 8)} y={27} textAnchor="end">
            highest activation in the document
          </text>
          <text className={styles['title']} x={-left} y={27}>
            % of documents (√ scale)
          </text>
        </g>
      </svg>
      <SaveFigure
        figure={{ title: `Highest activation in a document: ${of}`, notes: [`Present above ${formatActivation(threshold)}.`], svg }}
      />
    </div>
  )
}

function Bar({ bar: { x, y, width, height, from, to, count, share }, documents }: { bar: HistogramBar; documents: number }) {
  const says = `${formatActivation(from)} to ${formatActivation(to)}: ${formatCount(count)} of ${formatCount(documents)} documents (${formatShare(share)})`
  return (
    <g data-tip={says}>
      <rect className={styles['reach']} x={x} width={width + 1} height={plot} />
      <rect className={styles['bar']} x={x} y={y} width={width} height={height} />
    </g>
  )
}

function spoken(rows: readonly HistogramRow[], edges: readonly number[], threshold: number): string {
  const each = rows.map(({ name, counts, documents }) => {
    const active = counts.reduce((sum, count) => sum + count, 0)
    return `${name}: active in ${formatCount(active)} of ${formatCount(documents)} documents`
  })
  const scale = `from 0 to ${formatActivation(edges.at(-1) ?? 0)}, present above ${formatActivation(threshold)}`
  return `Histogram of the highest activation in a document, ${scale}. ${each.join('; ')}.`
}

import type { ReactNode } from 'react'
import styles from './axes.module.css'

export type Tick = { readonly at: number; readonly label: string }
type Props = {
  /** Edges of the drawing within the axes, in pixels. */
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly x: readonly Tick[]
  readonly y: readonly Tick[]
  /** What the axes are, with their units. */
  readonly xTitle: string
  readonly yTitle: string
  /** Where the line of zero lies, down from the top. */
  readonly zero?: number
}

/** The two axes of a plot with their titles, marks and faint lines. */
export function Axes({ left, right, top, bottom, x, y, xTitle, yTitle, zero }: Props): ReactNode {
  return (
    <g className={styles['axes']}>
      {y.map(({ at, label }) => (
        <g key={label} transform={`translate(${left} ${at})`}>
          <line x2={right - left} className={styles['grid']} />
          <text x={-6} dy="0.32em" className={styles['left']}>
            {label}
          </text>
        </g>
      ))}
      {x.map(({ at, label }) => (
        <g key={label} transform={`translate(${at} ${bottom})`}>
          <line y2={4} className={styles['mark']} />
          <text y={16} className={styles['below']}>
            {label}
          </text>
        </g>
      ))}
      {zero !== undefined && <line x1={left} x2={right} y1={zero} y2={zero} className={styles['zero']} />}
      <path d={`M${left} ${top}V${bottom}H${right}`} className={styles['frame']} />
      <text x={right} y={bottom + 31} className={styles['title-below']}>
        {xTitle}
      </text>
      <text x={4} y={13} className={styles['title']}>
        {yTitle}
      </text>
    </g>
  )
}

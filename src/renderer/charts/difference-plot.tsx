import { scaleLinear } from 'd3'
import type { ReactNode } from 'react'
import { formatPoints } from '../widgets/format-numbers.ts'
import styles from './analysis-charts.module.css'

const ends = [0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1]

/** The end of the axis on which differences are drawn: the least round one that holds these intervals. */
export function differenceEnd(intervals: readonly (readonly [number, number])[]): number {
  let reach = 0
  for (const [low, high] of intervals) reach = Math.max(reach, Math.abs(low), Math.abs(high))
  return ends.find((end) => end >= reach) ?? 1
}

type Props = {
  readonly difference: number
  readonly interval: readonly [number, number]
  /** What text length alone would make of it: a tick; null without one. */
  readonly expected: number | null
  /** The axis goes from -end to end. */
  readonly end: number
}

/** A dot at a difference of shares, filled where its 95 % interval leaves out 0, a line over the interval, a tick at what length explains. */
export function DifferencePlot({ difference, interval, expected, end }: Props): ReactNode {
  const x = scaleLinear([-end, end], [2, 98]).clamp(true)
  const certain = interval[0] > 0 || interval[1] < 0
  const says = `${formatPoints(difference)} percentage points, 95 % interval ${formatPoints(interval[0])} to ${formatPoints(interval[1])}${expected === null ? '' : `; ${formatPoints(expected)} expected from length`}`
  return (
    <span className={styles['difference']} role="img" aria-label={says} data-tip={says}>
      <svg viewBox="0 0 100 16" preserveAspectRatio="none" aria-hidden="true">
        <line x1={x(0)} x2={x(0)} y1="1" y2="15" className={styles['zero']} />
        <line x1={x(interval[0])} x2={x(interval[1])} y1="8" y2="8" className={styles['whisker']} />
        {expected !== null && <line x1={x(expected)} x2={x(expected)} y1="4" y2="12" className={styles['expected']} />}
      </svg>
      <span className={styles['dot']} data-certain={certain} data-more={difference > 0} style={{ left: `${x(difference)}%` }} />
    </span>
  )
}

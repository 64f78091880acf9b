import { line, scaleLinear } from 'd3'
import type { ReactNode } from 'react'
import { formatShare } from '../widgets/format-numbers.ts'
import { visibleText } from '../widgets/visible-text.ts'
import styles from './analysis-charts.module.css'

type Props = {
  /** Shares 0..1 of each group, and where and what each is; [groups] each. */
  readonly shares: readonly number[]
  readonly positions: readonly number[]
  readonly names: readonly string[]
  /** The share at the top of the axis. */
  readonly most: number
  readonly width?: number
  readonly height?: number
}

/** How a share goes from group to group: a line with a dot for each, from 0 up. */
export function SlopeLine({ shares, positions, names, most, width = 120, height = 24 }: Props): ReactNode {
  const [first, last] = [Math.min(...positions), Math.max(...positions)] as const
  const x = scaleLinear([first, last === first ? first + 1 : last], [4, width - 4])
  const y = scaleLinear([0, most === 0 ? 1 : most], [height - 4, 4])
  const points = shares.map((share, index) => [x(positions[index] ?? index), y(share)] as [number, number])
  const says = shares.map((share, index) => `${visibleText(names[index] ?? '')} ${formatShare(share)}`).join(', ')
  return (
    <svg
      className={styles['slope']}
      width={width}
      height={height}
      role="img"
      aria-label={says}
      data-tip={says.replaceAll(', ', '\n')}
    >
      <line x1={0} x2={width} y1={y(0)} y2={y(0)} className={styles['base']} />
      <path d={line()(points) ?? ''} />
      {points.map(([cx, cy], index) => (
        <circle key={index} cx={cx} cy={cy} r={index === points.length - 1 ? 2.6 : 1.8} />
      ))}
    </svg>
  )
}

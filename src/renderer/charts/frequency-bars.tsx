import { scaleLinear } from 'd3'
import type { ReactNode } from 'react'
import { formatCount, formatShare } from '../widgets/format-numbers.ts'
import { PlainText } from '../widgets/visible-parts.tsx'
import { visibleText } from '../widgets/visible-text.ts'
import styles from './charts.module.css'

export type FrequencyRow = {
  readonly key: string
  readonly name: string
  readonly letter: string | null
  readonly colour: string
  readonly present: number
  readonly documents: number
  readonly share: number
  /** 95 % interval of the share (Wilson), 0..1. */
  readonly interval: readonly [number, number]
}

type Props = {
  readonly rows: readonly (FrequencyRow & { readonly choosable?: boolean })[]
  /** What the table holds, for a screen reader. */
  readonly caption?: string
  /** By key. */
  readonly chosen?: string | null
  /** Makes the names buttons. */
  readonly onChoose?: (key: string) => void
}

/** How often a latent is present in each corpus or group: a bar with its 95 % interval on one axis, the counts beside. */
export function FrequencyBars({
  rows,
  caption = 'Share of documents in which the latent is present, by corpus',
  chosen = null,
  onChoose,
}: Props): ReactNode {
  const largest = Math.max(0, ...rows.map(({ interval }) => interval[1]))
  const x = scaleLinear([0, largest === 0 ? 1 : largest], [0, 100])
  return (
    <table className={styles['frequencies']}>
      <caption className={styles['unseen']}>{caption}</caption>
      <thead className={styles['unseen']}>
        <tr>
          <th scope="col">Of</th>
          <th scope="col">Bar</th>
          <th scope="col">Share</th>
          <th scope="col">Documents</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, name, letter, colour, present, documents, share, interval, choosable = true }) => (
          <tr
            key={key}
            data-tip={`${visibleText(name)}: present in ${formatCount(present)} of ${formatCount(documents)} documents, ${formatShare(share)}\n95 % interval (Wilson) ${formatShare(interval[0])} to ${formatShare(interval[1])}`}
          >
            <th scope="row">
              <span className={styles['name']}>
                <span className={styles['mark']} style={letter === null ? {} : { background: colour }}>
                  {letter ?? ''}
                </span>
                {onChoose !== undefined && choosable ? (
                  <button type="button" aria-pressed={key === chosen} onClick={() => onChoose(key)}>
                    <PlainText text={name} />
                  </button>
                ) : (
                  <span>
                    <PlainText text={name} />
                  </span>
                )}
              </span>
            </th>
            <td className={styles['track']}>
              <svg viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true" style={{ color: colour }}>
                <rect className={styles['bar']} y={2} width={x(share)} height={8} />
                <line x1={x(interval[0])} x2={x(interval[1])} y1={6} y2={6} className={styles['whisker']} />
                <line x1={x(interval[0])} x2={x(interval[0])} y1={3} y2={9} className={styles['whisker']} />
                <line x1={x(interval[1])} x2={x(interval[1])} y1={3} y2={9} className={styles['whisker']} />
              </svg>
            </td>
            <td className={styles['share']}>{formatShare(share)}</td>
            <td className={styles['counts']}>
              {formatCount(present)} / {formatCount(documents)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

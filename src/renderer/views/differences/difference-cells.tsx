import type { ReactNode } from 'react'
import type { DiffRow } from '../../../contract/differences.ts'
import { DifferencePlot } from '../../charts/difference-plot.tsx'
import { formatPoints, formatProbability, formatShare } from '../../widgets/format-numbers.ts'
import { Icon, type IconName } from '../../widgets/icon.tsx'
import { LabelText } from '../../widgets/label-text.tsx'
import table from '../../widgets/table.module.css'
import styles from './differences.module.css'
import { type Line, otherShare } from './row-order.ts'

type Props = {
  readonly line: Line
  readonly rate: number
  /** The end of the axis of differences. */
  readonly end: number
  readonly open: boolean
  readonly onFamily: (family: number) => void
}

/** The cells of one latent. */
export function DifferenceCells({ line: { row, members, member }, rate, end, open, onFamily }: Props): ReactNode {
  const { latent, label, origin, family, target, difference, interval, expectedFromLength, adjustedDifference, qAdjusted, qValue } =
    row
  return (
    <div className={table['cells']} data-grid="differences" role="presentation">
      <span role="gridcell" className={`${table['number']} ${styles['wide']}`}>
        {latent}
      </span>
      <span role="gridcell" className={[table['label'], member && styles['member']].filter(Boolean).join(' ')}>
        <LabelText label={label} latent={latent} origin={origin} />
        {members > 0 && family !== null && (
          <button
            type="button"
            tabIndex={-1}
            className={styles['family']}
            aria-expanded={open}
            data-tip={`${members} more ${members === 1 ? 'latent' : 'latents'} like it`}
            onClick={(event) => {
              event.stopPropagation()
              onFamily(family)
            }}
          >
            <Icon name={open ? 'chevron-down' : 'chevron-right'} size={10} />+{members}
          </button>
        )}
      </span>
      <span role="gridcell" className={`${table['number']} ${styles['wide']}`}>
        {formatShare(target)}
      </span>
      <span role="gridcell" className={`${table['number']} ${styles['wide']}`}>
        {formatShare(otherShare(row))}
      </span>
      <span role="gridcell" className={styles['plotted']}>
        <DifferencePlot difference={difference} interval={interval} expected={expectedFromLength} end={end} />
        <span className={table['number']}>{formatPoints(difference)}</span>
      </span>
      <span role="gridcell" className={`${table['number']} ${styles['wide']}`}>
        {formatPoints(expectedFromLength)}
      </span>
      <span role="gridcell" className={table['number']}>
        {adjustedDifference === null ? <span className={table['weak']}>–</span> : formatPoints(adjustedDifference)}
      </span>
      <span role="gridcell" className={`${table['number']} ${(qAdjusted ?? 1) <= rate ? styles['found'] : ''}`}>
        {qAdjusted === null ? '–' : formatProbability(qAdjusted)}
      </span>
      <span role="gridcell" className={`${table['number']} ${styles['wide']} ${qValue <= rate ? styles['found'] : ''}`}>
        {formatProbability(qValue)}
      </span>
      <span role="gridcell" className={styles['marks']}>
        <Marks row={row} />
      </span>
    </div>
  )
}

/** Whether it held on the other half of the units, and whether it hangs on the threshold of presence. */
export function Marks({ row: { replicated, flips } }: { row: Pick<DiffRow, 'replicated' | 'flips'> }): ReactNode {
  return (
    <>
      {replicated !== null && (
        <Mark
          icon={replicated ? 'check' : 'close'}
          warns={!replicated}
          says={
            replicated
              ? 'By plain counts: found on one half of the units, held on the other'
              : 'By plain counts: found on one half of the units, not held on the other'
          }
        />
      )}
      {flips && <Mark icon="warning" warns says="Comes and goes with the threshold from which a latent counts as present" />}
    </>
  )
}

function Mark({ icon, warns, says }: { icon: IconName; warns: boolean; says: string }) {
  return (
    <span role="img" aria-label={says} data-tip={says} data-warns={warns}>
      <Icon name={icon} size={13} />
    </span>
  )
}

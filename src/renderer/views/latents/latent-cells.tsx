import type { ReactNode } from 'react'
import type { LatentRow } from '../../../contract/latents.ts'
import { useStar } from '../../client/latent-queries.ts'
import { notifyError } from '../../client/notices.ts'
import { paneColour, useScope, useWorkbench } from '../../client/workbench.ts'
import { IconButton } from '../../widgets/button.tsx'
import { formatActivation, formatPoints, formatShare } from '../../widgets/format-numbers.ts'
import { LabelText } from '../../widgets/label-text.tsx'
import { NoteMarks } from '../../widgets/note-marks.tsx'
import styles from './latents.module.css'

type Props = { readonly latent: LatentRow | undefined; readonly panes: number; readonly scale: number }

/** The cells of one latent; placeholders until it is there. */
export function LatentCells({ latent: row, panes, scale }: Props): ReactNode {
  const current = useWorkbench((state) => row !== undefined && state.latent === row.latent)
  if (row === undefined)
    return (
      <div className={styles['cells']} role="gridcell" aria-busy="true">
        <span />
        <span />
        <span className={styles['skeleton']} />
      </div>
    )
  return (
    <div className={styles['cells']} data-current={current} role="presentation">
      <span role="gridcell">
        <Star row={row} />
      </span>
      <span role="gridcell" className={styles['number']}>
        {row.latent}
      </span>
      <span role="gridcell" className={styles['label']}>
        <span className={styles['text']}>
          <LabelText label={row.label} latent={row.latent} origin={row.origin} numbered />
        </span>
        <NoteMarks flag={row.flag} noted={row.noted} />
      </span>
      <span role="gridcell" className={styles['number']}>
        <span className={styles['bar']} style={{ width: `${Math.sqrt(row.documentFrequency) * 100}%` }} />
        <span className={styles['value']}>{formatShare(row.documentFrequency)}</span>
      </span>
      <span role="gridcell" className={`${styles['number']} ${styles['density']}`}>
        {formatShare(row.tokenDensity)}
      </span>
      <span role="gridcell" className={`${styles['number']} ${styles['max']}`}>
        {formatActivation(row.maxActivation)}
      </span>
      {row.panes.slice(0, panes).map((share, index) => (
        <span key={index} role="gridcell" className={styles['number']}>
          {share === null ? <span data-tip="Not read">–</span> : formatShare(share)}
        </span>
      ))}
      {panes > 1 && (
        <span role="gridcell" className={styles['difference']}>
          <Difference row={row} scale={scale} />
        </span>
      )}
    </div>
  )
}

/** A dot at the difference and a line over its interval, on an axis from -scale to scale; beside it the number. */
function Difference({ row: { difference, interval }, scale }: { row: LatentRow; scale: number }) {
  if (difference === null || interval === null) return <span className={styles['nothing']}>–</span>
  const place = (value: number) => 50 + 48 * Math.max(-1, Math.min(1, value / scale))
  const certain = interval[0] > 0 || interval[1] < 0
  const says = `${formatPoints(difference)} percentage points, 95 % interval ${formatPoints(interval[0])} to ${formatPoints(interval[1])}`
  return (
    <span className={styles['plot']} role="img" aria-label={says} data-tip={says}>
      <svg viewBox="0 0 100 16" preserveAspectRatio="none" aria-hidden="true">
        <line x1="50" x2="50" y1="2" y2="14" className={styles['zero']} />
        <line x1={place(interval[0])} x2={place(interval[1])} y1="8" y2="8" className={styles['whisker']} />
      </svg>
      <span
        className={styles['dot']}
        data-certain={certain}
        style={{ left: `${place(difference)}%`, color: paneColour(difference > 0 ? 0 : 1) }}
      />
      <span className={styles['points']}>{formatPoints(difference)}</span>
    </span>
  )
}

function Star({ row: { latent, starred } }: { row: LatentRow }) {
  const star = useStar()
  const scope = useScope()
  return (
    <IconButton
      icon="star"
      label={starred ? `Remove the star of latent ${latent}` : `Star latent ${latent}`}
      pressed={starred}
      filled={starred}
      className={styles['star']}
      tabIndex={-1}
      onClick={(event) => {
        event.stopPropagation()
        star.mutate({ latent, starred: !starred, ...scope }, { onError: notifyError })
      }}
    />
  )
}

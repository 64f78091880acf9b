import type { ReactNode } from 'react'
import type { LatentRow } from '../../../contract/latents.ts'
import type { LatentColumn } from '../../client/latent-columns.ts'
import { useStar } from '../../client/latent-queries.ts'
import { notifyError } from '../../client/notices.ts'
import type { LatentTable } from '../../client/row-queries.ts'
import { paneColour, useScope, useWorkbench } from '../../client/workbench.ts'
import { IconButton } from '../../widgets/button.tsx'
import { formatActivation, formatCount, formatPoints, formatShare } from '../../widgets/format-numbers.ts'
import { LabelText, OriginMark } from '../../widgets/label-text.tsx'
import { NoteMarks } from '../../widgets/note-marks.tsx'
import { formatScore } from '../../widgets/score-words.ts'
import styles from './latents.module.css'
import { tick, tickTo, useTicked } from './selection.ts'

type Props = {
  readonly latent: LatentRow | undefined
  /** Its place in the table, from 0. */
  readonly row: number
  readonly table: LatentTable
  readonly panes: number
  readonly scale: number
  readonly columns: readonly LatentColumn[]
}

/** The cells of one latent; placeholders until it is there. */
export function LatentCells({ latent, row, table, panes, scale, columns }: Props): ReactNode {
  const current = useWorkbench((state) => latent !== undefined && state.latent === latent.latent)
  if (latent === undefined)
    return (
      <div className={styles['cells']} role="gridcell" aria-busy="true">
        <span />
        <span />
        <span className={styles['skeleton']} />
      </div>
    )
  return (
    <div className={styles['cells']} data-current={current} role="presentation">
      <Tick latent={latent.latent} row={row} table={table} />
      {columns.map(({ name }) => (
        <Cell key={name} name={name} latent={latent} row={row} panes={panes} scale={scale} />
      ))}
    </div>
  )
}

/** Shift ticks all rows up to it. */
function Tick({ latent, row, table }: { latent: number; row: number; table: LatentTable }) {
  const ticked = useTicked((state) => state.latents.has(latent))
  return (
    <span role="gridcell" className={styles['tick']}>
      <input
        type="checkbox"
        aria-label={`Tick latent ${latent}`}
        tabIndex={-1}
        checked={ticked}
        onChange={() => {}}
        onClick={(event) => {
          event.stopPropagation()
          if (event.shiftKey) void tickTo(table, row)
          else tick(latent, row)
        }}
      />
    </span>
  )
}

type CellProps = Pick<Props, 'row' | 'panes' | 'scale'> & { readonly name: LatentColumn['name']; readonly latent: LatentRow }

function Cell({ name, latent, row, panes, scale }: CellProps) {
  switch (name) {
    case 'row':
      return <Figure faint>{formatCount(row + 1)}</Figure>
    case 'starred':
      return (
        <span role="gridcell" className={styles['narrow']}>
          <Star row={latent} />
        </span>
      )
    case 'latent':
      return <Figure>{latent.latent}</Figure>
    case 'label':
      return (
        <span role="gridcell" className={styles['label']}>
          <span className={styles['text']}>
            <LabelText label={latent.label} latent={latent.latent} origin={latent.origin} numbered />
          </span>
          <NoteMarks flag={latent.flag} noted={latent.noted} />
        </span>
      )
    case 'origin':
      return (
        <span role="gridcell" className={styles['origin']}>
          {latent.origin !== null && <OriginMark origin={latent.origin} />}
          {latent.origin === null ? '–' : originWords[latent.origin]}
        </span>
      )
    case 'score':
      return <Figure>{latent.score === null ? '–' : formatScore(latent.score)}</Figure>
    case 'documentFrequency':
      return (
        <span role="gridcell" className={styles['number']}>
          <span className={styles['bar']} style={{ width: `${Math.sqrt(latent.documentFrequency) * 100}%` }} />
          <span className={styles['value']}>{formatShare(latent.documentFrequency)}</span>
        </span>
      )
    case 'tokenDensity':
      return <Figure>{formatShare(latent.tokenDensity)}</Figure>
    case 'maxActivation':
      return <Figure>{formatActivation(latent.maxActivation)}</Figure>
    case 'panes':
      return latent.panes
        .slice(0, panes)
        .map((share, index) => (
          <Figure key={index}>{share === null ? <span data-tip="Not read">–</span> : formatShare(share)}</Figure>
        ))
    case 'difference':
      return (
        <span role="gridcell" className={styles['difference']}>
          <Difference row={latent} scale={scale} />
        </span>
      )
    case 'meaning':
      return <Figure>{latent.meaning === null ? '–' : latent.meaning.toFixed(2).replace('-', '−')}</Figure>
  }
}

const originWords = { person: 'person', 'language-model': 'model', import: 'import', statistics: 'statistics' } as const

function Figure({ faint = false, children }: { faint?: boolean; children: ReactNode }) {
  return (
    <span role="gridcell" className={styles['number']} data-faint={faint}>
      {children}
    </span>
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

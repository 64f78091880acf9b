import type { ReactNode } from 'react'
import type { DocumentRow } from '../../../contract/documents.ts'
import { failureOf } from '../../client/failure-of.ts'
import { useLatent } from '../../client/latent-queries.ts'
import { type PaneRows, usePaneRow } from '../../client/row-queries.ts'
import { paneColour, paneLetter } from '../../client/workbench.ts'
import { formatActivation } from '../../widgets/format-numbers.ts'
import { LitText } from '../../widgets/lit-text.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import styles from './compare.module.css'
import { lastSeen, rememberSeen } from './last-seen.ts'
import { visibleExcerpt } from './visible-excerpt.ts'

type Props = {
  readonly rows: PaneRows
  readonly row: number
  readonly pane: number
  /** Characters that fit. */ readonly fitting: number
}

/** One document in a row: its id, the latent's activation in it, and the text around the strongest token. */
export function DocumentCell({ rows, row, pane, fitting }: Props): ReactNode {
  const { document: found, error } = usePaneRow(rows, row)
  const ordinal = rows.ordinals[row] ?? -1
  if (found !== undefined && found !== null) rememberSeen(rows.source.corpus, found)
  const document = found ?? (ordinal < 0 ? null : lastSeen(rows.source.corpus, ordinal))
  if (ordinal < 0)
    return (
      <div role="gridcell" className={styles['cell']} data-column={pane}>
        <p className={styles['absent']}>No document of this id in {paneLetter(pane)}</p>
      </div>
    )
  if (error !== null && document === null)
    return (
      <div role="gridcell" className={styles['cell']} data-column={pane}>
        <p className={styles['absent']}>{failureOf(error).message}</p>
      </div>
    )
  if (document === null) return <div role="gridcell" className={styles['cell']} data-column={pane} aria-busy="true" />
  const lit = found !== undefined && found !== null
  return (
    <div role="gridcell" className={styles['cell']} data-column={pane} style={{ '--pane': paneColour(pane) } as object}>
      <div className={styles['row-head']}>
        <span className={styles['id']}>
          <PlainText text={document.id} />
        </span>
        {lit && rows.latent !== null && <Activation document={document} />}
      </div>
      <p className={styles['excerpt']}>
        <Excerpt document={document} latent={lit ? rows.latent : null} fitting={fitting} />
      </p>
    </div>
  )
}

function Activation({ document: { activation } }: { document: DocumentRow }) {
  if (activation === null) return <span className={styles['none']}>not read</span>
  return (
    <span className={styles['activation']} data-none={activation === 0}>
      {formatActivation(activation)}
    </span>
  )
}

function Excerpt({ document, latent, fitting }: { document: DocumentRow; latent: number | null; fitting: number }) {
  if (document.characters === 0) return <span className={styles['none']}>Empty text</span>
  const marks = latent === null ? [] : document.marks
  const { text, from } = visibleExcerpt({ ...document, marks }, fitting)
  return (
    <>
      {from > 0 && '…'}
      {latent === null || marks.length === 0 ? (
        <PlainText text={text} />
      ) : (
        <Lit text={text} from={from} document={document} latent={latent} />
      )}
      {from + text.length < document.characters && '…'}
    </>
  )
}

type LitProps = { readonly text: string; readonly from: number; readonly document: DocumentRow; readonly latent: number }

function Lit({ text, from, document, latent }: LitProps) {
  const { data } = useLatent(latent)
  return <LitText text={text} from={from} marks={document.marks} maximum={data?.maxActivation ?? document.activation ?? 1} />
}

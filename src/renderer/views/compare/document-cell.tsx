import type { ReactNode } from 'react'
import type { DocumentRow } from '../../../contract/documents.ts'
import { failureOf } from '../../client/failure-of.ts'
import { type PaneRows, usePaneRow } from '../../client/row-queries.ts'
import type { LitLatents } from '../../client/use-lit-latents.ts'
import { paneColour, paneLetter } from '../../client/workbench.ts'
import { keepable } from '../../client/keeping.ts'
import { formatActivation } from '../../widgets/format-numbers.ts'
import { namesOn } from '../../widgets/lights-legend.tsx'
import { LitText } from '../../widgets/lit-text.tsx'
import { MarkedText } from '../../widgets/marked-text.tsx'
import { LightSample } from '../../widgets/token-text.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import { CellFacts } from './cell-facts.tsx'
import styles from './compare.module.css'
import { lastSeen, rememberSeen } from './last-seen.ts'
import { activationOf, litSpans, marksOf } from './lit-spans.ts'
import { visibleExcerpt } from './visible-excerpt.ts'

type Props = {
  readonly rows: PaneRows
  readonly row: number
  readonly pane: number
  readonly lights: LitLatents
  /** Metadata shown of it. */
  readonly columns: readonly string[]
  /** Characters that fit. */
  readonly fitting: number
}

/** One document in a row: its id, the activation of each lit latent in it, metadata, and the text around the strongest token. */
export function DocumentCell({ rows, row, pane, lights, columns, fitting }: Props): ReactNode {
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
  // What was seen last may be lit by other latents than those chosen now: it is shown dark until the row is there.
  const lit = found !== undefined && found !== null
  return (
    <div
      role="gridcell"
      className={styles['cell']}
      data-column={pane}
      style={{ '--pane': paneColour(pane) } as object}
      {...keepable({ kind: 'document', ...rows.source, ordinal, latent: rows.latent ?? undefined })}
    >
      <div className={styles['row-head']}>
        <span className={styles['id']}>
          <PlainText text={document.id} />
        </span>
        {lit && <Activations document={document} lights={lights} chosen={rows.latent} />}
      </div>
      {columns.length > 0 && <CellFacts metadata={document.metadata} columns={columns} />}
      <p className={styles['excerpt']}>
        <Excerpt document={document} lights={lit ? lights : null} chosen={rows.latent} fitting={fitting} />
      </p>
    </div>
  )
}

/** The pooled activation of each lit latent; where there are several each beside its sign. */
function Activations({ document, lights, chosen }: { document: DocumentRow; lights: LitLatents; chosen: number | null }) {
  const several = lights.places.filter((latent) => latent !== null).length > 1
  if (document.activation === null && document.beside.every(({ activation }) => activation === null))
    return chosen === null && document.beside.length === 0 ? null : <span className={styles['none']}>not read</span>
  return lights.places.map((latent, slot) => {
    if (latent === null || lights.on[slot] === null) return null
    const activation = activationOf(document, latent, chosen) ?? 0
    return (
      <span key={latent} className={styles['activation']} data-none={activation === 0}>
        {several && <LightSample slot={slot} />}
        {formatActivation(activation)}
      </span>
    )
  })
}

type ExcerptProps = {
  readonly document: DocumentRow
  /** Null: dark. */
  readonly lights: LitLatents | null
  readonly chosen: number | null
  readonly fitting: number
}

function Excerpt({ document, lights, chosen, fitting }: ExcerptProps) {
  if (document.characters === 0) return <span className={styles['none']}>Empty text</span>
  const leading = lights?.on.find((latent) => latent !== null) ?? null
  const about =
    lights === null ? [] : document.found.length > 0 ? document.found : leading === null ? [] : marksOf(document, leading, chosen)
  const { text, from } = visibleExcerpt({ ...document, marks: about }, fitting)
  return (
    <>
      {from > 0 && '…'}
      <Marked document={document} lights={lights} chosen={chosen} text={text} from={from} />
      {from + text.length < document.characters && '…'}
    </>
  )
}

type MarkedProps = Omit<ExcerptProps, 'fitting'> & { readonly text: string; readonly from: number }

/** One latent alone by its heat, several each in its hue and line. */
function Marked({ document, lights, chosen, text, from }: MarkedProps) {
  if (lights === null) return <PlainText text={text} />
  const isAlone = lights.on.every((latent) => latent === null || latent === chosen) && lights.on[0] !== null
  if (isAlone && document.found.length === 0)
    return (
      <LitText text={text} from={from} marks={document.marks} maximum={(lights.maxima[0] ?? 0) || (document.activation ?? 1)} />
    )
  const spans = litSpans(document, lights, chosen)
  return spans.length === 0 ? (
    <PlainText text={text} />
  ) : (
    <MarkedText text={text} from={from} spans={spans} names={namesOn(lights)} />
  )
}

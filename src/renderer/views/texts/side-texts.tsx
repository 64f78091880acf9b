import { type ReactNode, useMemo, useState } from 'react'
import type { DocumentPage, TextDifference } from '../../../contract/documents.ts'
import { paneColour } from '../../client/workbench.ts'
import { CorpusMark } from '../../widgets/corpus-mark.tsx'
import { LitDocument, type Reveal } from '../../widgets/lit-document.tsx'
import type { TextSpans } from '../../widgets/text-spans.ts'
import type { Lights } from '../../widgets/use-lights.ts'
import { PlainText } from '../../widgets/visible-parts.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import { changedBounds } from './change-runs.ts'
import styles from './texts.module.css'

export type BothTexts = {
  readonly pages: readonly [DocumentPage, DocumentPage]
  readonly difference: TextDifference
  readonly lights: readonly [Lights, Lights]
}

/** Each text in a column, with what only it has marked. */
export function SideTexts({
  pages,
  difference,
  lights,
  reveals,
}: BothTexts & { readonly reveals: readonly [Reveal | null, Reveal | null] }): ReactNode {
  return (
    <div className={styles['sides']}>
      {([0, 1] as const).map((side) => (
        <Side key={side} side={side} page={pages[side]} same={difference.same} lights={lights[side]} reveal={reveals[side]} />
      ))}
    </div>
  )
}

type Props = {
  readonly side: 0 | 1
  readonly page: DocumentPage
  readonly same: Int32Array
  readonly lights: Lights
  readonly reveal: Reveal | null
}

function Side({ side, page, same, lights, reveal }: Props) {
  const [chosen, setChosen] = useState<number | null>(null)
  const spans = useMemo(
    (): TextSpans => ({ kind: side === 0 ? 'removed' : 'added', bounds: changedBounds(page.text, same, side) }),
    [page.text, same, side],
  )
  return (
    <div className={styles['side-text']} style={{ '--pane': paneColour(side) } as object}>
      <p className={styles['side-name']}>
        <CorpusMark corpus={page.corpus} />
        <PlainText text={page.corpus} />
      </p>
      {page.text === '' ? (
        <p className={styles['hint']}>This document has no text.</p>
      ) : (
        <LitDocument
          label={`Text of ${visibleText(page.corpus)} ${visibleText(page.id)}`}
          text={page.text}
          starts={page.starts}
          ends={page.ends}
          lights={lights.lights}
          names={lights.names}
          maxima={lights.maxima}
          chosen={chosen}
          onChoose={setChosen}
          reveal={reveal}
          spans={spans}
        />
      )}
    </div>
  )
}

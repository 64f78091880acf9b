import { memo, type ReactNode } from 'react'
import type { Mark } from '../../contract/documents.ts'
import { formatActivation } from './format-numbers.ts'
import styles from './lit-text.module.css'
import { heatLevel, litSegments } from './lit-segments.ts'
import { partsOf } from './visible-parts.tsx'

type Props = {
  readonly text: string
  /** Offset of the text in its document; marks have offsets of the document. */
  readonly from?: number
  readonly marks: readonly Mark[]
  /** The activation of the fullest heat. */
  readonly maximum: number
  readonly lines?: 'keep' | 'mark'
}

/** Corpus text with tokens lit by their activation: background and a line below that grows; the value is each token's tooltip. */
export const LitText = memo(function LitText({ text, from = 0, marks, maximum, lines = 'mark' }: Props): ReactNode {
  return (
    <bdi className={styles['text']} data-lines={lines}>
      {litSegments(text, from, marks).map(({ text: piece, activation }, index, pieces) =>
        activation === null ? (
          <span key={index}>{partsOf(piece, lines, pieces[index - 1]?.text)}</span>
        ) : (
          <mark key={index} data-heat={heatLevel(activation, maximum)} data-tip={formatActivation(activation)}>
            {partsOf(piece, lines, pieces[index - 1]?.text)}
          </mark>
        ),
      )}
    </bdi>
  )
})

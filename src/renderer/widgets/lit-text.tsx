import { memo, type ReactNode } from 'react'
import type { Mark } from '../../contract/documents.ts'
import { formatActivation } from './format-numbers.ts'
import styles from './lit-text.module.css'
import { heatLevel, litSegments } from '../../contract/lit-segments.ts'
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
      {withStarts(litSegments(text, from, marks), from).map(({ text: piece, activation, start }, index, pieces) =>
        activation === null ? (
          <span key={index}>{partsOf(piece, lines, pieces[index - 1]?.text)}</span>
        ) : (
          <mark key={index} data-start={start} data-heat={heatLevel(activation, maximum)} data-tip={formatActivation(activation)}>
            {partsOf(piece, lines, pieces[index - 1]?.text)}
          </mark>
        ),
      )}
    </bdi>
  )
})

/** With the offset of each piece in its document, so that a click can lead there. */
function withStarts<Piece extends { readonly text: string }>(pieces: readonly Piece[], from: number) {
  let start = from
  return pieces.map((piece) => {
    const placed = { ...piece, start }
    start += piece.text.length
    return placed
  })
}

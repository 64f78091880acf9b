import { Fragment, type ReactNode } from 'react'
import styles from './lit-text.module.css'
import { visibleParts } from './visible-text.ts'

type Props = { readonly text: string; readonly lines?: 'keep' | 'mark' }

/** Corpus text without marks, inert and legible: for ids, labels, metadata, excerpts. */
export function PlainText({ text, lines = 'mark' }: Props): ReactNode {
  return <bdi className={styles['text']}>{partsOf(text, lines)}</bdi>
}

/** The nodes of a piece of text: strings, and signs for what would not be seen. `before` is the text that it goes on from. */
export function partsOf(text: string, lines: 'keep' | 'mark', before = ''): ReactNode {
  if (printable.test(text)) return text
  return visibleParts(text, lines, before).map((part, index) =>
    part.control ? (
      <span key={index} className={part.text.length > 1 ? styles['control'] : styles['sign']}>
        {part.text}
      </span>
    ) : (
      <Fragment key={index}>{part.text}</Fragment>
    ),
  )
}

/** Most text by far; asked first because it is cheap. */
const printable = /^[\x20-\x7e\u00a0-\u00ac\u00ae-\u024f]*$/

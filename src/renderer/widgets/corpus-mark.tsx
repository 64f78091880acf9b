import type { ReactNode } from 'react'
import { useCorpusMark } from '../client/workbench.ts'
import styles from './corpus-mark.module.css'
import { PlainText } from './visible-parts.tsx'

/** The letter of a corpus in its pane’s colour; nothing where no pane shows it. */
export function CorpusMark({ corpus }: { corpus: string }): ReactNode {
  const mark = useCorpusMark(corpus)
  if (mark === null) return null
  return (
    <span className={styles['mark']} style={{ background: mark.colour }} aria-hidden="true">
      {mark.letter}
    </span>
  )
}

/** A document by its corpus and id. */
export function DocumentName({ corpus, document }: { corpus: string; document: string }): ReactNode {
  return (
    <span className={styles['name']}>
      <CorpusMark corpus={corpus} />
      <span className={styles['corpus']}>
        <PlainText text={corpus} />
      </span>
      <PlainText text={document} />
    </span>
  )
}

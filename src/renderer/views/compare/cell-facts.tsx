import type { ReactNode } from 'react'
import { metadataTexts } from '../../client/metadata-texts.ts'
import { PlainText } from '../../widgets/visible-parts.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import styles from './compare.module.css'

type Props = { readonly metadata: Readonly<Record<string, unknown>>; readonly columns: readonly string[] }

const longest = 80

/** Chosen metadata of a document in one line, a value each; its tip says the column. */
export function CellFacts({ metadata, columns }: Props): ReactNode {
  return (
    <div className={styles['facts']}>
      {columns.map((column) => {
        const text = metadataTexts(metadata[column]).join(', ').slice(0, longest)
        return (
          <span key={column} data-none={text === ''} data-tip={`${visibleText(column)}: ${visibleText(text) || 'none'}`}>
            <span className={styles['fact-name']}>
              <PlainText text={column} />
            </span>{' '}
            {text === '' ? '–' : <PlainText text={text} />}
          </span>
        )
      })}
    </div>
  )
}

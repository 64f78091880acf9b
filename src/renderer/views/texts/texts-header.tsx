import type { ReactNode } from 'react'
import type { DocumentPage, TextDifference } from '../../../contract/documents.ts'
import { type OpenDocument, workbench } from '../../client/workbench.ts'
import { IconButton } from '../../widgets/button.tsx'
import { DocumentName } from '../../widgets/corpus-mark.tsx'
import { DocumentSteps } from '../../widgets/document-steps.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import { Segmented } from '../../widgets/segmented.tsx'
import styles from './texts.module.css'

export type Mode = 'side' | 'inline'

type Props = {
  readonly document: OpenDocument
  readonly pages: readonly [DocumentPage, DocumentPage]
  readonly difference: TextDifference
  readonly mode: Mode
  readonly onMode: (mode: Mode) => void
}

/** Which two documents these are, how much of their words they share, and how they are shown. */
export function TextsHeader({ document, pages: [first, second], difference, mode, onMode }: Props): ReactNode {
  const { shared, words, shortest } = difference
  return (
    <header className={styles['header']}>
      <DocumentSteps document={document} />
      <h2>
        <DocumentName corpus={first.corpus} document={first.id} />
        <IconButton icon="document" label="Open the first alone" onClick={() => open(document)} />
        <span className={styles['against']}>against</span>
        <DocumentName corpus={second.corpus} document={second.id} />
        <IconButton
          icon="document"
          label="Open the second alone"
          onClick={() => document.against !== undefined && open(document.against)}
        />
      </h2>
      <Segmented
        label="How the texts are shown"
        value={mode}
        options={[
          { value: 'side', title: 'Side by side', tip: 'V changes it' },
          { value: 'inline', title: 'As one', tip: 'V changes it' },
        ]}
        onChange={onMode}
      />
      <span className={styles['facts']} data-tip={wordsTip(difference)}>
        {shared === words[0] && shared === words[1]
          ? 'The same words'
          : `${formatCount(shared)} words in common, of ${formatCount(words[0])} and ${formatCount(words[1])}`}
        {!shortest && ', nearly the most'}
      </span>
    </header>
  )
}

const open = ({ corpus, channel, ordinal }: OpenDocument) => workbench.getState().openDocument({ corpus, channel, ordinal })

const wordsTip = ({ shortest }: TextDifference) =>
  `Words and signs are compared, white space is not. One or two words between larger changes count as changed.${
    shortest ? '' : ' The texts are so long and so different that not every way to match them was tried.'
  }`

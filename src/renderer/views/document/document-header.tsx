import type { ReactNode } from 'react'
import type { DocumentPage } from '../../../contract/documents.ts'
import { keepFinding } from '../../client/finding-acts.ts'
import { useKeepable } from '../../client/keeping.ts'
import { type OpenDocument, useScope, workbench } from '../../client/workbench.ts'
import { Button, IconButton } from '../../widgets/button.tsx'
import { DocumentName } from '../../widgets/corpus-mark.tsx'
import { DocumentSteps } from '../../widgets/document-steps.tsx'
import { FlagButton } from '../../widgets/flag-button.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import { Segmented } from '../../widgets/segmented.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import styles from './document.module.css'

type Props = {
  readonly document: OpenDocument
  readonly page: DocumentPage
  readonly latent: number | undefined
  readonly onFind: () => void
}

/** Which document this is, and the ways to its neighbours and channels. */
export function DocumentHeader({ document, page, latent, onFind }: Props): ReactNode {
  const scope = useScope()
  const { openDocument } = workbench.getState()
  const keep = () =>
    void keepFinding({
      kind: 'document',
      corpus: page.corpus,
      ordinal: page.ordinal,
      channel: page.channel,
      ...(latent === undefined ? {} : { latent }),
      ...scope,
    })
  useKeepable(keep)
  return (
    <header className={styles['header']}>
      <DocumentSteps document={document} />
      <h2>
        <DocumentName corpus={page.corpus} document={page.id} />
      </h2>
      {page.channels.length > 1 && (
        <Segmented
          label="Channel"
          options={page.channels.map((channel) => ({ value: channel, title: visibleText(channel) }))}
          value={page.channel}
          onChange={(channel) => openDocument({ ...document, channel })}
        />
      )}
      <span className={styles['stretch']} />
      <span className={styles['size']}>
        {formatCount(page.text.length)} characters
        {page.lens !== null && `, ${formatCount(page.starts.length)} tokens`}
        {page.precision !== null && page.precision !== 'float32' && `, read in ${page.precision}`}
      </span>
      <IconButton icon="search" label="Find in the text (Ctrl+F)" onClick={onFind} />
      <FlagButton on={{ corpus: page.corpus, document: page.id }} />
      <Button icon="findings" onClick={keep} data-tip="Keep this document as a finding (K)">
        Keep
      </Button>
    </header>
  )
}

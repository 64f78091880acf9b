import type { ReactNode } from 'react'
import type { DocumentPage } from '../../../contract/documents.ts'
import { useCommands } from '../../client/commands.ts'
import { keepFinding } from '../../client/finding-acts.ts'
import { useCorpora } from '../../client/project-queries.ts'
import { type OpenDocument, useScope, workbench } from '../../client/workbench.ts'
import { Button, IconButton } from '../../widgets/button.tsx'
import { DocumentName } from '../../widgets/corpus-mark.tsx'
import { FlagButton } from '../../widgets/flag-button.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import { Segmented } from '../../widgets/segmented.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import styles from './document.module.css'

type Props = { readonly document: OpenDocument; readonly page: DocumentPage; readonly latent: number | undefined }

/** Which document this is among those of its corpus, and the ways to its neighbours and channels. */
export function DocumentHeader({ document, page, latent }: Props): ReactNode {
  const scope = useScope()
  const { data: corpora } = useCorpora()
  const documents = corpora?.find(({ name }) => name === page.corpus)?.documents
  const { openDocument } = workbench.getState()
  const last = documents === undefined ? Infinity : documents - 1
  const go = (ordinal: number) => {
    if (ordinal >= 0 && ordinal <= last) openDocument({ ...document, ordinal })
  }
  const keep = () =>
    void keepFinding({
      kind: 'document',
      corpus: page.corpus,
      ordinal: page.ordinal,
      channel: page.channel,
      ...(latent === undefined ? {} : { latent }),
      ...scope,
    })
  useCommands([
    { id: 'document.previous', title: 'Previous document', group: 'Document', keys: 'p', run: () => go(page.ordinal - 1) },
    { id: 'document.next', title: 'Next document', group: 'Document', keys: 'n', run: () => go(page.ordinal + 1) },
    { id: 'document.keep', title: 'Keep the document as a finding', group: 'Document', keys: 'k', run: keep },
  ])
  return (
    <header className={styles['header']}>
      <IconButton icon="arrow-left" label="Back" onClick={() => history.back()} />
      <h2>
        <DocumentName corpus={page.corpus} document={page.id} />
      </h2>
      <span className={styles['place']}>
        <IconButton
          icon="chevron-left"
          label="Previous document (P)"
          disabled={page.ordinal === 0}
          onClick={() => go(page.ordinal - 1)}
        />
        {formatCount(page.ordinal + 1)}
        {documents !== undefined && ` / ${formatCount(documents)}`}
        <IconButton
          icon="chevron-right"
          label="Next document (N)"
          disabled={page.ordinal >= last}
          onClick={() => go(page.ordinal + 1)}
        />
      </span>
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
        {page.precision === 'int8' && ', read in int8'}
      </span>
      <FlagButton on={{ corpus: page.corpus, document: page.id }} />
      <Button icon="findings" onClick={keep} data-tip="Keep this document as a finding (K)">
        Keep
      </Button>
    </header>
  )
}

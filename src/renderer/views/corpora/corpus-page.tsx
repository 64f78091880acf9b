import { type ReactNode, useState } from 'react'
import type { CorpusSummary } from '../../../contract/corpora.ts'
import { useJobs } from '../../client/changes.ts'
import { useCorpusActs } from '../../client/corpus-acts.ts'
import { useWorkbench } from '../../client/workbench.ts'
import { Button, IconButton } from '../../widgets/button.tsx'
import { EmptyState } from '../../widgets/empty-state.tsx'
import { formatBytes, formatCount } from '../../widgets/format-numbers.ts'
import { Panel } from '../../widgets/panel.tsx'
import { Tabs } from '../../widgets/tabs.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import styles from './corpora.module.css'
import { CorpusEncodings } from './corpus-encodings.tsx'
import { CorpusProblems } from './corpus-problems.tsx'
import { ImportForm } from './import-form.tsx'
import { ReadDialog } from './read-dialog.tsx'
import { RemoveDialog } from './remove-dialog.tsx'

type Tab = 'columns' | 'encodings' | 'problems'

/** One corpus: what its file holds, by what it was read, what was skipped. */
export function CorpusPage({ corpus }: { corpus: CorpusSummary }): ReactNode {
  const put = useWorkbench((state) => state.put)
  const [tab, setTab] = useState<Tab>(corpus.skipped > 0 ? 'problems' : 'columns')
  return (
    <Panel
      title={visibleText(corpus.name)}
      aside={
        <>
          <IconButton icon="arrow-left" label="All corpora" onClick={() => put({ corpus: null })} />
          <span>
            <PlainText text={corpus.source} />, {formatBytes(corpus.bytes)}
          </span>
        </>
      }
      actions={<Acts corpus={corpus} />}
    >
      <State corpus={corpus} />
      <Tabs
        label={`About ${visibleText(corpus.name)}`}
        tabs={[
          { id: 'columns', title: 'Columns' },
          { id: 'encodings', title: 'Read by', count: corpus.encodings.length },
          { id: 'problems', title: 'Problems', count: corpus.skipped },
        ]}
        value={tab}
        onChange={setTab}
      >
        {tab === 'columns' && <Columns corpus={corpus} />}
        {tab === 'encodings' && <CorpusEncodings corpus={corpus} />}
        {tab === 'problems' && <CorpusProblems corpus={corpus} />}
      </Tabs>
    </Panel>
  )
}

/** Without its file a corpus has no first rows to show, only what was kept of its columns. */
function Columns({ corpus }: { corpus: CorpusSummary }) {
  const running = useJobs(({ jobs }) =>
    jobs.some(({ kind, state }) => kind === 'import' && (state === 'running' || state === 'queued')),
  )
  if (corpus.state === 'missing')
    return (
      <EmptyState title="The file is gone">
        Its {formatCount(corpus.documents)} documents are still here. Put the file back to see its columns or to import it again.
      </EmptyState>
    )
  if (corpus.state === 'importing' && running) return <EmptyState title="Importing">Its progress is in the bar below.</EmptyState>
  return <ImportForm key={corpus.state} source={{ name: corpus.name }} corpus={corpus} />
}

function State({ corpus: { state, documents } }: { corpus: CorpusSummary }) {
  if (state === 'changed')
    return (
      <p className={styles['note']}>
        The file changed since it was imported. Import it again to see the change; labels stay, and it has to be read anew.
      </p>
    )
  if (state === 'missing' && documents > 0)
    return (
      <p className={styles['note']}>The file is gone from the folder. Its documents and what was read of them are still here.</p>
    )
  return null
}

function Acts({ corpus }: { corpus: CorpusSummary }) {
  const { importCorpora, readCorpora } = useCorpusActs()
  const busy = useJobs(({ jobs }) => jobs.some(({ state }) => state === 'running' || state === 'queued'))
  const [removing, setRemoving] = useState(false)
  const [reading, setReading] = useState(false)
  const { name, state, documents, encodings } = corpus
  const read = encodings.some((encoding) => encoding.state === 'ready')
  return (
    <>
      {documents > 0 && (
        <Button icon="trash" kind="quiet" disabled={busy} onClick={() => setRemoving(true)}>
          Remove
        </Button>
      )}
      {(state === 'changed' || state === 'ready') && (
        <Button
          icon="refresh"
          kind={state === 'changed' ? 'primary' : 'quiet'}
          disabled={busy}
          onClick={() => importCorpora([name], true)}
        >
          Import again
        </Button>
      )}
      {documents > 0 && !read && (
        <Button icon="read" kind={state === 'changed' ? 'plain' : 'primary'} disabled={busy} onClick={() => readCorpora([name])}>
          Read
        </Button>
      )}
      {documents > 0 && (
        <Button icon="machine" kind="quiet" disabled={busy} onClick={() => setReading(true)}>
          Read with…
        </Button>
      )}
      {reading && <ReadDialog name={name} onClose={() => setReading(false)} />}
      {removing && <RemoveDialog corpus={corpus} onClose={() => setRemoving(false)} />}
    </>
  )
}

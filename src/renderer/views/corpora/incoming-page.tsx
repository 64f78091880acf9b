import { type ReactNode, useEffect, useId, useState } from 'react'
import type { CorpusSummary } from '../../../contract/corpora.ts'
import { useJobs } from '../../client/changes.ts'
import {
  discardIncoming,
  forgetIncoming,
  type Incoming,
  importsIncoming,
  showIncoming,
  useIncoming,
} from '../../client/incoming.ts'
import { useJobActs } from '../../client/job-acts.ts'
import { useWorkbench } from '../../client/workbench.ts'
import { Button } from '../../widgets/button.tsx'
import { EmptyState, ErrorNote } from '../../widgets/empty-state.tsx'
import { formatBytes, formatCount } from '../../widgets/format-numbers.ts'
import { Panel } from '../../widgets/panel.tsx'
import { ProgressBar } from '../../widgets/progress-bar.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import styles from './corpora.module.css'
import { ImportForm } from './import-form.tsx'

/** A file or folder from elsewhere, before it becomes a corpus; with the others that were added beside it. */
export function IncomingPage({ shown, corpora }: { shown: Incoming; corpora: readonly CorpusSummary[] }): ReactNode {
  const incoming = useIncoming((state) => state.incoming)
  return (
    <Panel
      title={`Add ${visibleText(shown.name)}`}
      aside={shown.bytes === null ? null : formatBytes(shown.bytes)}
      actions={
        shown.job === null && (
          <Button kind="quiet" icon="close" onClick={() => void discardIncoming(shown.key)}>
            Do not add it
          </Button>
        )
      }
    >
      {incoming.length > 1 && (
        <ul className={styles['incoming']} aria-label="Being added">
          {incoming.map(({ key, name }) => (
            <li key={key}>
              <button type="button" aria-current={key === shown.key} onClick={() => showIncoming(key)}>
                <PlainText text={name} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <Added key={shown.key} incoming={shown} corpora={corpora} />
    </Panel>
  )
}

function Added({ incoming, corpora }: { incoming: Incoming; corpora: readonly CorpusSummary[] }) {
  const { key, name, bytes, path, sent, failure, job } = incoming
  const [as, setAs] = useState(nameAfter(name))
  const id = useId()
  if (failure !== null) return <ErrorNote error={failure} />
  if (path === null)
    return (
      <div className={styles['copying']}>
        <p>
          Copying into the project folder: {formatBytes(sent)} of {formatBytes(bytes ?? 0)}. Nothing is imported yet.
        </p>
        <ProgressBar share={bytes === null || bytes === 0 ? null : sent / bytes} label={`Copying ${visibleText(name)}`} />
      </div>
    )
  if (job !== null) return <Importing incomingKey={key} job={job} as={as} />
  const isTaken = corpora.some((corpus) => corpus.name === as.normalize('NFC'))
  const fault =
    as.trim() === ''
      ? 'Give the corpus a name.'
      : isTaken
        ? `The project has a corpus ${visibleText(as)} already: give this one another name.`
        : null
  return (
    <ImportForm source={{ path }} corpus={null} as={as} fault={fault} onStarted={(started) => importsIncoming(key, started)}>
      <div className={styles['naming']}>
        <label htmlFor={id}>Name of the corpus</label>
        <input
          id={id}
          value={as}
          maxLength={120}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={fault !== null}
          onChange={(event) => setAs(event.target.value)}
        />
        <span>{fault === null ? 'The file is copied into the project folder under this name.' : fault}</span>
      </div>
    </ImportForm>
  )
}

/** While its job runs; then the corpus takes its place, or, where it failed, the form comes back. */
function Importing({ incomingKey, job: id, as }: { incomingKey: number; job: number; as: string }) {
  const job = useJobs(({ jobs }) => jobs.find((each) => each.id === id))
  const put = useWorkbench((state) => state.put)
  const { cancel } = useJobActs()
  const state = job?.state
  useEffect(() => {
    if (state === 'failed') importsIncoming(incomingKey, null)
    if (state !== 'done' && state !== 'cancelled' && state !== 'paused') return
    forgetIncoming(incomingKey)
    if (useIncoming.getState().shown === null) put({ corpus: as.normalize('NFC') })
  }, [state, incomingKey, as, put])
  const progress = job?.progress
  return (
    <EmptyState title={job?.title ?? 'Importing'} action={<Button onClick={() => cancel(id)}>Cancel</Button>}>
      {progress == null ? 'It waits for its turn.' : `${formatCount(progress.done)} ${progress.unit} so far.`}
    </EmptyState>
  )
}

/** What a corpus may be called after its file: without the ending and what is not seen. */
function nameAfter(file: string): string {
  return file
    .replace(/\.(jsonl|ndjson|json|csv|tsv|parquet)(\.gz)?$/i, '')
    .replace(/\p{C}/gu, '')
    .trim()
}

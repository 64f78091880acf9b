import type { ReactNode } from 'react'
import type { CorpusSummary } from '../../contract/corpora.ts'
import { useCorpusActs } from '../client/corpus-acts.ts'
import { useJobs } from '../client/changes.ts'
import { useWorkbench } from '../client/workbench.ts'
import { AddCorpora } from '../widgets/add-corpora.tsx'
import { Button } from '../widgets/button.tsx'
import { EmptyState } from '../widgets/empty-state.tsx'
import { formatCount } from '../widgets/format-numbers.ts'
import styles from './next-step.module.css'

/** What has to be done before there is anything to look at: put files there, import, read; while a job does it, that it does. */
export function NextStep({ corpora }: { corpora: readonly CorpusSummary[] }): ReactNode {
  const { importCorpora, readCorpora } = useCorpusActs()
  const { put, show } = useWorkbench()
  const running = useJobs(({ jobs }) => jobs.find(({ state }) => state === 'running' || state === 'queued'))
  if (running !== undefined)
    return (
      <EmptyState title={running.title}>
        {running.kind === 'encode'
          ? 'The lens is reading. Its progress is in the bar below; results appear here as soon as it is done.'
          : 'Progress is in the bar below.'}
      </EmptyState>
    )
  const imported = corpora.filter(({ documents }) => documents > 0)
  if (corpora.length === 0)
    return (
      <EmptyState title="No corpora in this project yet" action={<AddCorpora kind="primary" />}>
        Drop JSONL, CSV, TSV or Parquet files, or a folder of text files, here, or choose them. You see what is in them before
        anything is imported.
      </EmptyState>
    )
  if (imported.length === 0)
    return (
      <EmptyState
        title="Nothing imported yet"
        action={
          <div className={styles['acts']}>
            <Button kind="primary" icon="import" onClick={() => importCorpora(corpora.map(({ name }) => name))}>
              Import {corpora.length === 1 ? corpora[0]?.name : `${formatCount(corpora.length)} corpora`}
            </Button>
            <Button
              icon="corpora"
              onClick={() => {
                put({ corpus: corpora[0]?.name ?? null })
                show('corpora')
              }}
            >
              Look into {corpora.length === 1 ? 'it' : 'them'} first
            </Button>
          </div>
        }
      >
        This folder has {corpora.length === 1 ? 'one corpus' : `${formatCount(corpora.length)} corpora`}. Importing copies the
        documents into Etalon’s own store; your files stay as they are.
      </EmptyState>
    )
  return (
    <EmptyState
      title="Not read yet"
      action={
        <Button kind="primary" icon="read" onClick={() => readCorpora(imported.map(({ name }) => name))}>
          Read {imported.length === 1 ? imported[0]?.name : `${formatCount(imported.length)} corpora`}
        </Button>
      }
    >
      A lens reads every document and notes which latents, each a concept it has learnt, are present in which. That happens on this
      machine, can be stopped, and goes on where it was.
    </EmptyState>
  )
}

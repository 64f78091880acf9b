import type { ReactNode } from 'react'
import type { CorpusSummary } from '../../contract/corpora.ts'
import type { Project } from '../../contract/project.ts'
import { useJobs } from '../client/changes.ts'
import { useCorpusActs } from '../client/corpus-acts.ts'
import { useCorpora } from '../client/project-queries.ts'
import { useWorkbench } from '../client/workbench.ts'
import { Button } from '../widgets/button.tsx'
import { ErrorNote } from '../widgets/empty-state.tsx'
import { formatCount } from '../widgets/format-numbers.ts'
import { PlainText } from '../widgets/visible-parts.tsx'
import { CorpusItem } from './corpus-item.tsx'
import { RanBefore } from './ran-before.tsx'
import { SidebarEdge } from './sidebar-edge.tsx'
import styles from './sidebar.module.css'

/** The project: its corpora with what can be done to each, and the rows that could not be imported. */
export function Sidebar({ project }: { project: Project }): ReactNode {
  const { data: corpora = [], error, refetch } = useCorpora()
  const width = useWorkbench((state) => state.sidebarWidth)
  return (
    <aside className={styles['sidebar']} aria-label="Project" style={{ width: `${width}rem` }}>
      <SidebarEdge width={width} />
      <header>
        <div>
          <h2>
            <PlainText text={project.name} />
          </h2>
          <p data-tip={project.folder}>{project.demo ? 'Demo project' : <PlainText text={project.folder} />}</p>
        </div>
      </header>
      <div className={styles['project']}>
        {error !== null && <ErrorNote error={error} retry={refetch} />}
        <h3>Corpora</h3>
        <ul className={styles['corpora']}>
          {corpora.map((corpus) => (
            <CorpusItem key={corpus.name} corpus={corpus} />
          ))}
        </ul>
        <ForAll corpora={corpora} />
        <Problems corpora={corpora} />
      </div>
      <RanBefore />
    </aside>
  )
}

/** The next step for several corpora at once. */
function ForAll({ corpora }: { corpora: readonly CorpusSummary[] }) {
  const { importCorpora, readCorpora } = useCorpusActs()
  const busy = useJobs(({ jobs }) => jobs.some(({ kind, state }) => kind !== 'lens' && (state === 'running' || state === 'queued')))
  const toImport = corpora.filter(({ state }) => state === 'new').map(({ name }) => name)
  const toRead = corpora.filter(({ documents, encodings }) => documents > 0 && encodings.length === 0).map(({ name }) => name)
  return (
    <div className={styles['for-all']}>
      {toImport.length > 1 && (
        <Button icon="import" disabled={busy} onClick={() => importCorpora(toImport)}>
          Import all {formatCount(toImport.length)}
        </Button>
      )}
      {toRead.length > 1 && (
        <Button icon="read" disabled={busy} onClick={() => readCorpora(toRead)}>
          Read all {formatCount(toRead.length)}
        </Button>
      )}
    </div>
  )
}

function Problems({ corpora }: { corpora: readonly CorpusSummary[] }) {
  const { put, show } = useWorkbench()
  const skipping = corpora.filter(({ skipped }) => skipped > 0)
  if (skipping.length === 0) return null
  return (
    <section aria-label="Problems">
      <h3>Problems</h3>
      <ul className={styles['problems']}>
        {skipping.map(({ name, skipped }) => (
          <li key={name}>
            <button
              type="button"
              onClick={() => {
                put({ corpus: name })
                show('corpora')
              }}
            >
              {formatCount(skipped)} {skipped === 1 ? 'row' : 'rows'} skipped in <PlainText text={name} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

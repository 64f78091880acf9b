import { type MouseEvent, type ReactNode, useEffect, useState } from 'react'
import type { Project } from '../../contract/project.ts'
import { forgetActs } from '../client/acts.ts'
import { forgetRuns } from '../client/analysis-runs.ts'
import { useCommands } from '../client/commands.ts'
import { keepView, restoreViewOf } from '../client/keep-view.ts'
import { useCorpora } from '../client/project-queries.ts'
import { useWorkbench, workbench } from '../client/workbench.ts'
import { visibleText } from '../widgets/visible-text.ts'
import styles from './app.module.css'
import { JobsPanel } from './jobs-panel.tsx'
import { Rail } from './rail.tsx'
import { Screen } from './screen.tsx'
import { Sidebar } from './sidebar.tsx'
import { StatusBar } from './status-bar.tsx'

/** An open project: rail, sidebar, the chosen screen, status bar. */
export function Workbench({ project }: { project: Project }): ReactNode {
  const sidebar = useWorkbench((state) => state.sidebar)
  const reconcile = useWorkbench((state) => state.reconcilePanes)
  const { data: corpora } = useCorpora()
  const [jobsOpen, setJobsOpen] = useState(false)
  useCommands([
    { id: 'jobs', title: 'Show or hide jobs', group: 'Screens', keys: 'mod+j', run: () => setJobsOpen(!jobsOpen) },
    ...(corpora ?? []).map(({ name }) => ({
      id: `corpus.${name}`,
      title: `Corpus ${visibleText(name)}`,
      group: 'Corpora',
      run: () => workbench.getState().put({ corpus: name, activity: 'corpora' }),
    })),
  ])

  useEffect(() => {
    restoreViewOf(project.folder)
    forgetActs()
    forgetRuns()
    document.title = `${project.name} · Etalon`
    return keepView()
  }, [project.folder, project.name])
  useEffect(() => {
    if (corpora === undefined) return
    reconcile(corpora)
    // A lens that no corpus is read by any more shows nothing: back to the newest.
    const { lens, put } = workbench.getState()
    if (lens !== null && !corpora.some(({ encodings }) => encodings.some((encoding) => encoding.lens === lens))) put({ lens: null })
  }, [corpora, reconcile])

  return (
    <div className={styles['workbench']}>
      <a className={styles['skip']} href="#main" onClick={skipToMain}>
        Skip to the documents
      </a>
      <Rail />
      {sidebar ? <Sidebar project={project} /> : <div />}
      <main id="main" className={styles['main']} tabIndex={-1}>
        <h1 className="unseen">{visibleText(project.name)}</h1>
        <Screen corpora={corpora} />
      </main>
      {jobsOpen && <JobsPanel onClose={() => setJobsOpen(false)} />}
      <div className={styles['status']}>
        <StatusBar project={project} jobsOpen={jobsOpen} onJobs={() => setJobsOpen(!jobsOpen)} />
      </div>
    </div>
  )
}

/** The fragment is the view's address: the link moves the focus only. */
function skipToMain(event: MouseEvent): void {
  event.preventDefault()
  document.getElementById('main')?.focus()
}

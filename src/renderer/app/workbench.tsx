import { type MouseEvent, type ReactNode, useEffect, useState } from 'react'
import type { Project } from '../../contract/project.ts'
import { forgetActs } from '../client/acts.ts'
import { forgetRuns } from '../client/analysis-runs.ts'
import { useCommands } from '../client/commands.ts'
import { forgetAllIncoming } from '../client/incoming.ts'
import { keepView, restoreViewOf } from '../client/keep-view.ts'
import { useCorpora } from '../client/project-queries.ts'
import { useNewTabClicks } from '../client/use-new-tab-clicks.ts'
import { useWorkbench, workbench } from '../client/workbench.ts'
import { Loading } from '../widgets/empty-state.tsx'
import { visibleText } from '../widgets/visible-text.ts'
import styles from './app.module.css'
import { FileDrop } from './file-drop.tsx'
import { JobsPanel } from './jobs-panel.tsx'
import { useCorpusCommands, useJobCommands } from './project-commands.ts'
import { Rail } from './rail.tsx'
import { Sidebar } from './sidebar.tsx'
import { StatusBar } from './status-bar.tsx'
import { useTabCommands } from './tab-commands.ts'
import { TabGroups } from './tab-groups.tsx'

/** An open project, once it is known how it was left. */
export function Workbench({ project }: { project: Project }): ReactNode {
  const [restored, setRestored] = useState(false)
  useEffect(() => {
    let gone = false
    forgetActs()
    forgetAllIncoming()
    forgetRuns()
    document.title = `${project.name} · Etalon`
    void restoreViewOf(project.folder).then(() => !gone && setRestored(true))
    const stop = keepView()
    return () => {
      gone = true
      stop()
    }
  }, [project.folder, project.name])
  return restored ? <Restored project={project} /> : <Loading label="Opening the project" />
}

/** Rail, sidebar, the open tabs, status bar. */
function Restored({ project }: { project: Project }) {
  const sidebar = useWorkbench((state) => state.sidebar)
  const reconcile = useWorkbench((state) => state.reconcilePanes)
  const { data: corpora } = useCorpora()
  const [jobsOpen, setJobsOpen] = useState(false)
  useCommands([{ id: 'jobs', run: () => setJobsOpen(!jobsOpen) }])

  useTabCommands()
  useJobCommands()
  useCorpusCommands(corpora)
  useNewTabClicks()
  useEffect(() => {
    if (corpora === undefined) return
    reconcile(corpora)
    // A lens that no corpus is read by any more shows nothing: back to the newest.
    const { lens, put } = workbench.getState()
    if (lens !== null && !corpora.some(({ encodings }) => encodings.some((encoding) => encoding.lens === lens))) put({ lens: null })
  }, [corpora, reconcile])

  return (
    <FileDrop className={styles['workbench']}>
      <a className={styles['skip']} href="#main" onClick={skipToMain}>
        Skip to the documents
      </a>
      <Rail />
      {sidebar ? <Sidebar project={project} /> : <div />}
      <main id="main" className={styles['main']} tabIndex={-1}>
        <h1 className="unseen">{visibleText(project.name)}</h1>
        <TabGroups corpora={corpora} />
      </main>
      {jobsOpen && <JobsPanel onClose={() => setJobsOpen(false)} />}
      <div className={styles['status']}>
        <StatusBar project={project} jobsOpen={jobsOpen} onJobs={() => setJobsOpen(!jobsOpen)} />
      </div>
    </FileDrop>
  )
}

/** The fragment is the view's address: the link moves the focus only. */
function skipToMain(event: MouseEvent): void {
  event.preventDefault()
  document.getElementById('main')?.focus()
}

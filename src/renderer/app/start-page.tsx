import { type ReactNode, useState } from 'react'
import { useAbout, useOpenDemo, useOpenProject, useRecent } from '../client/project-queries.ts'
import { Button } from '../widgets/button.tsx'
import { ErrorNote } from '../widgets/empty-state.tsx'
import { FolderChooser } from './folder-chooser.tsx'
import { FolderDrop } from './folder-drop.tsx'
import { RecentProjects } from './recent-projects.tsx'
import styles from './start-page.module.css'

/** Where one begins: a folder of corpora, a recent project, or the demo. */
export function StartPage(): ReactNode {
  const { data: recent } = useRecent()
  const { data: about } = useAbout()
  const open = useOpenProject()
  const demo = useOpenDemo()
  const [choosing, setChoosing] = useState(false)
  const error = open.error ?? demo.error
  const busy = open.isPending || demo.isPending
  // Who never opened anything begins with the demo.
  const isNew = recent?.length === 0
  return (
    <FolderDrop onOpen={(folder) => open.mutate(folder)}>
      <div className={styles['column']}>
        <header>
          <img src="./icon.svg" alt="" width="44" height="44" />
          <div>
            <h1>Etalon</h1>
            <p>Reads text with a language model and shows which concepts are in it, document by document.</p>
          </div>
        </header>
        <div className={styles['acts']}>
          <Button kind={isNew ? 'plain' : 'primary'} icon="folder" disabled={busy} onClick={() => setChoosing(true)}>
            Open a folder of corpora
          </Button>
          <Button kind={isNew ? 'primary' : 'plain'} icon="try" disabled={busy} onClick={() => demo.mutate()}>
            {demo.isPending ? 'Opening the demo…' : 'Open the demo'}
          </Button>
        </div>
        <p className={styles['hint']}>
          {isNew && 'New here? The demo brings small corpora of its own to try everything on. '}A project is a folder with JSONL,
          CSV, TSV or Parquet files, or folders of text files{about?.host === 'desktop' ? '; you can also drop it here' : ''}. Your
          files are never changed; what Etalon learns is kept in a folder <code>.etalon</code> beside them.
        </p>
        {error !== null && <ErrorNote error={error} />}
        <RecentProjects recent={recent ?? []} busy={busy} onOpen={(folder) => open.mutate(folder)} />
        {about !== undefined && (
          <p className={styles['version']}>
            Version {about.version}, {about.host === 'browser' ? 'in the browser' : about.host}. Works offline; nothing leaves this
            machine.
          </p>
        )}
      </div>
      {choosing && <FolderChooser onClose={() => setChoosing(false)} onOpen={(folder) => open.mutate(folder)} />}
    </FolderDrop>
  )
}

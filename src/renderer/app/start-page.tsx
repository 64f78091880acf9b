import { type ReactNode, useState } from 'react'
import { useAbout, useOpenDemo, useOpenProject, useRecent } from '../client/project-queries.ts'
import { Button } from '../widgets/button.tsx'
import { ErrorNote } from '../widgets/empty-state.tsx'
import { formatWhen } from '../widgets/format-numbers.ts'
import { Icon } from '../widgets/icon.tsx'
import { PlainText } from '../widgets/visible-parts.tsx'
import { FolderChooser } from './folder-chooser.tsx'
import styles from './start-page.module.css'

/** Where one begins: a folder of corpora, a recent project, or the demo. */
export function StartPage(): ReactNode {
  const { data: recent = [] } = useRecent()
  const { data: about } = useAbout()
  const open = useOpenProject()
  const demo = useOpenDemo()
  const [choosing, setChoosing] = useState(false)
  const error = open.error ?? demo.error
  return (
    <main className={styles['page']}>
      <div className={styles['column']}>
        <header>
          <img src="./icon.svg" alt="" width="44" height="44" />
          <div>
            <h1>Etalon</h1>
            <p>Reads text with a language model and shows which concepts are in it, document by document.</p>
          </div>
        </header>
        <div className={styles['acts']}>
          <Button kind="primary" icon="folder" onClick={() => setChoosing(true)}>
            Open a folder of corpora
          </Button>
          <Button icon="try" disabled={demo.isPending} onClick={() => demo.mutate()}>
            Open the demo
          </Button>
        </div>
        <p className={styles['hint']}>
          A project is a folder with JSONL, CSV, TSV or Parquet files, or folders of text files. Your files are never changed; what
          Etalon learns is kept in a folder <code>.etalon</code> beside them.
        </p>
        {error !== null && <ErrorNote error={error} />}
        {recent.length > 0 && (
          <section aria-label="Recent projects">
            <h2>Recent projects</h2>
            <ul className={styles['recent']}>
              {recent.map(({ folder, name, openedAt, exists }) => (
                <li key={folder}>
                  <button type="button" disabled={!exists || open.isPending} onClick={() => open.mutate(folder)}>
                    <Icon name="folder" />
                    <span className={styles['name']}>
                      <PlainText text={name} />
                    </span>
                    <span className={styles['folder']}>
                      <PlainText text={folder} />
                    </span>
                    <span className={styles['when']}>{exists ? formatWhen(openedAt) : 'no longer there'}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
        {about !== undefined && (
          <p className={styles['version']}>
            Version {about.version}, {about.host === 'browser' ? 'in the browser' : about.host}. Works offline; nothing leaves this
            machine.
          </p>
        )}
      </div>
      {choosing && <FolderChooser onClose={() => setChoosing(false)} onOpen={(folder) => open.mutate(folder)} />}
    </main>
  )
}

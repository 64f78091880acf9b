import { type ReactNode, useState } from 'react'
import type { RecentProject } from '../../contract/project.ts'
import { notifyError } from '../client/notices.ts'
import { useForgetRecent } from '../client/project-queries.ts'
import { Button, IconButton } from '../widgets/button.tsx'
import { formatWhen } from '../widgets/format-numbers.ts'
import { Icon } from '../widgets/icon.tsx'
import { PlainText } from '../widgets/visible-parts.tsx'
import { visibleText } from '../widgets/visible-text.ts'
import { FolderChooser } from './folder-chooser.tsx'
import styles from './start-page.module.css'

type Props = { readonly recent: readonly RecentProject[]; readonly busy: boolean; readonly onOpen: (folder: string) => void }

/** The projects opened last; one whose folder is gone can be looked for, and any taken off the list. */
export function RecentProjects({ recent, busy, onOpen }: Props): ReactNode {
  const forget = useForgetRecent()
  const [lost, setLost] = useState<RecentProject | null>(null)
  const found = (folder: string) => {
    if (lost !== null) forget.mutate(lost.folder, { onError: notifyError })
    onOpen(folder)
  }
  if (recent.length === 0) return null
  return (
    <section aria-label="Recent projects">
      <h2>Recent projects</h2>
      <ul className={styles['recent']}>
        {recent.map((project) => (
          <li key={project.folder} data-gone={!project.exists}>
            <Name project={project} busy={busy} onOpen={onOpen} />
            {!project.exists && (
              <Button icon="search" onClick={() => setLost(project)}>
                Locate
              </Button>
            )}
            <IconButton
              icon="close"
              label={`Take ${visibleText(project.name)} off this list; the folder stays`}
              onClick={() => forget.mutate(project.folder, { onError: notifyError })}
            />
          </li>
        ))}
      </ul>
      {lost !== null && (
        <FolderChooser title={`Where is ${visibleText(lost.name)} now?`} onClose={() => setLost(null)} onOpen={found} />
      )}
    </section>
  )
}

function Name({ project, busy, onOpen }: { project: RecentProject; busy: boolean; onOpen: (folder: string) => void }) {
  const { folder, name, openedAt, exists } = project
  const words = (
    <>
      <Icon name="folder" />
      <span className={styles['name']}>
        <PlainText text={name} />
      </span>
      <span className={styles['folder']} data-cut>
        <PlainText text={folder} />
      </span>
      <span className={styles['when']}>{exists ? formatWhen(openedAt) : 'no longer there'}</span>
    </>
  )
  if (!exists) return <span className={styles['gone']}>{words}</span>
  return (
    <button type="button" disabled={busy} onClick={() => onOpen(folder)}>
      {words}
    </button>
  )
}

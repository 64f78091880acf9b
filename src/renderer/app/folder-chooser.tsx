import { type FormEvent, type ReactNode, useState } from 'react'
import { useFolders } from '../client/project-queries.ts'
import { Button, IconButton } from '../widgets/button.tsx'
import { Dialog } from '../widgets/dialog.tsx'
import { ErrorNote, Loading } from '../widgets/empty-state.tsx'
import { Icon } from '../widgets/icon.tsx'
import { PlainText } from '../widgets/visible-parts.tsx'
import styles from './folder-chooser.module.css'

type Props = { readonly onClose: () => void; readonly onOpen: (folder: string) => void }

/** A folder on the engine's machine, which in the browser host may be another than the browser's. */
export function FolderChooser({ onClose, onOpen }: Props): ReactNode {
  const [path, setPath] = useState<string | null>(null)
  const { data, error, refetch, isPlaceholderData } = useFolders(path)
  const open = (folder: string) => {
    onClose()
    onOpen(folder)
  }
  return (
    <Dialog title="Open a folder" open onClose={onClose}>
      <div className={styles['chooser']}>
        {data !== undefined && <PathField key={data.path} path={data.path} parent={data.parent} onGo={setPath} />}
        {error !== null && <ErrorNote error={error} retry={refetch} />}
        {data === undefined && error === null && <Loading />}
        <ul className={styles['folders']} aria-label="Folders" aria-busy={isPlaceholderData}>
          {data?.folders.map((folder) => (
            <li key={folder.path}>
              <button type="button" onClick={() => setPath(folder.path)} onDoubleClick={() => open(folder.path)}>
                <Icon name="folder" />
                <PlainText text={folder.name} />
                <span>
                  {folder.project
                    ? 'Etalon project'
                    : folder.corpora > 0
                      ? `${folder.corpora} ${folder.corpora === 1 ? 'corpus' : 'corpora'}`
                      : ''}
                </span>
              </button>
            </li>
          ))}
          {data?.folders.length === 0 && <li className={styles['none']}>No folders in here.</li>}
        </ul>
        <footer>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" disabled={data === undefined} onClick={() => data !== undefined && open(data.path)}>
            Open this folder
          </Button>
        </footer>
      </div>
    </Dialog>
  )
}

function PathField({ path, parent, onGo }: { path: string; parent: string | null; onGo: (path: string) => void }) {
  const [text, setText] = useState(path)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onGo(text)
  }
  return (
    <form className={styles['path']} onSubmit={submit}>
      <IconButton
        icon="folder-up"
        label="Up to the folder around this one"
        disabled={parent === null}
        onClick={() => parent !== null && onGo(parent)}
      />
      <input aria-label="Path of the folder" spellCheck={false} value={text} onChange={(event) => setText(event.target.value)} />
    </form>
  )
}

import { type FormEvent, type ReactNode, useState } from 'react'
import { useFolders } from '../client/project-queries.ts'
import { Button, IconButton } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { ErrorNote, Loading } from './empty-state.tsx'
import { formatBytes } from './format-numbers.ts'
import { Icon } from './icon.tsx'
import { PlainText } from './visible-parts.tsx'
import styles from './path-chooser.module.css'

type Props = {
  readonly title: string
  /** What the button says that takes the folder shown. */
  readonly action: string
  /** Also shows files, each of which can be taken in its place. */
  readonly files?: boolean
  readonly onClose: () => void
  readonly onChoose: (path: string) => void
}

/** A folder or file on the engine's machine, which in the browser host may be another than the browser's. */
export function PathChooser({ title, action, files = false, onClose, onChoose }: Props): ReactNode {
  const [path, setPath] = useState<string | null>(null)
  const { data, error, refetch, isPlaceholderData } = useFolders(path, files)
  const choose = (chosen: string) => {
    onClose()
    onChoose(chosen)
  }
  return (
    <Dialog title={title} open onClose={onClose}>
      <div className={styles['chooser']}>
        {data !== undefined && <PathField key={data.path} path={data.path} parent={data.parent} onGo={setPath} />}
        {error !== null && <ErrorNote error={error} retry={refetch} />}
        {data === undefined && error === null && <Loading />}
        <ul className={styles['folders']} aria-label={files ? 'Folders and files' : 'Folders'} aria-busy={isPlaceholderData}>
          {data?.folders.map((folder) => (
            <li key={folder.path}>
              <button type="button" onClick={() => setPath(folder.path)} onDoubleClick={() => choose(folder.path)}>
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
          {data?.files.map((file) => (
            <li key={file.path}>
              <button type="button" onClick={() => choose(file.path)}>
                <Icon name="document" />
                <PlainText text={file.name} />
                <span>{formatBytes(file.bytes)}</span>
              </button>
            </li>
          ))}
          {data?.folders.length === 0 && data.files.length === 0 && <li className={styles['none']}>Nothing in here.</li>}
        </ul>
        <footer>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" disabled={data === undefined} onClick={() => data !== undefined && choose(data.path)}>
            {action}
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

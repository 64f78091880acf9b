import { type ReactNode, useState } from 'react'
import type { ExportedFiles, TableFormat } from '../../contract/findings.ts'
import { cancelTables, useExportTables } from '../client/finding-queries.ts'
import { inFolder, useProject } from '../client/project-queries.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { ErrorNote } from './empty-state.tsx'
import { formatCount } from './format-numbers.ts'
import { Segmented } from './segmented.tsx'
import styles from './tables-dialog.module.css'
import { PlainText } from './visible-parts.tsx'

type Props = {
  readonly open: boolean
  /** Of these recorded analyses; null: of all that findings rest on. */
  readonly analyses: readonly number[] | null
  readonly onClose: () => void
}

/** Every table of analyses, written as files to a folder where Etalon runs. */
export function TablesDialog({ open, analyses, onClose }: Props): ReactNode {
  return (
    <Dialog title="Export tables" open={open} onClose={onClose}>
      {open && <Tables analyses={analyses} />}
    </Dialog>
  )
}

function Tables({ analyses }: Pick<Props, 'analyses'>) {
  const { data: project } = useProject()
  const [format, setFormat] = useState<TableFormat>('csv')
  const [typed, setTyped] = useState<string | null>(null)
  const { mutate, data, error, isPending } = useExportTables()
  const out = typed ?? inFolder(project?.folder ?? '', 'tables')
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault()
        mutate({ out: out.trim(), format, ...(analyses === null ? {} : { analyses: [...analyses] }) })
      }}
    >
      <p>
        {analyses === null ? 'The tables of every analysis that a finding rests on' : 'The tables of this result'}, with all their
        rows, not only those shown. How each was made is written beside them, in settings.json.
      </p>
      <Segmented
        label="Format"
        options={[
          { value: 'csv', title: 'CSV', tip: 'For spreadsheets' },
          { value: 'jsonl', title: 'JSONL', tip: 'One object a line, for scripts' },
          { value: 'parquet', title: 'Parquet', tip: 'For data frames' },
        ]}
        value={format}
        onChange={setFormat}
      />
      <label htmlFor="tables-folder">Folder on the machine that runs Etalon</label>
      <div className={styles['place']}>
        <input id="tables-folder" value={out} spellCheck={false} onChange={(event) => setTyped(event.target.value)} />
        {isPending ? (
          <Button onClick={cancelTables}>Cancel</Button>
        ) : (
          <Button type="submit" kind="primary" disabled={out.trim() === ''}>
            Write
          </Button>
        )}
      </div>
      <div role="status">{isPending ? 'Writing…' : data !== undefined && <Written files={data.files} />}</div>
      {error !== null && <ErrorNote error={error} />}
    </form>
  )
}

function Written({ files }: ExportedFiles) {
  return (
    <>
      <p>Written:</p>
      <ul className={styles['files']}>
        {files.map(({ path, rows }) => (
          <li key={path}>
            <PlainText text={path} />{' '}
            <span>
              {formatCount(rows)} {rows === 1 ? 'row' : 'rows'}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}

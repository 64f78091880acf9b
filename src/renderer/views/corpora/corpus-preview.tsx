import { type ReactNode, useState } from 'react'
import type { CorpusPreview as Preview, CorpusSummary, Mapping } from '../../../contract/corpora.ts'
import { notifyError } from '../../client/notices.ts'
import { useImport, usePreview } from '../../client/project-queries.ts'
import { Button } from '../../widgets/button.tsx'
import { ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import { Select } from '../../widgets/fields.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import { PlainText } from '../../widgets/visible-parts.tsx'
import styles from './corpora.module.css'

/** The columns of the file, what each is taken for, and its first rows; what is taken for what can be changed before importing. */
export function CorpusPreview({ corpus }: { corpus: CorpusSummary }): ReactNode {
  const [mapping, setMapping] = useState<Mapping>({})
  const { data, error, refetch } = usePreview(corpus.name, mapping)
  if (error !== null) return <ErrorNote error={error} retry={refetch} />
  if (data === undefined) return <Loading label="Looking into the file" />
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles['scroll']} role="region" aria-label="Columns and first rows" tabIndex={0}>
      <MappingForm corpus={corpus} preview={data} mapping={mapping} onChange={setMapping} />
      <table className={styles['table']}>
        <caption>Columns</caption>
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">Taken as</th>
            <th scope="col">Kind</th>
            <th
              scope="col"
              className={styles['number']}
              data-tip="Rows that have a value here, of the first rows looked at, 200 at most"
            >
              Filled rows
            </th>
            <th scope="col" className={styles['number']}>
              Median length
            </th>
            <th scope="col">For example</th>
          </tr>
        </thead>
        <tbody>
          {data.columns.map((column) => (
            <tr key={column.name}>
              <th scope="row">
                <PlainText text={column.name} />
              </th>
              <td>{takenAs(data, column.name)}</td>
              <td>{column.kind}</td>
              <td className={styles['number']}>{formatCount(column.filled)}</td>
              <td className={styles['number']}>{formatCount(Math.round(column.medianLength))}</td>
              <td className={styles['example']}>
                <PlainText text={shortened(column.examples.slice(0, 3).join(' · '), 300)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <FirstRows preview={data} />
    </div>
  )
}

function takenAs({ id, channels }: Preview, column: string): string {
  const channel = channels.find(({ field }) => field === column)
  if (channel !== undefined) return channel.name === 'text' ? 'Text' : `Channel ${channel.name}`
  return column === id ? 'Id' : 'Metadata'
}

type FormProps = {
  readonly corpus: CorpusSummary
  readonly preview: Preview
  readonly mapping: Mapping
  readonly onChange: (mapping: Mapping) => void
}

function MappingForm({ corpus, preview, mapping, onChange }: FormProps) {
  const importing = useImport()
  const columns = preview.columns.map(({ name }) => ({ value: name, title: name }))
  const run = () =>
    importing.mutate(
      { names: [corpus.name], again: true, ...(Object.keys(mapping).length > 0 ? { mapping } : {}) },
      { onError: notifyError },
    )
  const changed = Object.keys(mapping).length > 0
  return (
    <div className={styles['mapping']}>
      <Select
        label="Text"
        labelled
        value={mapping.text ?? preview.channels[0]?.field ?? ''}
        options={columns}
        onChange={(text) => onChange({ ...mapping, text })}
      />
      <Select
        label="Id"
        labelled
        value={mapping.id ?? preview.id ?? ''}
        options={[{ value: '', title: 'Number of the row', disabled: true }, ...columns]}
        onChange={(id) => onChange({ ...mapping, id })}
      />
      {(corpus.state === 'new' || changed) && (
        <Button kind="primary" icon="import" disabled={importing.isPending} onClick={run}>
          {corpus.state === 'new' ? 'Import' : 'Import again with these columns'}
        </Button>
      )}
    </div>
  )
}

function FirstRows({ preview }: { preview: Preview }) {
  const columns = preview.columns.map(({ name }) => name)
  return (
    <table className={styles['table']}>
      <caption>First rows</caption>
      <thead>
        <tr>
          <th scope="col" className={styles['number']}>
            Row
          </th>
          {columns.map((name) => (
            <th key={name} scope="col">
              <PlainText text={name} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {preview.rows.slice(0, 12).map(({ row, fields }) => (
          <tr key={row}>
            <td className={styles['number']}>{formatCount(row)}</td>
            {columns.map((name) => (
              <td key={name} className={styles['cell']}>
                <PlainText text={shortened(cellText(fields[name]), 120)} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const shortened = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most)}…` : text)

const cellText = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value)

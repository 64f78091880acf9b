import type { ReactNode } from 'react'
import type { CorpusSummary } from '../../../contract/corpora.ts'
import { useWorkbench } from '../../client/workbench.ts'
import { formatBytes, formatCount } from '../../widgets/format-numbers.ts'
import { PlainText } from '../../widgets/visible-parts.tsx'
import styles from './corpora.module.css'

const states: Readonly<Record<CorpusSummary['state'], string>> = {
  new: 'Not imported',
  importing: 'Importing',
  ready: 'Imported',
  changed: 'File changed since',
  missing: 'File gone, documents kept',
}

export function CorporaTable({ corpora }: { corpora: readonly CorpusSummary[] }): ReactNode {
  const put = useWorkbench((state) => state.put)
  return (
    // A region that scrolls must be reached by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles['scroll']} role="region" aria-label="All corpora" tabIndex={0}>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">Corpus</th>
            <th scope="col">State</th>
            <th scope="col" className={styles['number']}>
              Documents
            </th>
            <th scope="col" className={styles['number']}>
              Skipped
            </th>
            <th scope="col">Channels</th>
            <th scope="col">Read by</th>
            <th scope="col" className={styles['number']}>
              File
            </th>
          </tr>
        </thead>
        <tbody>
          {corpora.map((corpus) => (
            <tr key={corpus.name}>
              <th scope="row">
                <button type="button" onClick={() => put({ corpus: corpus.name })}>
                  <PlainText text={corpus.name} />
                </button>
              </th>
              <td>{states[corpus.state]}</td>
              <td className={styles['number']}>{corpus.documents === 0 ? '' : formatCount(corpus.documents)}</td>
              <td className={styles['number']} data-warns={corpus.skipped > 0}>
                {corpus.skipped === 0 ? '' : formatCount(corpus.skipped)}
              </td>
              <td>
                <PlainText text={corpus.channels.map(({ name }) => name).join(', ')} />
              </td>
              <td>
                <PlainText text={[...new Set(corpus.encodings.map(({ lens }) => lens))].join(', ')} />
              </td>
              <td className={styles['number']}>{formatBytes(corpus.bytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

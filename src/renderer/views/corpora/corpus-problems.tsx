import type { ReactNode } from 'react'
import type { CorpusSummary } from '../../../contract/corpora.ts'
import { useProblems } from '../../client/project-queries.ts'
import { EmptyState, ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import { PlainText } from '../../widgets/visible-parts.tsx'
import styles from './corpora.module.css'

/** So many problems are listed; the number of all is said. */
const most = 500

/** Rows that could not be imported, with the reason of each. */
export function CorpusProblems({ corpus }: { corpus: CorpusSummary }): ReactNode {
  const { data, error, refetch } = useProblems(corpus.name, most, corpus.skipped > 0)
  if (corpus.skipped === 0) return <EmptyState title="No row was skipped" />
  if (error !== null) return <ErrorNote error={error} retry={refetch} />
  if (data === undefined) return <Loading />
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles['scroll']} role="region" aria-label="Skipped rows" tabIndex={0}>
      <table className={styles['table']}>
        <caption>
          {data.total > most ? `The first ${formatCount(most)} of ${formatCount(data.total)} skipped rows` : 'Skipped rows'}
        </caption>
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col" className={styles['number']}>
              Row
            </th>
            <th scope="col">Reason</th>
          </tr>
        </thead>
        <tbody>
          {data.problems.map(({ file, row, reason }) => (
            <tr key={`${file} ${row}`}>
              <td>
                <PlainText text={file} />
              </td>
              <td className={styles['number']}>{formatCount(row)}</td>
              <td>
                <PlainText text={reason} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

import type { ReactNode } from 'react'
import type { Survey } from '../../../contract/importing.ts'
import { formatCount } from '../../widgets/format-numbers.ts'
import { PlainText } from '../../widgets/visible-parts.tsx'
import styles from './corpora.module.css'

/** Rows that are left out or changed when they are imported, with the reason of each; nothing where there are none. */
export function SurveyedRows({ survey: { rows, skipped, kept, share }, id }: { survey: Survey; id: string }): ReactNode {
  const all = skipped + kept
  if (rows.length === 0) return null
  const some = all > rows.length ? `, the first ${formatCount(rows.length)} of ${share < 1 ? 'about ' : ''}${formatCount(all)}` : ''
  return (
    <table id={id} className={styles['table']}>
      <caption>Rows to look at{some}</caption>
      <thead>
        <tr>
          <th scope="col" className={styles['number']}>
            Row
          </th>
          <th scope="col">What becomes of it</th>
          <th scope="col">Because it</th>
          <th scope="col">How it begins</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ row, file, reason, excerpt, kept: isKept }, at) => (
          // Rows come once each, but a file may be cut short in the middle of one.
          // oxlint-disable-next-line react/no-array-index-key
          <tr key={`${file} ${row} ${at}`}>
            <td className={styles['number']}>{formatCount(row)}</td>
            <td data-warns={!isKept}>{isKept ? 'Kept, changed' : 'Left out'}</td>
            <td className={styles['reason']}>
              <PlainText text={reason} />
            </td>
            <td className={styles['begins']}>{excerpt !== undefined && <PlainText text={excerpt} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

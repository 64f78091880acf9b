import type { ReactNode } from 'react'
import type { CorpusPreview } from '../../../contract/corpora.ts'
import { roleOf, type Roles } from '../../client/column-roles.ts'
import { formatCount } from '../../widgets/format-numbers.ts'
import { PlainText } from '../../widgets/visible-parts.tsx'
import { shortened } from './column-table.tsx'
import styles from './corpora.module.css'

/** The first rows as they are in the file; columns that are left out are crossed out. */
export function FirstRows({ preview, roles }: { preview: CorpusPreview; roles: Roles }): ReactNode {
  const columns = preview.columns.map(({ name }) => ({ name, role: roleOf(roles, name) }))
  return (
    <table className={styles['table']}>
      <caption>First rows</caption>
      <thead>
        <tr>
          <th scope="col" className={styles['number']}>
            Row
          </th>
          {columns.map(({ name, role }) => (
            <th key={name} scope="col" data-role={role}>
              <PlainText text={name} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {preview.rows.map(({ row, fields }) => (
          <tr key={row}>
            <td className={styles['number']}>{formatCount(row)}</td>
            {columns.map(({ name, role }) => (
              <td key={name} className={styles['cell']} data-role={role}>
                <PlainText text={shortened(cellText(fields[name]), 120)} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const cellText = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value)

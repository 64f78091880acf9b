import type { ReactNode } from 'react'
import type { CorpusPreview } from '../../../contract/corpora.ts'
import { type ColumnRole, roleOf, type Roles, withChannelAdded, withChannelNamed, withRole } from '../../client/column-roles.ts'
import { Button, IconButton } from '../../widgets/button.tsx'
import { Select } from '../../widgets/fields.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import { PlainText } from '../../widgets/visible-parts.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import styles from './corpora.module.css'

type Column = CorpusPreview['columns'][number]
type Props = { readonly columns: readonly Column[]; readonly roles: Roles; readonly onChange: (roles: Roles) => void }

const roleTitles: Readonly<Record<ColumnRole, string>> = {
  text: 'Text',
  channel: 'Channel: further text',
  id: 'Id',
  metadata: 'Metadata: kept',
  'left-out': 'Left out',
}

/** The columns of a file, what each is used as, and what is in it. */
export function ColumnTable({ columns, roles, onChange }: Props): ReactNode {
  return (
    <table className={styles['table']} data-columns>
      <caption>Columns</caption>
      <thead>
        <tr>
          <th scope="col">Column</th>
          <th scope="col">Used as</th>
          <th scope="col">Kind</th>
          <th
            scope="col"
            className={styles['number']}
            data-tip="Rows that have a value here, of the first rows looked at, 200 at most"
          >
            Filled rows
          </th>
          <th scope="col" className={styles['number']} data-tip="In characters">
            Median length
          </th>
          <th scope="col">For example</th>
        </tr>
      </thead>
      <tbody>
        {columns.map((column) => (
          <tr key={column.name}>
            <th scope="row">
              <PlainText text={column.name} />
            </th>
            <td>
              <div className={styles['role']} data-many={roles.channels.filter(({ field }) => field === column.name).length > 1}>
                <Select
                  label={`Use ${visibleText(column.name)} as`}
                  value={roleOf(roles, column.name)}
                  options={(Object.keys(roleTitles) as ColumnRole[]).map((value) => ({ value, title: roleTitles[value] }))}
                  onChange={(role) => onChange(withRole(roles, column.name, role))}
                />
                <ChannelNames column={column} roles={roles} onChange={onChange} />
              </div>
            </td>
            <td>{column.kind}</td>
            <td className={styles['number']}>{formatCount(column.filled)}</td>
            <td className={styles['number']}>{formatCount(Math.round(column.medianLength))}</td>
            <td className={styles['example']}>
              <PlainText text={shortened(column.examples.slice(0, 3).join(' · '), 200)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The names of the channels that a column feeds. A conversation can feed one for each speaker. */
function ChannelNames({ column: { name: field, kind }, roles, onChange }: Omit<Props, 'columns'> & { column: Column }) {
  const fed = roles.channels.flatMap((channel, at) => (channel.field === field ? [{ ...channel, at }] : []))
  const isConversation = kind === 'messages'
  const tip = isConversation
    ? 'The channel’s name. prompt and user read what the user says, response and assistant the answers, system the instructions, any other name all turns.'
    : 'The channel’s name'
  if (fed.length === 0) return null
  return (
    <>
      {fed.map(({ name, at }) => (
        <span key={at} className={styles['channel']}>
          <input
            aria-label={`Name of the channel from ${visibleText(field)}`}
            data-tip={tip}
            value={name}
            maxLength={40}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => onChange(withChannelNamed(roles, at, event.target.value))}
          />
          {fed.length > 1 && (
            <IconButton
              icon="close"
              label={`Leave out the channel ${visibleText(name)}`}
              onClick={() => onChange(withChannelNamed(roles, at, null))}
            />
          )}
        </span>
      ))}
      {isConversation && (
        <Button
          kind="quiet"
          icon="plus"
          aria-label={`Another channel from ${visibleText(field)}`}
          onClick={() => onChange(withChannelAdded(roles, field))}
        >
          Channel
        </Button>
      )}
    </>
  )
}

export const shortened = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most)}…` : text)

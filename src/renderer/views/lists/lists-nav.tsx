import { type ReactNode, useRef } from 'react'
import type { LatentListSummary, Notes } from '../../../contract/notes.ts'
import { useCommands } from '../../client/commands.ts'
import { addToList } from '../../client/list-acts.ts'
import { type Collection, inList } from '../../client/view.ts'
import { useScope } from '../../client/workbench.ts'
import { formatCount } from '../../widgets/format-numbers.ts'
import { Icon, type IconName } from '../../widgets/icon.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import { entriesOf } from './entries.ts'
import styles from './lists.module.css'
import { NameForm } from './name-form.tsx'

type Props = {
  readonly notes: Notes
  readonly lists: readonly LatentListSummary[]
  readonly chosen: Collection
  readonly onChoose: (collection: Collection) => void
}

/** What there is, each with how many it holds; below, a new list. */
export function ListsNav({ notes, lists, chosen, onChoose }: Props): ReactNode {
  const scope = useScope()
  const field = useRef<HTMLInputElement>(null)
  useCommands([{ id: 'lists.new', run: () => field.current?.focus() }])
  const make = async (name: string) => {
    const made = await addToList(scope, name, [])
    if (made) onChoose(inList(name))
    return made
  }
  const item = (value: Collection, icon: IconName, title: string, count: number) => (
    <li key={value}>
      <button type="button" aria-current={value === chosen ? 'true' : undefined} onClick={() => onChoose(value)}>
        <Icon name={icon} size={14} />
        <span className={styles['name']} data-cut>
          <PlainText text={title} />
        </span>
        <span className={styles['count']}>{formatCount(count)}</span>
      </button>
    </li>
  )
  return (
    <nav className={styles['nav']} aria-label="Lists">
      <h2>Latents and documents</h2>
      <ul>
        {item('flagged', 'flag', 'Flagged', entriesOf(notes, 'flagged', {}).length)}
        {item('noted', 'note', 'With a note', entriesOf(notes, 'noted', {}).length)}
      </ul>
      <h2>Lists of latents</h2>
      <ul>{lists.map(({ name, latents }) => item(inList(name), 'lists', name, latents))}</ul>
      <NameForm label="Name of a new list" placeholder="New list   N" act="Make" name="" field={field} onName={make} />
    </nav>
  )
}

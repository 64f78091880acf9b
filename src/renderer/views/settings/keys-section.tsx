import { type ReactNode, useMemo, useState } from 'react'
import { type Assigned, assignedCommands, refusalOf } from '../../client/assign-keys.ts'
import { useCommandList } from '../../client/commands.ts'
import { fuzzyMatch } from '../../client/fuzzy-match.ts'
import { setPreferences } from '../../client/preference-acts.ts'
import { usePreferences } from '../../client/preferences.ts'
import { alternatives } from '../../client/shortcut.ts'
import { useAbout } from '../../client/project-queries.ts'
import { Button, IconButton } from '../../widgets/button.tsx'
import { SearchField } from '../../widgets/fields.tsx'
import { Keys } from '../../widgets/keys.tsx'
import { KeyRecorder } from './key-recorder.tsx'
import styles from './settings.module.css'

/** Every command with its keys: changed by pressing others, taken away, or as they came. */
export function KeysSection(): ReactNode {
  const set = usePreferences((state) => state.keys)
  const offered = useCommandList()
  const [search, setSearch] = useState('')
  const [recording, setRecording] = useState<string | null>(null)
  const all = useMemo(() => assignedCommands(set, offered), [set, offered])
  const shown = all.filter(
    ({ title, group, keys }) => search === '' || fuzzyMatch(search, `${title} ${group}`) !== null || keys === search,
  )
  const changed = Object.keys(set).length
  const put = ({ id, came }: Assigned, keys: string) => {
    const { [id]: _, ...others } = set
    setPreferences({ keys: keys === came ? others : { ...others, [id]: keys } })
    setRecording(null)
  }
  return (
    <>
      <div className={styles['bar']}>
        <SearchField label="Search commands" value={search} onChange={setSearch} />
        <span className={styles['muted']}>Keys without Ctrl or Alt hold outside of text fields.</span>
        <Button disabled={changed === 0} onClick={() => setPreferences({ keys: {} })}>
          Reset all{changed > 0 && ` (${changed})`}
        </Button>
      </div>
      {shown.length === 0 && <p className={styles['muted']}>No command has such a name.</p>}
      {[...Map.groupBy(shown, ({ group }) => group)].map(([group, commands]) => (
        <section key={group} className={styles['group']} aria-label={group}>
          <h3>{group}</h3>
          <ul>
            {commands.map((command) => (
              <CommandKeys
                key={command.id}
                command={command}
                all={all}
                recording={recording === command.id}
                onRecord={(on) => setRecording(on ? command.id : null)}
                onKeys={(keys) => put(command, keys)}
              />
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}

type RowProps = {
  readonly command: Assigned
  readonly all: readonly Assigned[]
  readonly recording: boolean
  readonly onRecord: (on: boolean) => void
  readonly onKeys: (keys: string) => void
}

function CommandKeys({ command, all, recording, onRecord, onKeys }: RowProps) {
  const { data: about } = useAbout()
  const { title, keys, came } = command
  if (recording)
    return (
      <li data-recording="true">
        <span>{title}</span>
        <KeyRecorder
          title={title}
          refusal={(shortcut) => refusalOf(shortcut, command, all, about?.host === 'browser')}
          onShortcut={onKeys}
          onEnd={() => onRecord(false)}
        />
      </li>
    )
  return (
    <li>
      <span>{title}</span>
      <span className={styles['keys']}>
        {alternatives(keys).map((each) => (
          <Keys key={each} keys={each} />
        ))}
        {keys === '' && <span className={styles['muted']}>no keys</span>}
      </span>
      <IconButton icon="pencil" label={`Change the keys: ${title}`} onClick={() => onRecord(true)} />
      <IconButton icon="close" label={`No keys: ${title}`} disabled={keys === ''} onClick={() => onKeys('')} />
      <IconButton icon="undo" label={`Reset the keys: ${title}`} disabled={keys === came} onClick={() => onKeys(came)} />
    </li>
  )
}

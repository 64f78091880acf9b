import type { ReactNode } from 'react'
import { useCommandList } from '../client/commands.ts'
import { alternatives } from '../client/shortcut.ts'
import { Button } from '../widgets/button.tsx'
import { Dialog } from '../widgets/dialog.tsx'
import { Keys } from '../widgets/keys.tsx'
import { closeOverlay, openSettings, useOverlay } from './overlays.ts'
import styles from './palette.module.css'

const inLists = [
  ['Next row', 'arrowdown'],
  ['Previous row', 'arrowup'],
  ['Open the row', 'enter'],
  ['First row', 'home'],
  ['Last row', 'end'],
  ['A page on', 'pagedown'],
  ['A page back', 'pageup'],
] as const

/** All shortcuts that hold where the user is. */
export function ShortcutSheet(): ReactNode {
  const open = useOverlay((state) => state.open === 'sheet')
  const commands = useCommandList()
  const unique = [...new Map(commands.map((command) => [command.id, command])).values()]
  const groups = Map.groupBy(
    unique.filter(({ keys }) => keys !== ''),
    ({ group }) => group,
  )
  return (
    <Dialog title="Keyboard shortcuts" open={open} onClose={closeOverlay} wide>
      {/* It scrolls, also by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles['scroll']} role="group" aria-label="Shortcuts" tabIndex={0}>
        <div className={styles['sheet']}>
          {[...groups].map(([group, listed]) => (
            <section key={group}>
              <h3>{group}</h3>
              {listed.map(({ id, title, keys }) => (
                <p key={id}>
                  {title} <Keys keys={alternatives(keys)[0] ?? ''} />
                </p>
              ))}
            </section>
          ))}
          <section>
            <h3>In lists</h3>
            {inLists.map(([title, keys]) => (
              <p key={title}>
                {title} <Keys keys={keys} />
              </p>
            ))}
          </section>
        </div>
      </div>
      <footer className={styles['foot']}>
        <Button onClick={() => openSettings('keys')}>Change shortcuts…</Button>
      </footer>
    </Dialog>
  )
}

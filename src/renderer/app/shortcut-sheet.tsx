import type { ReactNode } from 'react'
import { useCommandList } from '../client/commands.ts'
import { Dialog } from '../widgets/dialog.tsx'
import { Keys } from './keys.tsx'
import { closeOverlay, useOverlay } from './overlays.ts'
import styles from './palette.module.css'

const inLists = [
  ['Next row', 'arrowdown'],
  ['Previous row', 'arrowup'],
  ['Open the row', 'enter'],
  ['First row', 'Home'],
  ['Last row', 'End'],
  ['A page on', 'PageDown'],
  ['A page back', 'PageUp'],
] as const

/** All shortcuts that hold where the user is. */
export function ShortcutSheet(): ReactNode {
  const open = useOverlay((state) => state.open === 'sheet')
  const commands = useCommandList((state) => state.commands)
  const groups = Map.groupBy(
    commands.filter(({ keys }) => keys !== undefined),
    ({ group }) => group,
  )
  return (
    <Dialog title="Keyboard shortcuts" open={open} onClose={closeOverlay}>
      <div className={styles['sheet']}>
        {[...groups].map(([group, listed]) => (
          <section key={group}>
            <h3>{group}</h3>
            {listed.map(({ id, title, keys = '' }) => (
              <p key={id}>
                {title} <Keys keys={keys} />
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
    </Dialog>
  )
}

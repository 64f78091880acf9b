import { type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import { type Command, useCommandList } from '../client/commands.ts'
import { workbench } from '../client/workbench.ts'
import { Dialog } from '../widgets/dialog.tsx'
import { Icon } from '../widgets/icon.tsx'
import { Keys } from './keys.tsx'
import { closeOverlay, useOverlay } from './overlays.ts'
import styles from './palette.module.css'
import { rankCommands } from './rank-commands.ts'

/** Every command by name; a number opens the latent of that number. */
export function CommandPalette(): ReactNode {
  const open = useOverlay((state) => state.open === 'palette')
  return (
    <Dialog title="Commands" open={open} onClose={closeOverlay} bare>
      <Palette />
    </Dialog>
  )
}

function Palette() {
  const commands = useCommandList((state) => state.commands)
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState(0)
  const id = useId()
  const found = [...latentOf(text), ...rankCommands(commands, text)]
  const at = Math.min(chosen, found.length - 1)

  const run = (command: Command | undefined) => {
    closeOverlay()
    // Focus must be back on the page before a command moves it.
    setTimeout(() => command?.run())
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) setChosen((at + step + found.length) % Math.max(1, found.length))
    else if (event.key === 'Enter') run(found[at])
    else return
    event.preventDefault()
  }
  return (
    <>
      <div className={styles['field']}>
        <Icon name="search" />
        <input
          role="combobox"
          aria-label="Command or number of a latent"
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={found.length > 0 ? `${id}-${at}` : undefined}
          placeholder="Command, or the number of a latent"
          // A palette is opened to type into it.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setChosen(0)
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div id={id} role="listbox" aria-label="Commands" className={styles['list']}>
        {found.map((command, index) => (
          // The field takes the keys of the list.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={command.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            tabIndex={-1}
            ref={index === at ? (element) => element?.scrollIntoView({ block: 'nearest' }) : undefined}
            onPointerMove={() => setChosen(index)}
            onClick={() => run(command)}
          >
            <span>{command.title}</span>
            <span className={styles['group']}>{command.group}</span>
            {command.keys !== undefined && <Keys keys={command.keys} />}
          </div>
        ))}
        {found.length === 0 && <p className={styles['none']}>No command has such a name.</p>}
      </div>
    </>
  )
}

function latentOf(text: string): readonly Command[] {
  if (!/^\s*\d{1,7}\s*$/.test(text)) return []
  const latent = Number(text)
  const run = () => {
    const { activity, show, selectLatent } = workbench.getState()
    selectLatent(latent)
    if (activity !== 'compare' && activity !== 'latents') show('latents')
  }
  return [{ id: 'latent', title: `Open latent ${latent}`, group: 'Latents', run }]
}

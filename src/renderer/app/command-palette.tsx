import { type ReactNode, useState } from 'react'
import { mostRecentCommands } from '../../contract/settings.ts'
import { type Command, useCommandList } from '../client/commands.ts'
import { setPreferences } from '../client/preference-acts.ts'
import { usePreferences } from '../client/preferences.ts'
import { alternatives } from '../client/shortcut.ts'
import { workbench } from '../client/workbench.ts'
import { Dialog } from '../widgets/dialog.tsx'
import { Keys } from '../widgets/keys.tsx'
import { closeOverlay, useOverlay } from './overlays.ts'
import styles from './palette.module.css'
import { type Choice, Picker } from './picker.tsx'
import { rankCommands, type RankedCommand } from './rank-commands.ts'

/** Every command by some letters of its name; a number opens the latent of that number. */
export function CommandPalette(): ReactNode {
  const open = useOverlay((state) => state.open === 'palette')
  return (
    <Dialog title="Commands" open={open} onClose={closeOverlay} bare>
      <Palette />
    </Dialog>
  )
}

function Palette() {
  const commands = useCommandList()
  const recent = usePreferences((state) => state.recentCommands)
  const [text, setText] = useState('')
  const parts = text.trim() === ''
  const ranked = rankCommands(
    commands.filter(({ id }) => id !== 'palette'),
    text,
    recent,
  )
  const choices = [...latentOf(text), ...ranked.map((each) => choiceOf(each, parts, recent))]
  return (
    <Picker
      label="Commands"
      placeholder="Command, or the number of a latent"
      text={text}
      onText={setText}
      choices={choices}
      none="No command has such a name."
    />
  )
}

function choiceOf({ command, at, recent: isRecent }: RankedCommand, parts: boolean, recent: readonly string[]): Choice {
  const [keys] = alternatives(command.keys)
  return {
    key: command.id,
    ...(parts ? { part: isRecent ? 'Lately' : command.group } : {}),
    title: <Marked text={command.title} at={at} />,
    aside: (
      <>
        {!parts && <span className={styles['group']}>{command.group}</span>}
        {keys !== undefined && <Keys keys={keys} />}
      </>
    ),
    run: () => {
      remember(command, recent)
      command.run()
    },
  }
}

/** What belongs to one project alone is not offered first in another. */
function remember({ id }: Command, recent: readonly string[]): void {
  if (!id.startsWith('corpus.'))
    setPreferences({ recentCommands: [id, ...recent.filter((each) => each !== id)].slice(0, mostRecentCommands) })
}

/** A title with the letters that were typed set off. */
function Marked({ text, at }: { text: string; at: readonly number[] }) {
  if (at.length === 0) return text
  const typed = new Set(at)
  return [...text].map((letter, index) =>
    // Letters have no other key than their place.
    // oxlint-disable-next-line react/no-array-index-key
    typed.has(index) ? <b key={index}>{letter}</b> : letter,
  )
}

function latentOf(text: string): readonly Choice[] {
  if (!/^\s*\d{1,7}\s*$/.test(text)) return []
  const latent = Number(text)
  const run = () => {
    const { activity, show, selectLatent } = workbench.getState()
    selectLatent(latent)
    if (activity !== 'compare' && activity !== 'latents') show('latents')
  }
  return [{ key: 'latent', title: `Open latent ${latent}`, aside: <span className={styles['group']}>Latents</span>, run }]
}

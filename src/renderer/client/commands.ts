import { useEffect, useMemo, useRef } from 'react'
import { create } from 'zustand'
import { type CommandId, type CommandText, commandTable } from './command-table.ts'
import { usePreferences } from './preferences.ts'
import { alternatives, isMac, shownKeys } from './shortcut.ts'
import { useIsAtWork } from './workbench.ts'

/** Something the user can do now: one entry for palette, menus, cheat-sheet and keyboard. */
export type Command = {
  readonly id: string
  readonly title: string
  readonly group: string
  /** As the user set them, else as they came; '': none. See shortcut.ts: `mod+k`, `alt+1`, `?`, `s`. */
  readonly keys: string
  readonly run: () => void
}

/** A command as a view offers it: one of the table, whose title may say what it does now, or one made of what there is (a corpus, say). */
type Offered =
  | { readonly id: CommandId; readonly title?: string; readonly group?: string; readonly keys?: string; readonly run: () => void }
  | { readonly id: string; readonly title: string; readonly group: string; readonly keys?: string; readonly run: () => void }

const useOffered = create<{ readonly commands: readonly Command[] }>()(() => ({ commands: [] }))

/** What can be done now, with the keys that the user set. */
export function useCommandList(): readonly Command[] {
  const commands = useOffered((state) => state.commands)
  const keys = usePreferences((state) => state.keys)
  return useMemo(() => commands.map((command) => withKeys(command, keys)), [commands, keys])
}

/** The same outside of React. */
export const commandList = (): readonly Command[] => {
  const { keys } = usePreferences.getState()
  return useOffered.getState().commands.map((command) => withKeys(command, keys))
}

/** Calls back when what can be done, or its keys, changed; gives what stops it. */
export function onCommands(listener: () => void): () => void {
  const stops = [useOffered.subscribe(listener), usePreferences.subscribe(listener)]
  return () => stops.forEach((stop) => stop())
}

const withKeys = (command: Command, keys: Readonly<Record<string, string>>): Command => ({
  ...command,
  keys: keys[command.id] ?? command.keys,
})

/** Offers commands while the component is mounted, in a tab while that is worked in; `run` is always the latest one given. */
export function useCommands(commands: readonly Offered[]): void {
  const atWork = useIsAtWork()
  const latest = useRef(commands)
  useEffect(() => {
    latest.current = commands
  })
  const described = JSON.stringify(atWork ? commands.map(describe) : [])
  useEffect(() => {
    const offered = (JSON.parse(described) as Omit<Command, 'run'>[]).map((each) => ({
      ...each,
      run: () => latest.current.find(({ id }) => id === each.id)?.run(),
    }))
    if (offered.length === 0) return
    useOffered.setState(({ commands: before }) => ({ commands: [...before, ...offered] }))
    return () => useOffered.setState(({ commands: now }) => ({ commands: now.filter((each) => !offered.includes(each)) }))
  }, [described])
}

const texts: Readonly<Record<string, CommandText>> = commandTable

function describe({ id, title, group, keys }: Offered): Omit<Command, 'run'> {
  const text = texts[id]
  return { id, title: title ?? text?.title ?? id, group: text?.group ?? group ?? '', keys: text?.keys ?? keys ?? '' }
}

/** A tip with the keys of a command behind it: `Star this latent (S)`. */
export function useTip(text: string, id: CommandId): string {
  const set = usePreferences((state) => state.keys[id])
  const [first] = alternatives(set ?? texts[id]?.keys ?? '')
  return first === undefined ? text : `${text} (${shownKeys(first, isMac()).join(isMac() ? '' : '+')})`
}

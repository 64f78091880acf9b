import { useEffect, useRef } from 'react'
import { create } from 'zustand'

/** Something the user can do: one entry for palette, cheat-sheet and keyboard. */
export type Command = {
  readonly id: string
  readonly title: string
  readonly group: string
  /** As in shortcut.ts: `mod+k`, `alt+1`, `?`, `s`. Keys without mod or alt fire only outside of text fields. */
  readonly keys?: string
  readonly run: () => void
}

export const useCommandList = create<{ readonly commands: readonly Command[] }>()(() => ({ commands: [] }))

/** Offers commands while the component is mounted; `run` is always the latest one given. */
export function useCommands(commands: readonly Command[]): void {
  const latest = useRef(commands)
  useEffect(() => {
    latest.current = commands
  })
  const described = JSON.stringify(commands.map(({ id, title, group, keys }) => ({ id, title, group, keys })))
  useEffect(() => {
    const offered = (JSON.parse(described) as Omit<Command, 'run'>[]).map((each) => ({
      ...each,
      run: () => latest.current.find(({ id }) => id === each.id)?.run(),
    }))
    useCommandList.setState(({ commands: before }) => ({ commands: [...before, ...offered] }))
    return () => useCommandList.setState(({ commands: now }) => ({ commands: now.filter((each) => !offered.includes(each)) }))
  }, [described])
}

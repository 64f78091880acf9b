import { create } from 'zustand'

/** Prompts that were typed and not saved yet, by project and name: leaving the screen loses nothing. */
const useEdits = create<Readonly<Record<string, string>>>()(() => ({}))

const nameOf = (project: string, prompt: string): string => JSON.stringify([project, prompt])

/** What was typed; undefined where nothing was. */
export const usePromptEdit = (project: string, prompt: string): string | undefined =>
  useEdits((state) => state[nameOf(project, prompt)])

export const keepPromptEdit = (project: string, prompt: string, text: string): void =>
  useEdits.setState({ [nameOf(project, prompt)]: text })

export function dropPromptEdit(project: string, prompt: string): void {
  const { [nameOf(project, prompt)]: _, ...others } = useEdits.getState()
  useEdits.setState(others, true)
}

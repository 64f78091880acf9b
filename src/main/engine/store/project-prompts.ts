import type { PromptName } from '../../../contract/language-models.ts'
import { prepare, type Connection } from './connection.ts'
import { write } from './write.ts'

/** A project's own text of a prompt as it once was; null: the shipped one was gone back to. */
export type PromptVersion = { readonly text: string | null; readonly at: string }

/** The project's own text of a prompt; null where the shipped one counts. */
export function projectPrompt(db: Connection, name: PromptName): string | null {
  return promptHistory(db, name)[0]?.text ?? null
}

/** Writes the project's own text, or, with null, goes back to the shipped one; what was there stays in the history. */
export function setProjectPrompt(db: Connection, name: PromptName, text: string | null): void {
  write(db, () => {
    if (projectPrompt(db, name) === text) return
    prepare(db, 'INSERT INTO project_prompts (name, text, written_at) VALUES (?, ?, ?)').run(name, text, new Date().toISOString())
  })
}

/** The newest first. */
export function promptHistory(db: Connection, name: PromptName): readonly PromptVersion[] {
  return prepare<PromptVersion>(db, 'SELECT text, written_at AS at FROM project_prompts WHERE name = ? ORDER BY version DESC').all(
    name,
  )
}

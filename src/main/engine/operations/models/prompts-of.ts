import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Prompt, type PromptName, promptNames } from '../../../../contract/language-models.ts'
import { parsePrompt, promptPlaces, type PromptTemplate } from '../../labels/prompts/template.ts'
import { projectPrompt, setProjectPrompt } from '../../store/project-prompts.ts'
import type { ProjectReading } from '../project-reading.ts'
import type { ProjectWriting } from '../project-writing.ts'

/** The prompt that counts in this project: its own, else the shipped one. */
export function promptOf<Name extends PromptName>(project: ProjectReading, name: Name): PromptTemplate<Name> {
  return parsePrompt(name, textOf(project, name))
}

/** Of the text of a prompt that counts, hexadecimal. */
export function promptHash(project: ProjectReading, name: PromptName): string {
  return createHash('sha256').update(textOf(project, name)).digest('hex')
}

export function listPrompts(project: ProjectReading): readonly Prompt[] {
  return promptNames.map((name) => describe(project, name))
}

/** Throws Failure 'bad-input' where a place is missing, unknown, or a part is empty. */
export function setPrompt(project: ProjectWriting, { name, text }: { readonly name: PromptName; readonly text: string }): Prompt {
  parsePrompt(name, text)
  setProjectPrompt(project.db, name, text === shipped(project, name) ? null : text)
  project.changed('models')
  return describe(project, name)
}

export function resetPrompt(project: ProjectWriting, { name }: { readonly name: PromptName }): Prompt {
  setProjectPrompt(project.db, name, null)
  project.changed('models')
  return describe(project, name)
}

function describe(project: ProjectReading, name: PromptName): Prompt {
  const own = ownText(project, name)
  return { name, text: own ?? shipped(project, name), edited: own !== null, places: promptPlaces[name] }
}

function textOf(project: ProjectReading, name: PromptName): string {
  return ownText(project, name) ?? shipped(project, name)
}

function ownText(project: ProjectReading, name: PromptName): string | null {
  return project.dbIfAny === null ? null : projectPrompt(project.db, name)
}

function shipped({ place }: ProjectReading, name: PromptName): string {
  return readFileSync(join(place.resources, 'prompts', `${name}.md`), 'utf8')
}

import { Failure } from '../../../../contract/failure.ts'
import type { PromptName } from '../../../../contract/language-models.ts'
import { type Fenced, fence, fenceCode } from './fence.ts'

/**
 * The places of each prompt. All stand in its user part: the system part is the same in every request. `fence` is the code that the
 * fences around texts carry; the renderer fills it in.
 */
export const promptPlaces = {
  label: ['fence', 'activating', 'silent'],
  relabel: ['fence', 'old', 'activating', 'silent'],
  detect: ['fence', 'label', 'passages', 'count'],
  fuzz: ['fence', 'label', 'passages', 'count'],
  summarise: ['fence', 'sides', 'latents', 'most'],
  verify: ['fence', 'hypothesis', 'documents', 'count'],
  'name-clusters': ['fence', 'latents', 'documents', 'others'],
  rerank: ['fence', 'query', 'documents', 'count'],
} as const satisfies Record<PromptName, readonly string[]>

type PlaceOf<Name extends PromptName> = Exclude<(typeof promptPlaces)[Name][number], 'fence'>

/** Numbers as they are, texts only within fences. */
export type PlaceValues<Name extends PromptName> = Readonly<Record<PlaceOf<Name>, number | readonly Fenced[]>>

export type PromptTemplate<Name extends PromptName = PromptName> = {
  readonly name: Name
  readonly system: string
  readonly user: string
}

export type Rendered = { readonly system: string; readonly user: string }

const place = /\{\{([a-z]+)\}\}/g

/**
 * Reads a prompt's file: what stands before the heading `# System` is a note to people; then the system part; then, after `# User`, the
 * user part with all places of the prompt and no others.
 *
 * Throws Failure 'bad-input' that says what is wrong with it.
 */
export function parsePrompt<Name extends PromptName>(name: Name, text: string): PromptTemplate<Name> {
  const parts = text.replaceAll(/\r\n?/g, '\n').split(/^# (System|User)[ \t]*$/m)
  const [, first, system = '', second, user = ''] = parts
  if (parts.length !== 5 || first !== 'System' || second !== 'User')
    throw refused(name, 'needs the two lines "# System" and "# User", once each and in this order')
  if (system.trim() === '' || user.trim() === '') throw refused(name, 'has an empty part')
  if (/\{\{|\}\}/.test(system)) throw refused(name, 'has a place in its system part, where none can stand')
  const wanted: readonly string[] = promptPlaces[name]
  const found = new Set(Array.from(user.matchAll(place), (match) => match[1]!))
  const unknown = [...found].filter((each) => !wanted.includes(each))
  const missing = wanted.filter((each) => !found.has(each))
  if (unknown.length > 0) throw refused(name, `has the unknown place ${listed(unknown)}`)
  if (missing.length > 0) throw refused(name, `lacks the place ${listed(missing)}`)
  if (/\{\{|\}\}/.test(user.replaceAll(place, ''))) throw refused(name, 'has doubled braces that are no place')
  return { name, system: system.trim(), user: user.trim() }

  function listed(places: readonly string[]): string {
    return places.map((each) => `{{${each}}}`).join(', ')
  }
}

function refused(name: PromptName, why: string): Failure {
  const places = promptPlaces[name].map((each) => `{{${each}}}`).join(', ')
  return new Failure(
    'bad-input',
    `The prompt "${name}" ${why}.`,
    `Its user part must hold ${places}. Correct it, or return to the shipped prompt.`,
  )
}

/** Fills in a prompt's places, all at once: what is filled in is not looked at again. */
export function renderPrompt<Name extends PromptName>(template: PromptTemplate<Name>, values: PlaceValues<Name>): Rendered {
  const given: Readonly<Record<string, number | readonly Fenced[]>> = values
  const wanted = promptPlaces[template.name].filter((each) => each !== 'fence')
  for (const each of wanted) if (given[each] === undefined) throw new Error(`no value for {{${each}}} of ${template.name}`)
  for (const each of Object.keys(given))
    if (!(wanted as readonly string[]).includes(each)) throw new Error(`no place {{${each}}} in ${template.name}`)
  const texts = Object.values(given).flatMap((value) => (typeof value === 'number' ? [] : value.map(({ text }) => text)))
  const code = fenceCode(texts)
  const user = template.user.replaceAll(place, (_, name: string) => {
    const value = given[name]
    return value === undefined ? code : typeof value === 'number' ? String(value) : fence(value, code)
  })
  return { system: template.system, user }
}

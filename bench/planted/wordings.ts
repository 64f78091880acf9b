import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where a wording goes: before the text, after about half of its sentences, behind it; `whole`: it takes the whole text in. */
export type Place = 'start' | 'middle' | 'end' | 'whole'

/** `text` may hold `{}`, once: a sentence of the document at this place, or all of the document where `place` is `whole`. */
export type Wording = { readonly place: Place; readonly text: string }

export type Property = {
  readonly name: string
  /** How something is said, not what stands there: for such it counts whether one token alone carries the latent. */
  readonly manner: boolean
  /** What happens to the document's own sentences in `{}`: `upper` case, or, of a whole text, each an item of a `list`. */
  readonly change: 'upper' | 'list' | null
  /** Stands by itself, between empty lines. */
  readonly block: boolean
  /** Words that its wordings may share besides function words: keywords of a language, say. */
  readonly shared: string
  readonly making: readonly Wording[]
  readonly testing: readonly Wording[]
}

export type Wordings = { readonly functionWords: string; readonly properties: readonly Property[] }

export function readWordings(): Wordings {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'wordings.json'), 'utf8')) as Wordings
}

/**
 * Content words that stand in more than one wording of the property, its making and testing ones together: none, in wordings that are in order.
 *
 * Words are runs of two or more letters, lower case, without the endings -s, -es, -ies, -ed, -ing, -ly and a last e, i or y; numbers of two or more characters; signs that are
 * emoji. Left out are function words and those the property shares by its nature.
 */
export function sharedContentWords({ shared, making, testing }: Property, functionWords: string): readonly string[] {
  const allowed = new Set(`${functionWords} ${shared}`.split(' '))
  const count = new Map<string, number>()
  for (const { text } of [...making, ...testing])
    for (const word of contentWords(text, allowed)) count.set(word, (count.get(word) ?? 0) + 1)
  return [...count].filter(([, wordings]) => wordings > 1).map(([word]) => word)
}

function contentWords(text: string, allowed: ReadonlySet<string>): ReadonlySet<string> {
  const words = text.toLowerCase().match(/\p{L}{2,}|\d{2,}(?:[.,:]\d+)*|\d+(?:[.,:]\d+)+|\p{Extended_Pictographic}/gu) ?? []
  return new Set(words.filter((word) => !allowed.has(word)).map(stem))
}

function stem(word: string): string {
  const ending = ['ies', 'es', 's', 'ed', 'ing', 'ly'].find((each) => word.endsWith(each) && word.length - each.length >= 3)
  return (ending === undefined ? word : word.slice(0, -ending.length)).replace(/(?<=...)[eiy]$/u, '')
}

import { fieldsOf, oneMeaning } from './json-values.ts'

/** What a model summed up of a difference, as far as its form goes; whether the latents were given is for the asker to check. */
export type SummaryAnswer = readonly {
  readonly text: string
  readonly more: 'first' | 'second'
  readonly latents: readonly number[]
}[]

/** Characters a hypothesis, a name or a description may have. */
const longestText = 1000

/** What a model answered to `summarise`: those hypotheses that are complete. Null without a list, or where it has entries and none is. */
export function readSummaryAnswer(answer: string): SummaryAnswer | null {
  return oneMeaning(answer, (value) => {
    const list = fieldsOf(value)?.['hypotheses']
    if (!Array.isArray(list)) return null
    const complete = list.map(hypothesisOf).filter((each) => each !== null)
    return complete.length === 0 && list.length > 0 ? null : complete
  })
}

function hypothesisOf(value: unknown): SummaryAnswer[number] | null {
  const fields = fieldsOf(value)
  const text = textOf(fields?.['text'])
  const more = fields?.['more']
  const latents = fields?.['latents']
  if (text === null || (more !== 'first' && more !== 'second') || !Array.isArray(latents)) return null
  const cited = [...new Set(latents.map(Number))]
  return cited.length > 0 && cited.every((each) => Number.isInteger(each) && each >= 0) ? { text, more, latents: cited } : null
}

export type NameAnswer = { readonly name: string; readonly description: string }

/** What a model answered to `name-clusters`; null where a name or a description is wanting. */
export function readNameAnswer(answer: string): NameAnswer | null {
  return oneMeaning(answer, (value) => {
    const fields = fieldsOf(value)
    const name = textOf(fields?.['name'])
    const description = textOf(fields?.['description'])
    return name === null || description === null ? null : { name, description }
  })
}

/** What a model answered to `rerank`: the places of `count` documents from 0, the best first, each once. Null for anything less. */
export function readOrder(answer: string, count: number): readonly number[] | null {
  return oneMeaning(answer, (value) => {
    const list = Array.isArray(value) ? value : fieldsOf(value)?.['order']
    if (!Array.isArray(list) || list.length !== count) return null
    const places = list.map((each) => (typeof each === 'number' || typeof each === 'string' ? Number(each) - 1 : NaN))
    const isOrder = new Set(places).size === count && places.every((each) => Number.isInteger(each) && each >= 0 && each < count)
    return isOrder ? places : null
  })
}

function textOf(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const text = value
    .toWellFormed()
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  return text === '' || text.length > longestText ? null : text
}

import { readFileSync } from 'node:fs'
import type { PromptName } from '../../../src/contract/language-models.ts'
import { follow, type Flow, type PlannedCall, rehearsed } from '../../../src/main/engine/hypotheses/flow.ts'
import type { JudgedDocuments } from '../../../src/main/engine/hypotheses/judge.ts'
import { parsePrompt, type PromptTemplate } from '../../../src/main/engine/labels/prompts/template.ts'
import { hash32, type Random } from '../../../src/main/engine/numerics/seeded-random.ts'

/** A prompt as it is shipped. */
export function shipped<Name extends PromptName>(name: Name): PromptTemplate<Name> {
  return parsePrompt(name, readFileSync(new URL(`../../../resources/prompts/${name}.md`, import.meta.url), 'utf8'))
}

/** What stands between fences in a request. */
export function fencedIn(user: string): readonly { readonly heading: string; readonly text: string }[] {
  const code = /code of this request is (\w+)/.exec(user)![1]!
  const parts = user.matchAll(new RegExp(`^\\[${code}\\] (?!end$)(.*)\\n([\\s\\S]*?)\\n\\[${code}\\] end$`, 'gm'))
  return Array.from(parts, ([, heading, text]) => ({ heading: heading!, text: text! }))
}

/** A judge that is always right about `isTrue`; it answers as a model would, in JSON. */
export function judgeOf(isTrue: (statement: string, text: string) => boolean): (call: PlannedCall<unknown>) => string {
  return ({ user }) => {
    const [statement, ...documents] = fencedIn(user)
    return JSON.stringify(Object.fromEntries(documents.map(({ text }, at) => [at + 1, isTrue(statement!.text, text)])))
  }
}

/** Documents that are their own texts and keys. */
export function documentsOf(texts: readonly string[]): JudgedDocuments {
  return { count: texts.length, numberOf: (at) => at, textOf: (at) => texts[at]!, keyOf: (at) => texts[at]! }
}

type Answered = { readonly calls: number; readonly byStage: Record<string, number> }

/** Goes through a flow; `answer` says what comes back, null where nothing does. Answers come in an order of their own. */
export async function answered<Result>(
  flow: Flow<Result>,
  answer: (call: PlannedCall<unknown>) => string | null,
): Promise<Answered & { readonly result: Result }> {
  const byStage: Record<string, number> = {}
  let count = 0
  const result = await follow(flow, async function* (calls) {
    const all = [...calls].toSorted((a, b) => hash32(a.user, 3) - hash32(b.user, 3))
    for (const call of all) {
      count++
      byStage[call.stage] = (byStage[call.stage] ?? 0) + 1
      const text = answer(call)
      yield await Promise.resolve({ call, value: text === null ? null : call.parse(text) })
    }
  })
  return { result, calls: count, byStage }
}

/** How many calls a rehearsal makes, and all of them. */
export function planned<Result>(flow: Flow<Result>): Answered & { readonly requests: readonly PlannedCall<unknown>[] } {
  const byStage: Record<string, number> = {}
  const requests = [...rehearsed(flow)]
  for (const { stage } of requests) byStage[stage] = (byStage[stage] ?? 0) + 1
  return { calls: requests.length, byStage, requests }
}

const filler = 'river table window garden letter music winter road paper morning people market story number light water'.split(' ')

/** A text of a few common words and those given, none like another. */
export function textWith(words: readonly string[], at: number, random: Random): string {
  const drawn = Array.from({ length: 8 }, () => filler[Math.floor(random() * filler.length)]!)
  return [...drawn, ...words, `number ${at}`].join(' ')
}

import { readVerdicts, type Verdicts } from '../labels/answers/verdicts.ts'
import { type PromptTemplate, renderPrompt } from '../labels/prompts/template.ts'
import { seedFor } from './chance.ts'
import { ask, type Calls, type Flow, type PlannedCall } from './flow.ts'
import { stableOrder } from './stable-order.ts'

export const missing = -1

/** What a judge found of one statement: [documents], 1 where it holds, 0 where not, `missing` where no answer came. */
export type Judged = Int8Array

export type JudgeSettings = {
  readonly template: PromptTemplate<'verify'>
  /** Documents in a request, and characters of each at most. */
  readonly perCall: number
  readonly characters: number
  readonly seed: number
}

export type JudgedDocuments = {
  readonly count: number
  /** The number by which a document is known outside: whose text is sent. */
  numberOf(document: number): number
  textOf(document: number): string
  /** Stable and equal for equal texts: the order in which documents are shown comes from it alone. */
  keyOf(document: number): string
}

export type Statement = { readonly text: string; readonly documents: JudgedDocuments }

/**
 * Asks of every statement in which of its documents it holds, [statements]. One statement a request, so that statements do not colour each
 * other; documents in a stable random order that differs from statement to statement, so that neither place nor company tells where a
 * document is from. Nothing but the statement and the texts is shown.
 */
export function* judge(statements: readonly Statement[], settings: JudgeSettings): Flow<readonly Judged[]> {
  const orders = statements.map(({ documents }, at) => {
    const keys = Array.from({ length: documents.count }, (_, document) => documents.keyOf(document))
    return stableOrder(keys, seedFor('shown', settings.seed, at))
  })
  const answers = yield* ask(judgeCalls(statements, orders, settings))
  let next = 0
  return orders.map((order) => {
    const judged = new Int8Array(order.length).fill(missing)
    for (let from = 0; from < order.length; from += settings.perCall) {
      answers[next++]?.forEach((verdict, at) => {
        if (verdict !== null) judged[order[from + at]!] = +verdict
      })
    }
    return judged
  })
}

function* judgeCalls(statements: readonly Statement[], orders: readonly Uint32Array[], settings: JudgeSettings): Calls<Verdicts> {
  const { perCall } = settings
  for (const [at, statement] of statements.entries())
    for (let from = 0; from < orders[at]!.length; from += perCall)
      yield judgeCall(statement, orders[at]!.subarray(from, from + perCall), settings)
}

function judgeCall(
  { text: statement, documents }: Statement,
  shown: Uint32Array,
  { template, characters }: JudgeSettings,
): PlannedCall<Verdicts> {
  const count = shown.length
  const texts = Array.from(shown, (document, at) => {
    const text = documents.textOf(document)
    const heading = `document ${at + 1}`
    return text.length > characters ? { heading: `${heading}, its beginning`, text: text.slice(0, characters) } : { heading, text }
  })
  return {
    stage: 'verify',
    ...renderPrompt(template, { hypothesis: [{ heading: 'statement', text: statement }], documents: texts, count }),
    temperature: 0,
    seed: 0,
    maxOutputTokens: 500 + 12 * count,
    likelyOutputTokens: 2 + 6 * count,
    documents: Uint32Array.from(shown, (document) => documents.numberOf(document)),
    parse: (answer) => readVerdicts(answer, count),
    standIn: Array.from(shown, () => false),
  }
}

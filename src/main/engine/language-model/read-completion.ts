import { z } from 'zod'
import { faultInBody } from './fault-of-status.ts'
import { fault, type Fault, type ReportedUsage } from './reasons.ts'

/** What an endpoint sent, and what it says that it charges; null where it says nothing, or no figure that can be. */
export type Received<T> = { readonly value: T; readonly usage: ReportedUsage | null; readonly model: string | null }

/** What a chat model answered. */
export type Completion = { readonly text: string; readonly finish: 'stop' | 'length' | 'refused' }

export const tokens = z.number().int().min(0).max(1e9)
/** A prompt of no tokens cannot be: some servers leave out what they had kept of an earlier prompt. */
const usage = z
  .object({ prompt_tokens: tokens.min(1), completion_tokens: tokens.default(0) })
  .nullish()
  .catch(null)
const parts = z.array(z.object({ text: z.string().optional() })).transform((each) => each.map(({ text }) => text ?? '').join(''))
const content = z.union([z.string(), parts]).nullish()
const said = z.object({ content, refusal: z.string().nullish().catch(null) })
export const word = z.string().nullish().catch(null)

const completion = z.object({
  choices: z.array(z.object({ message: said, finish_reason: word })).min(1),
  usage,
  model: word,
})
const chunk = z.object({
  choices: z.array(z.object({ delta: said.nullish(), finish_reason: word })).catch([]),
  usage,
  model: word,
})

/** Reads what `/chat/completions` answered under a status of success: JSON, or the event stream of a server that streams unasked. */
export function readCompletion(text: string): Received<Completion> | Fault {
  if (/^\s*(data|event|id|retry)?:/.test(text)) return readStream(text)
  const body = parseJson(text)
  if (body === undefined) return brokenJson(text)
  const { data } = completion.safeParse(body)
  const choice = data?.choices[0]
  if (data === undefined || choice === undefined) {
    if (typeof body === 'object' && body !== null && 'error' in body) return faultInBody(text)
    return fault('broken-answer', 'the answer holds no message', null, text)
  }
  const { message } = choice
  const value = completionOf(message.content ?? '', message.refusal ?? '', choice.finish_reason ?? '')
  return { value, usage: usageOf(data.usage), model: data.model ?? null }
}

/** Server-sent events, put together; one that neither says how it finished nor that it is done was cut off. */
function readStream(text: string): Received<Completion> | Fault {
  let answer = ''
  let refusal = ''
  let finish = ''
  let done = false
  let reported: ReportedUsage | null = null
  let model: string | null = null
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (!line.startsWith('data:')) continue
    const event = line.slice('data:'.length).trim()
    if (event === '[DONE]') done = true
    if (event === '[DONE]' || event === '') continue
    const body = parseJson(event)
    const { data } = chunk.safeParse(body)
    if (data === undefined || typeof body !== 'object' || body === null) return brokenJson(answer)
    if ('error' in body && body.error !== null) return faultInBody(event)
    const choice = data.choices[0]
    answer += choice?.delta?.content ?? ''
    refusal += choice?.delta?.refusal ?? ''
    finish = choice?.finish_reason ?? finish
    reported = usageOf(data.usage) ?? reported
    model = data.model ?? model
  }
  if (!done && finish === '') return fault('broken-answer', 'the answer broke off', null, answer)
  return { value: completionOf(answer, refusal, finish), usage: reported, model }
}

function completionOf(text: string, refusal: string, finish: string): Completion {
  if (refusal !== '' || finish === 'content_filter') return { text: text === '' ? refusal : text, finish: 'refused' }
  return { text, finish: finish === 'length' ? 'length' : 'stop' }
}

function usageOf(reported: z.output<typeof usage>): ReportedUsage | null {
  return reported == null ? null : { inputTokens: reported.prompt_tokens, outputTokens: reported.completion_tokens }
}

export function brokenJson(text: string): Fault {
  const page = /^\s*</.test(text)
  // A web page was not made by a model: nothing is charged for it.
  return fault('broken-answer', page ? 'the answer is a web page' : 'the answer is not JSON', null, page ? null : text)
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

import { createHash } from 'node:crypto'
import type { Endpoint, Stage } from '../../../contract/language-models.ts'

export type ChatMessage = { readonly role: 'system' | 'user' | 'assistant'; readonly content: string }

/** What a chat model is asked, and within which bounds. */
export type ChatRequest = {
  readonly messages: readonly ChatMessage[]
  readonly maxOutputTokens: number
  readonly temperature: number
  readonly seed: number | null
  /** Asks for an answer in JSON, where the server can hold a model to it. */
  readonly json: boolean
}

/** One question to a language model and how its answer is read. */
export type Call<T> = {
  readonly stage: Stage
  /** Empty: no system message. */
  readonly system: string
  readonly user: string
  readonly maxOutputTokens: number
  /** What the answer means; null for one in a form that cannot be read, which is then asked for once more. */
  parse(text: string): T | null
  /** Output tokens that an answer is likely to take, while the endpoint has shown none; `maxOutputTokens` where left out. */
  readonly likelyOutputTokens?: number
  /** 0 where left out. */
  readonly temperature?: number
  readonly seed?: number
  readonly json?: boolean
  /** What is said after an answer that could not be read; `reminder` where left out. */
  readonly reminder?: string
}

export const reminder =
  'That answer could not be read. Please answer again in exactly the form that was asked for, and add nothing to it.'

/** Characters of an unreadable answer that are shown to its model again. */
const repeated = 4000

/** The request of a call. */
export function requestOf(call: Call<unknown>): ChatRequest {
  const user: ChatMessage = { role: 'user', content: call.user }
  return {
    messages: call.system === '' ? [user] : [{ role: 'system', content: call.system }, user],
    maxOutputTokens: call.maxOutputTokens,
    temperature: call.temperature ?? 0,
    seed: call.seed ?? null,
    json: call.json ?? false,
  }
}

/** The same request after an answer that could not be read, which stands in it. */
export function remindedOf(call: Call<unknown>, unread: string): ChatRequest {
  const request = requestOf(call)
  const answer: ChatMessage = { role: 'assistant', content: unread.trim() === '' ? '(no answer)' : unread.slice(0, repeated) }
  return { ...request, messages: [...request.messages, answer, { role: 'user', content: call.reminder ?? reminder }] }
}

/**
 * What an answer is kept under: 32 bytes, the SHA-256 of the endpoint's address, the model, the messages and every parameter.
 * The endpoint's name does not count, nor anything that bears on when an answer comes and not on what it says.
 */
export function callHash(endpoint: Pick<Endpoint, 'url' | 'model'>, request: ChatRequest): Uint8Array {
  const { messages, maxOutputTokens, temperature, seed, json } = request
  const said = messages.map(({ role, content }) => [role, content])
  return hashOf(['chat', addressOf(endpoint.url), endpoint.model, said, maxOutputTokens, temperature, seed, json])
}

/**
 * What a text's vector is kept under: 32 bytes, as `callHash`.
 * @param address the SHA-256 of `addressOf` the endpoint's address, hexadecimal: an address can hold a secret
 */
export function embeddingHash({ address, model }: { readonly address: string; readonly model: string }, text: string): Uint8Array {
  return hashOf(['embedding', address, model, text])
}

/** Of an endpoint's address, for `embeddingHash` and wherever an address is only to be known again; hexadecimal. */
export function addressHash({ url }: Pick<Endpoint, 'url'>): string {
  return createHash('sha256').update(addressOf(url)).digest('hex')
}

function hashOf(parts: readonly unknown[]): Uint8Array {
  return createHash('sha256').update(JSON.stringify(parts)).digest()
}

/** With and without a slash at its end an address is the same; who logs in there does not count. */
export function addressOf(url: string): string {
  const { origin, pathname, search } = new URL(url)
  return origin + pathname.replace(/\/+$/, '') + search
}

import type { z } from 'zod'
import type { Endpoint, endpointSchema } from '../../../contract/language-models.ts'

/** An endpoint as it is typed. */
export type EndpointDraft = {
  readonly name: string
  readonly url: string
  readonly model: string
  readonly concurrency: string
  readonly contextTokens: string
  readonly timeout: string
  readonly priceIn: string
  readonly priceOut: string
  readonly currency: string
  readonly embeddingModel: string
  readonly embeddingPrice: string
  readonly keyVariable: string
}
export type EndpointField = keyof EndpointDraft
export type EndpointIssues = Readonly<Partial<Record<EndpointField, string>>>

/** Addresses of what is in common use. */
export const knownEndpoints: readonly { readonly title: string; readonly name: string; readonly url: string }[] = [
  { title: 'Ollama', name: 'ollama', url: 'http://127.0.0.1:11434/v1' },
  { title: 'LM Studio', name: 'lm-studio', url: 'http://127.0.0.1:1234/v1' },
  { title: 'vLLM, llama.cpp', name: 'local', url: 'http://127.0.0.1:8000/v1' },
  { title: 'OpenAI', name: 'openai', url: 'https://api.openai.com/v1' },
  { title: 'OpenRouter', name: 'openrouter', url: 'https://openrouter.ai/api/v1' },
]

export const emptyDraft: EndpointDraft = {
  name: '',
  url: '',
  model: '',
  concurrency: '4',
  contextTokens: '',
  timeout: '120',
  priceIn: '',
  priceOut: '',
  currency: 'USD',
  embeddingModel: '',
  embeddingPrice: '',
  keyVariable: '',
}

export function draftOf(endpoint: Endpoint): EndpointDraft {
  const { name, url, model, concurrency, contextTokens, timeout, price, embedding, keyVariable } = endpoint
  return {
    name,
    url,
    model,
    concurrency: String(concurrency),
    contextTokens: contextTokens === null ? '' : String(contextTokens),
    timeout: String(timeout),
    priceIn: price === null ? '' : String(price.input),
    priceOut: price === null ? '' : String(price.output),
    currency: price?.currency ?? embedding?.price?.currency ?? 'USD',
    embeddingModel: embedding?.model ?? '',
    embeddingPrice: String(embedding?.price?.input ?? ''),
    keyVariable: keyVariable ?? '',
  }
}

/** What keeps a draft from being saved, by field. @param taken names of the other endpoints */
export function issuesOf(draft: EndpointDraft, taken: readonly string[]): EndpointIssues {
  const found: Partial<Record<EndpointField, string>> = {}
  const name = draft.name.trim()
  if (name === '') found.name = 'Give it a name.'
  else if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/.test(name)) found.name = 'Letters, digits, dot, dash and underscore, at most 40.'
  else if (taken.includes(name)) found.name = 'There is an endpoint of this name.'
  if (draft.url.trim() === '') found.url = 'Give its address.'
  else if (!isAddress(draft.url.trim())) found.url = 'An address begins with http:// or https://.'
  if (draft.model.trim() === '') found.model = 'Name the model to ask.'
  if (!isWhole(draft.concurrency, 1, 64)) found.concurrency = 'A whole number from 1 to 64.'
  if (draft.contextTokens.trim() !== '' && !isWhole(draft.contextTokens, 512, Number.MAX_SAFE_INTEGER))
    found.contextTokens = 'A whole number from 512, or nothing.'
  const timeout = numberIn(draft.timeout)
  if (timeout === null || timeout < 1 || timeout > 3600) found.timeout = 'Seconds from 1 to 3600.'
  const priced = draft.priceIn.trim() !== '' || draft.priceOut.trim() !== ''
  for (const field of ['priceIn', 'priceOut'] as const)
    if (priced && !((numberIn(draft[field]) ?? -1) >= 0)) found[field] = 'An amount, 0 if nothing is charged.'
  const embeddingPriced = draft.embeddingPrice.trim() !== ''
  if (embeddingPriced && numberIn(draft.embeddingPrice) === null) found.embeddingPrice = 'An amount, 0 if nothing is charged.'
  if (embeddingPriced && draft.embeddingModel.trim() === '') found.embeddingModel = 'Name the model that costs this.'
  if ((priced || embeddingPriced) && !/^\S.{0,7}$/u.test(draft.currency.trim())) found.currency = 'At most 8 letters.'
  if (draft.keyVariable.trim() !== '' && !/^[A-Za-z_]\w*$/.test(draft.keyVariable.trim()))
    found.keyVariable = 'The name of a variable, not a key: letters, digits and underscore.'
  return found
}

/** The endpoint that a draft without issues stands for. */
export function endpointOf(draft: EndpointDraft): z.input<typeof endpointSchema> {
  const [input, output] = [numberIn(draft.priceIn), numberIn(draft.priceOut)]
  return {
    name: draft.name.trim(),
    url: draft.url.trim(),
    model: draft.model.trim(),
    concurrency: numberIn(draft.concurrency) ?? 4,
    contextTokens: numberIn(draft.contextTokens),
    timeout: numberIn(draft.timeout) ?? 120,
    price: input === null || output === null ? null : { input, output, currency: draft.currency.trim() },
    embedding: embeddingOf(draft),
    keyVariable: draft.keyVariable.trim() || null,
  }
}

function embeddingOf({ embeddingModel, embeddingPrice, currency }: EndpointDraft): Endpoint['embedding'] {
  const input = numberIn(embeddingPrice)
  const model = embeddingModel.trim()
  return model === '' ? null : { model, price: input === null ? null : { input, currency: currency.trim() } }
}

function isAddress(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
}

/** A number as people write it, thousands with commas or spaces; null for anything else. */
function numberIn(text: string): number | null {
  const plain = text.replaceAll(/[,\s]/g, '')
  return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : null
}

function isWhole(text: string, min: number, max: number): boolean {
  const value = numberIn(text)
  return value !== null && Number.isInteger(value) && value >= min && value <= max
}

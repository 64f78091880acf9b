import { z } from 'zod'

/** What an error's body says, in the ways that servers say it; empty where they do not. */
export type ErrorBody = { readonly message: string; readonly code: string; readonly type: string; readonly parameter: string }

const word = z.union([z.string(), z.number()]).transform(String).nullish().catch(null)
const errorObject = z.object({ message: word, code: word, type: word, param: word })
const detail = z.union([
  z.string(),
  z.array(z.object({ msg: z.string() })).transform((each) => each.map(({ msg }) => msg).join('; ')),
])

/** `{ error: { message, code, type, param } }` (OpenAI), the same without `error` (vLLM), `{ error: text }`, `{ detail }` (FastAPI). */
const errorBody = z.union([
  z.object({ error: errorObject }).transform(({ error }) => error),
  z.object({ error: z.string() }).transform(({ error }) => ({ message: error, code: null, type: null, param: null })),
  z.object({ detail }).transform((body) => ({ message: body.detail, code: null, type: null, param: null })),
  errorObject,
])

/** Reads an error's body; of one that is no JSON only what looks like a sentence, not a web page, counts. */
export function readErrorBody(text: string): ErrorBody {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return { message: /^\s*</.test(text) ? '' : text.slice(0, 1000), code: '', type: '', parameter: '' }
  }
  const { data } = errorBody.safeParse(body)
  return {
    message: (data?.message ?? '').slice(0, 1000),
    code: data?.code ?? '',
    type: data?.type ?? '',
    parameter: data?.param ?? '',
  }
}

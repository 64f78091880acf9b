import { z } from 'zod'
import { faultInBody } from './fault-of-status.ts'
import { brokenJson, parseJson, type Received, tokens, word } from './read-completion.ts'
import { fault, type Fault } from './reasons.ts'

const embeddings = z.object({
  data: z.array(z.object({ index: z.number().int().min(0).max(100_000).nullish(), embedding: z.array(z.number()) })),
  usage: z
    .object({ prompt_tokens: tokens.min(1) })
    .nullish()
    .catch(null),
  model: word,
})

/** Reads what `/embeddings` answered: one vector for each of `count` texts, all of one length and none of zeros, in their order. */
export function readEmbeddings(text: string, count: number): Received<readonly Float32Array[]> | Fault {
  const body = parseJson(text)
  if (body === undefined) return brokenJson(text)
  const { data: read } = embeddings.safeParse(body)
  if (read === undefined) {
    if (typeof body === 'object' && body !== null && 'error' in body) return faultInBody(text)
    return fault('broken-answer', 'the answer holds no embeddings', null, '')
  }
  const vectors: (Float32Array | undefined)[] = Array.from({ length: count }, () => undefined)
  read.data.forEach(({ index, embedding }, at) => (vectors[index ?? at] = Float32Array.from(embedding)))
  const length = vectors[0]?.length ?? 0
  const whole = vectors.filter((vector) => vector?.length === length && vector.some((value) => value !== 0))
  if (length === 0 || vectors.length !== count || whole.length !== count)
    return fault('broken-answer', `the answer does not hold ${count} vectors of one length`, null, '')
  const { usage } = read
  return {
    value: whole as readonly Float32Array[],
    usage: usage == null ? null : { inputTokens: usage.prompt_tokens, outputTokens: 0 },
    model: read.model ?? null,
  }
}

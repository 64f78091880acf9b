import { z } from 'zod'
import { Failure } from '../../../contract/failure.ts'

/** Checked only as far as its type: a vocabulary has tens of thousands of entries. */
const vocabulary = z.custom<Readonly<Record<string, number>>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
)
const merges = z.custom<readonly (string | readonly [string, string])[]>(Array.isArray)

const addedToken = z.object({
  id: z.number().int().nonnegative(),
  content: z.string().min(1),
  special: z.boolean().default(false),
  normalized: z.boolean().default(true),
  lstrip: z.boolean().default(false),
  rstrip: z.boolean().default(false),
  single_word: z.boolean().default(false),
})

/** A step of cutting a text before the model sees it; its other fields depend on the type. */
const step = z.looseObject({ type: z.string() })

const schema = z.object({
  added_tokens: z.array(addedToken).default([]),
  normalizer: step.nullish(),
  pre_tokenizer: step.nullish(),
  model: z.looseObject({
    type: z.string().nullish(),
    vocab: vocabulary.optional(),
    merges: merges.optional(),
    ignore_merges: z.boolean().nullish(),
    byte_fallback: z.boolean().nullish(),
    dropout: z.number().nullish(),
    continuing_subword_prefix: z.string().nullish(),
    end_of_word_suffix: z.string().nullish(),
  }),
})

/** What of Hugging Face's tokenizer.json decides how a text is cut. */
export type TokenizerJson = z.infer<typeof schema>
export type AddedToken = z.infer<typeof addedToken>
export type CuttingStep = z.infer<typeof step>

export function parseTokenizerJson(text: string, path: string): TokenizerJson {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new Failure('lens-invalid', `${path} is not JSON.`, 'Download it again.', { cause: error })
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new Failure('lens-invalid', `${path} is no tokenizer: ${issue?.path.join('.')}: ${issue?.message}.`, 'Download it again.')
}

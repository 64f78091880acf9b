import { z } from 'zod'
import { Failure } from '../../../contract/failure.ts'

const addedToken = z.object({
  id: z.number().int().nonnegative().max(10_000_000),
  content: z.string().min(1),
  special: z.boolean().default(false),
  normalized: z.boolean().default(true),
  lstrip: z.boolean().default(false),
  rstrip: z.boolean().default(false),
  single_word: z.boolean().default(false),
})

/** A step before or after the model; its other fields depend on the type. */
const step = z.looseObject({ type: z.string() })

/** The vocabulary and the merges are checked by the kind of model they belong to: they have tens of thousands of entries. */
const schema = z.object({
  added_tokens: z.array(addedToken).default([]),
  normalizer: step.nullish(),
  pre_tokenizer: step.nullish(),
  post_processor: step.nullish(),
  model: z.object({
    type: z.string().nullish(),
    vocab: z.unknown(),
    merges: z.custom<readonly unknown[]>(Array.isArray).optional(),
    ignore_merges: z.boolean().nullish(),
    byte_fallback: z.boolean().nullish(),
    fuse_unk: z.boolean().nullish(),
    dropout: z.number().nullish(),
    unk_token: z.string().nullish(),
    unk_id: z.number().int().nonnegative().nullish(),
    continuing_subword_prefix: z.string().nullish(),
    end_of_word_suffix: z.string().nullish(),
    max_input_chars_per_word: z.number().int().nonnegative().nullish(),
  }),
})

/** What of Hugging Face's tokenizer.json decides how a text is cut. */
export type TokenizerJson = z.infer<typeof schema>
export type AddedToken = z.infer<typeof addedToken>
export type TokenizerStep = z.infer<typeof step>

export function parseTokenizerJson(text: string, path: string): TokenizerJson {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new Failure('lens-invalid', `${path} is not JSON.`, 'Download it again.', { cause: error })
  }
  const parsed = schema.safeParse(json)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new Failure('lens-invalid', `${path} is no tokenizer: ${issue?.path.join('.')}: ${issue?.message}.`, 'Download it again.')
  }
  return { ...parsed.data, model: { ...parsed.data.model, type: parsed.data.model.type ?? guessedType(parsed.data.model) } }
}

/** Old files leave the type of the model out. */
function guessedType(model: TokenizerJson['model']): string | null {
  if (Array.isArray(model.vocab)) return 'Unigram'
  if (model.merges !== undefined) return 'BPE'
  return model.max_input_chars_per_word !== undefined ? 'WordPiece' : null
}

/** Most steps of a tokenizer, sequences opened; published ones have up to a dozen. */
const mostSteps = 100

/** A step as the list of steps it is made of. @param key where a `Sequence` has its own steps */
export function stepsOf(whole: TokenizerStep | null | undefined, key: string): readonly TokenizerStep[] {
  const steps: TokenizerStep[] = []
  const pending: unknown[] = [whole ?? { type: 'Sequence', [key]: [] }]
  for (let opened = 0; pending.length > 0; opened++) {
    const next = step.safeParse(pending.pop())
    if (!next.success) throw new Failure('lens-invalid', `The tokenizer's ${key} are damaged.`, 'Download tokenizer.json again.')
    const inner = next.data[key]
    if (next.data.type !== 'Sequence') steps.push(next.data)
    else if (Array.isArray(inner) && inner.length <= mostSteps) pending.push(...(inner as unknown[]).toReversed())
    else throw refusedPart(`${key}, a sequence without a list or with a very long one`)
    if (opened > mostSteps) throw refusedPart(`${key}, which are more than ${mostSteps}`)
  }
  return steps
}

/** The fields of a step. Throws where one is missing or means something unknown. */
export function stepFields<Fields>(fields: z.ZodType<Fields>, given: TokenizerStep): Fields {
  const parsed = fields.safeParse(given)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw refusedPart(`step ${given.type}: ${issue?.path.join('.')}: ${issue?.message}`)
}

/** A part of a tokenizer that is not followed exactly, so that the file is refused. */
export function refusedPart(part: string): Failure {
  return new Failure(
    'unsupported',
    `A part of the tokenizer cannot be followed exactly: ${part.length > 300 ? `${part.slice(0, 300)}…` : part}.`,
    'Use a reader whose tokenizer has byte-level BPE, SentencePiece or WordPiece in a usual form.',
  )
}

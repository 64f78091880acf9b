import { z } from 'zod'
import { Failure } from '../../../contract/failure.ts'

/** A token is a string, or an added token as an object. */
const token = z
  .union([z.string(), z.looseObject({ content: z.string() }).transform((each) => each.content)])
  .nullish()
  .catch(null)
const flag = z.boolean().nullish().catch(null)
const templates = z
  .union([z.string(), z.array(z.looseObject({ name: z.string(), template: z.string() }))])
  .nullish()
  .catch(null)
const schema = z.looseObject({
  bos_token: token,
  eos_token: token,
  pad_token: token,
  unk_token: token,
  add_bos_token: flag,
  add_eos_token: flag,
  chat_template: templates,
})

/** What of Hugging Face's tokenizer_config.json is read. */
export type TokenizerConfig = z.infer<typeof schema>

export function parseTokenizerConfig(text: string, path: string): TokenizerConfig {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new Failure('lens-invalid', `${path} is not JSON.`, 'Download it again.', { cause: error })
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return parsed.data
  throw new Failure('lens-invalid', `${path} holds no settings of a tokenizer.`, 'Download it again.')
}

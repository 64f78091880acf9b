import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { Failure } from '../../../contract/failure.ts'
import type { CacheShape } from '../reader/input-plan.ts'
import { withLensFile } from './lens-file.ts'

/** Blocks and width of a reader, the sizes of its caches, the tokens it reads at most, and its head, where its config says so. */
export type ReaderConfig = {
  readonly layers: number | null
  readonly width: number | null
  readonly cache: CacheShape
  readonly longest: number | null
  /** Whether the head that makes logits is the table of embeddings. */
  readonly tied: boolean | null
}

/** Of a reader without a config. */
export const unknownReader: ReaderConfig = {
  layers: null,
  width: null,
  cache: { heads: null, width: null },
  longest: null,
  tied: null,
}

const size = z.number().int().positive().nullish()

/** The names that configs of transformers (config.json) give them: Llama and most others, GPT-2. */
const sizes = z.looseObject({
  num_hidden_layers: size,
  n_layer: size,
  hidden_size: size,
  n_embd: size,
  num_attention_heads: size,
  n_head: size,
  num_key_value_heads: size,
  head_dim: size,
  max_position_embeddings: size,
  n_positions: size,
  tie_word_embeddings: z.boolean().nullish(),
})
/** What onnxruntime-genai's builder writes instead, genai_config.json. */
const built = z.object({
  model: z.object({
    context_length: size,
    decoder: z.object({
      num_hidden_layers: size,
      hidden_size: size,
      num_attention_heads: size,
      num_key_value_heads: size,
      head_size: size,
    }),
  }),
})
/** Models that take images too say what concerns text apart. */
const schema = sizes.extend({ text_config: sizes.nullish() })

export async function readReaderConfig(path: string): Promise<ReaderConfig> {
  return parseReaderConfig(await withLensFile(path, () => readFile(path, 'utf8')), path)
}

export function parseReaderConfig(text: string, path: string): ReaderConfig {
  try {
    const json: unknown = JSON.parse(text)
    const whole = schema.parse(builtSizes(json) ?? json)
    const config = whole.text_config ?? whole
    const width = config.hidden_size ?? config.n_embd ?? null
    const heads = config.num_attention_heads ?? config.n_head ?? null
    return {
      layers: config.num_hidden_layers ?? config.n_layer ?? null,
      width,
      cache: {
        heads: config.num_key_value_heads ?? heads,
        width: config.head_dim ?? (width === null || heads === null || width % heads !== 0 ? null : width / heads),
      },
      longest: config.max_position_embeddings ?? config.n_positions ?? null,
      tied: config.tie_word_embeddings ?? whole.tie_word_embeddings ?? null,
    }
  } catch (error) {
    throw new Failure('lens-invalid', `${path} is not the config of a reader.`, 'Download the lens again.', { cause: error })
  }
}

/** The sizes of genai_config.json under the names of config.json; null of another file. */
function builtSizes(json: unknown): z.infer<typeof sizes> | null {
  const { model } = built.safeParse(json).data ?? {}
  if (model === undefined) return null
  return { ...model.decoder, head_dim: model.decoder.head_size, max_position_embeddings: model.context_length }
}

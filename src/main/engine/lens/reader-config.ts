import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { Failure } from '../../../contract/failure.ts'
import type { CacheShape } from '../reader/input-plan.ts'
import { withLensFile } from './lens-file.ts'

/** Blocks and width of a reader and the sizes of its caches, where its config says so. */
export type ReaderConfig = { readonly layers: number | null; readonly width: number | null; readonly cache: CacheShape }

/** Of a reader without a config. */
export const unknownReader: ReaderConfig = { layers: null, width: null, cache: { heads: null, width: null } }

const size = z.number().int().positive().nullish()

/** The names that configs of transformers give them: Llama and most others, GPT-2. */
const sizes = z.looseObject({
  num_hidden_layers: size,
  n_layer: size,
  hidden_size: size,
  n_embd: size,
  num_attention_heads: size,
  n_head: size,
  num_key_value_heads: size,
  head_dim: size,
})
/** Models that take images too say what concerns text apart. */
const schema = sizes.extend({ text_config: sizes.nullish() })

export async function readReaderConfig(path: string): Promise<ReaderConfig> {
  const text = await withLensFile(path, () => readFile(path, 'utf8'))
  try {
    const whole = schema.parse(JSON.parse(text))
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
    }
  } catch (error) {
    throw new Failure('lens-invalid', `${path} is not the config of a reader.`, 'Download the lens again.', { cause: error })
  }
}

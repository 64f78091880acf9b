import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { Failure } from '../../../contract/failure.ts'
import { withLensFile } from './lens-file.ts'

/** Blocks and width of a reader, where its config says so. */
export type ReaderConfig = { readonly layers: number | null; readonly width: number | null }

const size = z.number().int().positive().nullish()

/** The names that configs of transformers give them: Llama and most others, GPT-2. */
const schema = z.looseObject({ num_hidden_layers: size, n_layer: size, hidden_size: size, n_embd: size })

export async function readReaderConfig(path: string): Promise<ReaderConfig> {
  const text = await withLensFile(path, () => readFile(path, 'utf8'))
  try {
    const config = schema.parse(JSON.parse(text))
    return { layers: config.num_hidden_layers ?? config.n_layer ?? null, width: config.hidden_size ?? config.n_embd ?? null }
  } catch (error) {
    throw new Failure('lens-invalid', `${path} is not the config of a reader.`, 'Download the lens again.', { cause: error })
  }
}

import { readFile } from 'node:fs/promises'
import { Failure } from '../../../contract/failure.ts'
import { byteLevelTokenizer } from './byte-level/byte-level-tokenizer.ts'
import type { Tokenizer } from './tokenization.ts'
import { parseTokenizerJson, type TokenizerJson } from './tokenizer-json.ts'

export type { Tokenization, Tokenizer } from './tokenization.ts'

/** Paths of tokenizer.json, and of tokenizer_config.json where there is one. */
export type TokenizerFiles = { readonly tokenizer: string; readonly config: string | null }

/** How one family of tokenizers is built: null where the file is not of that family. */
type TokenizerFamily = (json: TokenizerJson, bosToken: string | null) => Tokenizer | null

/** Every family of tokenizers that is read exactly: one line each. */
const families: readonly TokenizerFamily[] = [byteLevelTokenizer]

/** Opens a tokenizer in Hugging Face's format. Throws a `Failure` for one that could not be followed exactly. */
export async function openTokenizer(files: TokenizerFiles): Promise<Tokenizer> {
  const json = parseTokenizerJson(await readFile(files.tokenizer, 'utf8'), files.tokenizer)
  const bosToken = files.config === null ? null : parseBosToken(await readFile(files.config, 'utf8'), files.config)
  for (const family of families) {
    const tokenizer = family(json, bosToken)
    if (tokenizer !== null) return tokenizer
  }
  throw new Failure(
    'unsupported',
    `The tokenizer ${files.tokenizer} is of a kind (${json.model.type ?? 'unnamed'}) that is not read.`,
    'Use a reader with a byte-level BPE tokenizer, as GPT-2, Llama 3 and Qwen have.',
  )
}

function parseBosToken(text: string, path: string): string | null {
  let config: unknown
  try {
    config = JSON.parse(text)
  } catch (error) {
    throw new Failure('lens-invalid', `${path} is not JSON.`, 'Download it again.', { cause: error })
  }
  // A string, or an added token as an object.
  const token: unknown = (config as { bos_token?: unknown } | null)?.bos_token
  if (typeof token === 'string') return token
  const content: unknown = (token as { content?: unknown } | null | undefined)?.content
  return typeof content === 'string' ? content : null
}

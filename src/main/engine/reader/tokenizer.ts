import { readFile, stat } from 'node:fs/promises'
import { Failure } from '../../../contract/failure.ts'
import { buildTokenizer } from './build-tokenizer.ts'
import { byteFallbackModel } from './byte-fallback/byte-fallback-model.ts'
import { byteLevelModel } from './byte-level/byte-level-model.ts'
import type { TokenModelFamily } from './token-model.ts'
import type { Tokenizer } from './tokenization.ts'
import { parseTokenizerConfig, type TokenizerConfig } from './tokenizer-config.ts'
import { parseTokenizerJson, type TokenizerJson } from './tokenizer-json.ts'
import { unigramModel } from './unigram/unigram-model.ts'
import { wordPieceModel } from './word-piece/word-piece-model.ts'

export type { Tokenizer } from './tokenization.ts'

/** Paths of tokenizer.json, and of tokenizer_config.json where there is one. */
export type TokenizerFiles = { readonly tokenizer: string; readonly config: string | null }

/** Every family of tokenizers that is read exactly: one line each. */
const families: readonly TokenModelFamily[] = [byteLevelModel, byteFallbackModel, unigramModel, wordPieceModel]

/** Gemma's, the largest known, has 33 MB. */
const largestFile = 200 * 2 ** 20

/** Opens a tokenizer in Hugging Face's format. Throws a `Failure` for one that could not be followed exactly. */
export async function openTokenizer(files: TokenizerFiles): Promise<Tokenizer> {
  const json = parseTokenizerJson(await readSmall(files.tokenizer), files.tokenizer)
  return tokenizerOf(json, await readTokenizerConfig(files), files.tokenizer)
}

/** What tokenizer_config.json says, where there is one. */
export async function readTokenizerConfig({ config }: TokenizerFiles): Promise<TokenizerConfig | null> {
  return config === null ? null : parseTokenizerConfig(await readSmall(config), config)
}

/** The tokenizer of parsed files. @param path names the file in what is thrown */
export function tokenizerOf(json: TokenizerJson, config: TokenizerConfig | null, path: string): Tokenizer {
  const tokenizer = buildTokenizer(json, config, families)
  if (tokenizer !== null) return tokenizer
  throw new Failure(
    'unsupported',
    `The tokenizer ${path} is of a kind (${json.model.type ?? 'unnamed'}) that is not read.`,
    'Use a reader whose tokenizer is BPE, Unigram or WordPiece.',
  )
}

async function readSmall(path: string): Promise<string> {
  if ((await stat(path)).size <= largestFile) return await readFile(path, 'utf8')
  throw new Failure('lens-invalid', `${path} is too large for a tokenizer: over 200 MB.`, 'Download it again.')
}

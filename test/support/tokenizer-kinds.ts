import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parseTokenizerJson } from '../../src/main/engine/reader/tokenizer-json.ts'
import { tokenizerOf } from '../../src/main/engine/reader/tokenizer.ts'
import type { Tokenizer } from '../../src/main/engine/reader/tokenization.ts'

/** Published kinds of tokenizers around small vocabularies: see test/golden/tokenizers/make.py. */
export const tokenizerFolder = join(import.meta.dirname, '../golden/tokenizers')

type Kind = { readonly vocabulary: string; readonly model: object }

export const kinds = (readJson('kinds.json') as { kinds: Record<string, Kind> }).kinds
let vocabularies: Record<string, unknown> | null = null

/** The whole tokenizer.json of a kind. */
export function tokenizerJsonOf(name: string): string {
  vocabularies ??= unzipped('vocabularies.json.gz') as Record<string, unknown>
  const { vocabulary, model, ...rest } = kinds[name] ?? { vocabulary: '', model: {} }
  return JSON.stringify(
    { version: '1.0', decoder: null, ...rest, model: { ...(vocabularies[vocabulary] as object), ...model } },
    (key, value: unknown) => (key === 'precompiled_charsmap' ? vocabularies?.['map'] : value),
  )
}

export function tokenizerOfKind(name: string): Tokenizer {
  return tokenizerOf(parseTokenizerJson(tokenizerJsonOf(name), name), null, name)
}

export function readJson(file: string): unknown {
  return JSON.parse(readFileSync(join(tokenizerFolder, file), 'utf8'))
}

export function unzipped(file: string): unknown {
  return JSON.parse(gunzipSync(readFileSync(join(tokenizerFolder, file))).toString('utf8'))
}

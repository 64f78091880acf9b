/**
 * How fast documents are cut into tokens: characters a second of processor time, for each kind of tokenizer beside the JavaScript
 * library of Hugging Face, which gives no offsets. `node bench/tokenizers.ts`
 */
import * as library from '@huggingface/tokenizers'
import { parseTokenizerJson } from '../src/main/engine/reader/tokenizer-json.ts'
import { tokenizerOf } from '../src/main/engine/reader/tokenizer.ts'
import { kinds, tokenizerJsonOf } from '../test/support/tokenizer-kinds.ts'
import { sampleTexts } from './sample-texts.ts'

/** The library's typings do not resolve under Node's rules: they leave out file endings. */
const { Tokenizer } = library as unknown as {
  Tokenizer: new (
    json: unknown,
    config: object,
  ) => { encode(text: string, options: { add_special_tokens: boolean }): { ids: number[] } }
}

const texts = sampleTexts(1_000)
const characters = texts.reduce((sum, text) => sum + text.length, 0)
const row = (...cells: string[]) =>
  process.stdout.write(`${cells.map((cell, at) => (at === 0 ? cell.padEnd(20) : cell.padStart(16))).join('')}\n`)

row('kind', 'ours, Mchar/s', 'theirs, Mchar/s', 'same ids')
for (const kind of Object.keys(kinds)) {
  const json = tokenizerJsonOf(kind)
  const ours = tokenizerOf(parseTokenizerJson(json, kind), null, kind)
  const speed = measured((text) => ours.tokenize(text).ids)
  try {
    const theirs = new Tokenizer(JSON.parse(json), {})
    const idsOf = (text: string) => theirs.encode(text, { add_special_tokens: false }).ids
    const same = texts.filter((text) => idsOf(text).join() === ours.tokenize(text).ids.join()).length
    row(kind, speed, measured(idsOf), `${((100 * same) / texts.length).toFixed(1)} %`)
  } catch {
    row(kind, speed, 'does not open', '')
  }
}

function measured(tokenize: (text: string) => unknown): string {
  for (const text of texts.slice(0, 50)) tokenize(text)
  const { user } = process.cpuUsage()
  for (const text of texts) tokenize(text)
  return (characters / process.cpuUsage({ user, system: 0 }).user).toFixed(2)
}

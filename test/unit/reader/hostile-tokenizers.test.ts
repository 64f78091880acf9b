import { describe, expect, test } from 'vitest'
import { Failure } from '../../../src/contract/failure.ts'
import { parseTokenizerConfig } from '../../../src/main/engine/reader/tokenizer-config.ts'
import { parseTokenizerJson } from '../../../src/main/engine/reader/tokenizer-json.ts'
import { tokenizerOf } from '../../../src/main/engine/reader/tokenizer.ts'
import { seededRandom } from '../../../src/main/engine/numerics/seeded-random.ts'
import { mutateBytes } from '../../support/mutate-bytes.ts'
import { kinds, tokenizerJsonOf } from '../../support/tokenizer-kinds.ts'

/** Mutations of files. `ETALON_FUZZ=100000` for the long run. */
const mutations = Number(process.env['ETALON_FUZZ'] ?? 1_500)

const texts = [
  '',
  'Hello, world 123',
  ' \n\t e\u0301\u0323 漢字 🦊\ud800',
  '<s>[CLS]▁ <|endoftext|> ﬁ ½',
  'a'.repeat(300),
  ' '.repeat(300),
]

/** What takes the place of some value of a file. */
const plain: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  2 ** 31,
  1e99,
  '',
  'x',
  '\ud800',
  '\u2581',
  'x'.repeat(2_000),
  [],
  {},
  [[]],
  [null],
]
const names = 'BPE Unigram WordPiece WordLevel ByteLevel Metaspace Digits NFC NFKD Strip Precompiled Nmt Removed Contiguous'.split(
  ' ',
)
const patterns = '(a+)+$ [ (?<=a \\p{Nope} a{1,99999} (((((((((( \\1 (?i:ſt) .*.*.*x [^] AAAA ____'.split(' ')
const steps: readonly unknown[] = [
  { type: 'Sequence' },
  { type: 'Replace', pattern: { Regex: '' }, content: 'ab' },
  { type: 'Replace', pattern: { String: 'a' }, content: '' },
  { type: 'Split', pattern: { Regex: '' }, behavior: 'MergedWithNext', invert: true },
  { type: 'Prepend', prepend: 'a b' },
  { type: 'ByteLevel' },
  { type: 'Precompiled', precompiled_charsmap: 'BAAAAAAAAAA=' },
]
const hostile = [...plain, ...names, ...patterns, ...steps]

describe('a tokenizer file that was damaged or made with intent', () => {
  test.for(Object.keys(kinds))('as of %s is followed or refused in a sentence', { timeout: 24 * 3_600_000 }, (name) => {
    const whole = shortened(tokenizerJsonOf(name))
    const random = seededRandom(7)
    for (let count = 0; count < mutations / Object.keys(kinds).length; count++) {
      const damaged =
        random() < 0.3 ? Buffer.from(mutateBytes(Buffer.from(whole), random)).toString('utf8') : withHostileValues(whole, random)
      const thrown = reading(damaged)
      if (thrown instanceof Failure) expect(thrown.message).not.toBe('')
      else if (thrown !== null) throw new Error(`not a Failure, for ${damaged.slice(0, 500)}`, { cause: thrown })
    }
  })

  test('nested or listed without end is refused', () => {
    const deep = '{"type":"Sequence","normalizers":['.repeat(5_000) + ']}'.repeat(5_000)
    const long = `{"type":"Sequence","normalizers":[${Array(5_000).fill('{"type":"NFC"}').join()}]}`
    for (const normalizer of [deep, long]) {
      expect(reading(`{"model":{"type":"BPE","vocab":{},"merges":[]},"normalizer":${normalizer}}`)).toBeInstanceOf(Failure)
    }
  })

  test('settings that are anything are read as none', () => {
    expect(parseTokenizerConfig('{"bos_token":5,"chat_template":{"a":1}}', 'x')).toMatchObject({
      bos_token: null,
      chat_template: null,
    })
    expect(() => parseTokenizerConfig('[]', 'x')).toThrow(Failure)
  })
})

function reading(file: string): unknown {
  try {
    const tokenizer = tokenizerOf(parseTokenizerJson(file, 'a file'), null, 'a file')
    for (const text of texts) {
      const { ids, starts, ends } = tokenizer.tokenize(text)
      expect([starts.length, ends.length]).toEqual([ids.length, ids.length])
      expect(ids.length).toBeLessThanOrEqual(text.length * 300)
      expect(Math.max(0, ...ends)).toBeLessThanOrEqual(text.length)
      if (ids.length > 0) tokenizer.display(ids[0] ?? 0)
    }
    return null
  } catch (error) {
    return error
  }
}

/** The same with some hundred words, so that the rest of the file is hit often. */
function shortened(json: string): string {
  const tokenizer = JSON.parse(json) as { model: { vocab: Record<string, number> | [string, number][]; merges?: unknown[] } }
  const { model } = tokenizer
  model.vocab = Array.isArray(model.vocab)
    ? model.vocab.slice(0, 400)
    : Object.fromEntries(Object.entries(model.vocab).filter(([, id]) => id < 400))
  if (model.merges !== undefined) model.merges = model.merges.slice(0, 140)
  return JSON.stringify(tokenizer)
}

function withHostileValues(whole: string, random: () => number): string {
  const json = JSON.parse(whole) as Record<string, unknown>
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)]
  for (let change = Math.ceil(random() * 3); change > 0; change--) {
    let at: Record<string, unknown> = json
    for (;;) {
      const key = pick(Object.keys(at))
      if (key === undefined) break
      const inner = at[key]
      // A vocabulary is entered seldom, everything else nearly always.
      if (typeof inner === 'object' && inner !== null && random() < (key === 'vocab' || key === 'merges' ? 0.2 : 0.9))
        at = inner as typeof at
      else {
        if (random() < 0.15) delete at[key]
        else at[key] = structuredClone(pick(hostile))
        break
      }
    }
  }
  return JSON.stringify(json)
}

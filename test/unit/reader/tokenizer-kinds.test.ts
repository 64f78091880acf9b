import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Tokenization } from '../../../src/main/engine/reader/tokenization.ts'
import { kinds, readJson, tokenizerFolder, tokenizerOfKind, unzipped } from '../../support/tokenizer-kinds.ts'

const data = join(import.meta.dirname, '../../../../shared/data')
const names = Object.keys(kinds)
const generated = unzipped('texts.json.gz') as string[]
const golden = readJson('kinds.json') as { texts: number; sha256: string }
const digests = readFileSync(join(tokenizerFolder, 'digests.bin'))
const expected = unzipped('expected.json.gz') as { texts: string[]; of: Record<string, [number[], number[], number[]][]> }

/** `ETALON_FUZZ` asks for the long run: every document for every kind, and a megabyte in one line. */
const long = process.env['ETALON_FUZZ'] !== undefined

test('the digests are those of the golden file', () => {
  expect(createHash('sha256').update(digests).digest('hex')).toBe(golden.sha256)
  expect(digests.length).toBe(names.length * golden.texts * 2)
})

describe.for(names)('a tokenizer as of %s', (name) => {
  const tokenizer = tokenizerOfKind(name)

  test('cuts short texts as the Rust library does', () => {
    const got = expected.texts.map((text) => {
      const { ids, starts, ends } = tokenizer.tokenize(text)
      return [[...ids], [...starts], [...ends]]
    })
    expect(got).toEqual(expected.of[name])
  })

  test('cuts multilingual and hard texts as the Rust library does', () => {
    expect(different(name, generated, 0)).toEqual([])
  })

  test('cuts real documents as the Rust library does', ({ skip }) => {
    skip(!existsSync(data), '../shared/data, the real documents, is missing')
    const texts = realTexts()
    expect(texts.length + generated.length).toBe(golden.texts)
    // In the short run each kind has a quarter of them.
    const share = long ? 1 : 4
    expect(different(name, texts, generated.length, share)).toEqual([])
  })

  test('keeps tokens in order and within any text', () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
        fc.constantFrom('a', ' ', '\n', '🦊', '\ud800', '\udc00', '\0', 'e\u0301', '\u0323', '<s>', '[CLS]', '\u2581'),
      ),
    })
    fc.assert(
      fc.property(text, (each) => {
        const { ids, starts, ends } = tokenizer.tokenize(each)
        for (let token = 0; token < ids.length; token++) {
          expect(ids[token]).toBeLessThan(tokenizer.vocabularySize)
          expect(starts[token]).toBeGreaterThanOrEqual(starts[token - 1] ?? 0)
          expect(ends[token]).toBeGreaterThanOrEqual(starts[token] ?? Infinity)
          expect(ends[token]).toBeLessThanOrEqual(each.length)
        }
      }),
      { numRuns: 25, seed: 1 },
    )
  })

  function different(kind: string, texts: readonly string[], offset: number, share = 1): string[] {
    const place = names.indexOf(kind)
    const from = place * golden.texts + offset
    const expectedAt = (index: number) => digests.subarray((from + index) * 2, (from + index) * 2 + 2)
    return texts.filter(
      (text, index) => (index + place) % share === 0 && !digest(tokenizer.tokenize(text)).equals(expectedAt(index)),
    )
  }
})

test.for(['gemma', 'llama-2', 'qwen-2', 't5', 'unigram-bytes', 'bert-uncased'])(
  'a tokenizer as of %s cuts a long line',
  { timeout: 120_000 },
  (name) => {
    const tokenizer = tokenizerOfKind(name)
    const length = long ? 1_000_000 : 60_000
    for (const piece of ['lorem ipsum 🦊 ', 'a', ' ', '漢', '\u0301\u0323', 'e\u0301', '<s', '\u{1d173}']) {
      const { starts, ends } = tokenizer.tokenize(piece.repeat(Math.ceil(length / piece.length)))
      expect(ends.length).toBe(starts.length)
    }
  },
)

/** As real_texts of test/golden/tokenizers/make.py picks them. */
function realTexts(): string[] {
  const inFolder = (folder: string) =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.jsonl.gz'))
      .sort()
      .map((file) => join(folder, file))
  const files = [...inFolder(join(data, 'model-answers')), ...inFolder(data)]
  const texts = files.flatMap((file) => {
    const rows = gunzipSync(readFileSync(file))
      .toString('utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
    const step = Math.max(1, Math.floor(rows.length / 70))
    return rows
      .filter((_, index) => index % step === 0)
      .slice(0, 70)
      .map((row) =>
        Array.from((JSON.parse(row) as { text: string }).text)
          .slice(0, 250)
          .join(''),
      )
  })
  return texts.slice(0, 1600)
}

function digest({ ids, starts, ends }: Tokenization): Buffer {
  const line = [ids, starts, ends].map((each) => each.join(',')).join('|')
  return createHash('sha256').update(line).digest().subarray(0, 2)
}

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Tokenization } from '../../../src/main/engine/reader/tokenization.ts'
import { openTokenizer, type Tokenizer } from '../../../src/main/engine/reader/tokenizer.ts'
import { readGolden } from '../../support/read-golden.ts'

const root = join(import.meta.dirname, '../../..')
const shared = join(root, '../shared')
const golden = readGolden('reader/tokens.json.gz') as {
  hard: string[]
  of: Record<string, { sha256: string; hard: string[]; real: string[] }>
}

const folders: Record<string, string> = {
  'etalon-small': join(root, 'resources/lenses/etalon-small/reader'),
  gpt2: join(shared, 'models/tiny-random-gpt2-fp32'),
}

describe.for(Object.entries(folders))('the tokenizer of %s', ([name, folder]) => {
  let tokenizer: Tokenizer

  beforeAll(async () => {
    if (existsSync(folder))
      tokenizer = await openTokenizer({ tokenizer: join(folder, 'tokenizer.json'), config: join(folder, 'tokenizer_config.json') })
  })

  test('cuts hard texts as the Rust library does, with its offsets', ({ skip }) => {
    skip(!existsSync(folder), `${folder} is missing`)
    const values = golden.of[name]
    expect(sha256(readFileSync(join(folder, 'tokenizer.json'))), 'another tokenizer: run test/golden/reader/tokens.py').toBe(
      values?.sha256,
    )
    const different = golden.hard.filter((text, index) => digest(tokenizer.tokenize(text)) !== values?.hard[index])
    expect(different).toEqual([])
  })

  test('cuts real documents as the Rust library does, with its offsets', ({ skip }) => {
    skip(!existsSync(folder), `${folder} is missing`)
    skip(!existsSync(join(shared, 'data')), '../shared/data, the real documents, is missing')
    const texts = realTexts()
    expect(texts).toHaveLength(240)
    const different = texts.filter((text, index) => digest(tokenizer.tokenize(text)) !== golden.of[name]?.real[index])
    expect(different).toEqual([])
  })

  test('covers every character of any text, in order', ({ skip }) => {
    skip(!existsSync(folder), `${folder} is missing`)
    const text = fc.string({
      unit: fc.oneof(
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
        fc.constantFrom('a', ' ', '\n', '🦊', '\ud800', '<|endoftext|>'),
      ),
    })
    fc.assert(
      fc.property(text, (each) => {
        const { ids, starts, ends } = tokenizer.tokenize(each)
        let covered = 0
        for (let token = 0; token < ids.length; token++) {
          const [start = -1, end = -1] = [starts[token], ends[token]]
          expect(start).toBeLessThanOrEqual(covered)
          expect(start).toBeGreaterThanOrEqual(starts[token - 1] ?? 0)
          expect(end).toBeGreaterThan(start)
          expect(end).toBeGreaterThanOrEqual(covered)
          covered = end
        }
        expect(covered).toBe(each.length)
      }),
    )
  })

  test('cuts a megabyte without a line break, of words or of one letter', { timeout: 120_000 }, ({ skip }) => {
    skip(!existsSync(folder), `${folder} is missing`)
    for (const piece of ['lorem ipsum dolor 🦊 ', 'a', ' ', '漢', '!']) {
      const text = piece.repeat(Math.ceil(1_000_000 / piece.length))
      expect(tokenizer.tokenize(text).ends.at(-1)).toBe(text.length)
    }
  })
})

test('shows tokens as text, parts of characters as bytes', async () => {
  const folder = folders['etalon-small'] ?? ''
  const tokenizer = await openTokenizer({
    tokenizer: join(folder, 'tokenizer.json'),
    config: join(folder, 'tokenizer_config.json'),
  })
  expect(tokenizer.bos).not.toBeNull()
  expect(tokenizer.specialIds).toContain(tokenizer.bos)
  expect(tokenizer.display(tokenizer.bos ?? -1)).toBe('<|endoftext|>')
  const { ids } = tokenizer.tokenize('The end. \u{1F98A}')
  const shown = Array.from(ids, (id) => tokenizer.display(id))
  expect(shown.slice(0, 3)).toEqual(['The', ' end', '.'])
  expect(shown.slice(3).join('')).toBe(' <0xF0><0x9F><0xA6><0x8A>')
})

function realTexts(): string[] {
  const answers = join(shared, 'data/model-answers')
  const files = [
    ...readdirSync(answers)
      .sort()
      .map((file) => join(answers, file)),
    join(shared, 'data/wikipedia_movies.jsonl.gz'),
  ]
  return files.flatMap((file) => {
    const rows = gunzipSync(readFileSync(file))
      .toString('utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
    return rows
      .slice(0, 150)
      .filter((_, index) => index % 10 === 0)
      .map((line) => (JSON.parse(line) as { text: string }).text)
  })
}

function digest({ ids, starts, ends }: Tokenization): string {
  return sha256([ids, starts, ends].map((each) => each.join(',')).join('|')).slice(0, 12)
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}

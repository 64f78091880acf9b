import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** Words of all corpora by number, so that a document is a row of numbers. */
export type Vocabulary = { readonly words: string[]; readonly numbers: Map<string, number> }

export type FakeCorpus = {
  readonly name: string
  readonly documents: number
  readonly id: (ordinal: number) => string
  readonly text: (ordinal: number) => string
  readonly metadata: (ordinal: number) => Readonly<Record<string, unknown>>
  /** Numbers of a document's words, and where each stands in its text. */
  readonly words: (ordinal: number) => Int32Array
  readonly spans: (ordinal: number) => { readonly starts: Int32Array; readonly ends: Int32Array }
  /** Documents of each word, ascending. */
  readonly postings: readonly (readonly number[])[]
  readonly tokens: number
}

/** Pieces of text that count as tokens here: words, numbers, single signs. */
const pieces = /[\p{L}\p{M}']+|\p{N}+|[^\s\p{L}\p{N}]/gu

export const emptyVocabulary = (): Vocabulary => ({ words: [], numbers: new Map() })

export function numberOf(vocabulary: Vocabulary, word: string): number {
  const known = vocabulary.numbers.get(word)
  if (known !== undefined) return known
  vocabulary.numbers.set(word, vocabulary.words.length)
  return vocabulary.words.push(word) - 1
}

type Row = { readonly id: string; readonly text: string; readonly metadata: Readonly<Record<string, unknown>> }

/** A corpus of given rows. */
export function corpusOfRows(name: string, rows: readonly Row[], vocabulary: Vocabulary): FakeCorpus {
  const words = rows.map(({ text }) => Int32Array.from(matches(text), ([word]) => numberOf(vocabulary, word.toLowerCase())))
  return {
    name,
    documents: rows.length,
    id: (ordinal) => rows[ordinal]?.id ?? '',
    text: (ordinal) => rows[ordinal]?.text ?? '',
    metadata: (ordinal) => rows[ordinal]?.metadata ?? {},
    words: (ordinal) => words[ordinal] ?? new Int32Array(),
    spans: (ordinal) => spansOf(rows[ordinal]?.text ?? ''),
    postings: postingsOf(words.length, (ordinal) => words[ordinal] ?? new Int32Array()),
    tokens: words.reduce((sum, each) => sum + each.length, 0),
  }
}

/** A corpus of the real texts beside the repository; null where they are not there. */
export function realCorpus(file: string, vocabulary: Vocabulary, most = 1000): FakeCorpus | null {
  const path = join(import.meta.dirname, '../../../shared/data', file)
  if (!existsSync(path)) return null
  const rows = gunzipSync(readFileSync(path))
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .slice(0, most)
    .map((line) => {
      const { id, text, ...metadata } = JSON.parse(line) as { id: string; text: string }
      return { id, text, metadata }
    })
  const name = file.replace(/^.*\//, '').replace(/\.jsonl\.gz$/, '')
  return corpusOfRows(name, rows, vocabulary)
}

/** Any number of made-up documents of 20 to 80 words by Zipf's law, the same at each start. */
export function madeUpCorpus(name: string, documents: number, seed: number, vocabulary: Vocabulary): FakeCorpus {
  const words = (ordinal: number) => {
    const draw = random(seed * 1_000_003 + ordinal)
    const length = 20 + Math.floor(draw() * 60)
    return Int32Array.from({ length }, () => Math.floor(vocabulary.words.length ** draw()) - 1 + (draw() < 0.02 ? seed : 0)).map(
      (word) => Math.min(word, vocabulary.words.length - 1),
    )
  }
  const text = (ordinal: number) => Array.from(words(ordinal), (word) => vocabulary.words[word]).join(' ')
  let tokens = 0
  const postings = postingsOf(documents, (ordinal) => {
    const each = words(ordinal)
    tokens += each.length
    return each
  })
  return {
    name,
    documents,
    id: (ordinal) => `doc-${String(ordinal).padStart(6, '0')}`,
    text,
    metadata: (ordinal) => ({ year: 1990 + (ordinal % 35), source: ordinal % 3 === 0 ? 'letters' : 'reports' }),
    words,
    spans: (ordinal) => spansOf(text(ordinal)),
    postings,
    tokens,
  }
}

/** Made-up words of two to four syllables, all different. */
export function fillVocabulary(vocabulary: Vocabulary, count: number): void {
  const syllables = ['ba', 'le', 'tor', 'min', 'sa', 'quo', 'ri', 'den', 'ul', 'vek', 'pho', 'nia', 'gar', 'est', 'on', 'cri']
  for (let each = 0; vocabulary.words.length < count; each++) {
    let rest = each
    let word = ''
    do {
      word += syllables[rest % syllables.length]
      rest = Math.floor(rest / syllables.length)
    } while (rest > 0)
    numberOf(vocabulary, word)
  }
}

/** A small generator of numbers 0..1 (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const matches = (text: string) => [...text.matchAll(pieces)]

export function spansOf(text: string): {
  readonly starts: Int32Array
  readonly ends: Int32Array
  readonly words: readonly string[]
} {
  const found = matches(text)
  return {
    starts: Int32Array.from(found, ({ index }) => index),
    ends: Int32Array.from(found, (match) => match.index + match[0].length),
    words: found.map(([word]) => word.toLowerCase()),
  }
}

function postingsOf(documents: number, words: (ordinal: number) => Int32Array): readonly (readonly number[])[] {
  const postings: number[][] = []
  for (let ordinal = 0; ordinal < documents; ordinal++)
    for (const word of words(ordinal)) {
      const list = (postings[word] ??= [])
      if (list.at(-1) !== ordinal) list.push(ordinal)
    }
  return postings
}

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { readGolden } from '../../support/read-golden.ts'
import { openEmbedder } from '../../../src/main/engine/embedder/embedder.ts'
import { randomCut } from '../../../src/main/engine/embedder/random-cut.ts'
import { randomQueries } from '../../../src/main/engine/embedder/random-queries.ts'
import { eachRow, wordsOf } from '../../../src/main/engine/embedder/segmentation.ts'
import { directionOf, directions, similarities, similarityOf } from '../../../src/main/engine/embedder/directions.ts'

type Golden = {
  readonly name: string
  readonly dimensions: number
  readonly cases: readonly (readonly [text: string, words: readonly string[], vector: readonly number[]])[]
}
const golden = readGolden('embedder/embedder.json.gz') as Golden
const folder = join(import.meta.dirname, '../../../resources/embedder')
const embedder = await openEmbedder(folder)

const embedded = (text: string) => directionOf(embedder.embed(text))

function cosine(a: string, b: string): number {
  return similarities(embedded(a), directions([embedded(b)], embedder.dimensions))[0]!
}

describe('the shipped word vectors', () => {
  test('segment and embed as in Python', () => {
    expect([embedder.name, embedder.dimensions]).toEqual([golden.name, golden.dimensions])
    for (const [text, words, everySeventh] of golden.cases) {
      expect(wordsOf(text), text).toEqual(words)
      const own = embedder.embed(text)
      const apart = everySeventh.map((value, at) => Math.abs(value - own[7 * at]!))
      expect(Math.max(...apart), text).toBeLessThan(1e-3)
    }
  })

  test('put texts of like meaning nearer than texts that share a word', () => {
    expect(cosine('says sorry and declines', 'apologies and refusals')).toBeGreaterThan(
      cosine('says sorry and declines', 'addition and subtraction'),
    )
    expect(cosine('felines', 'cats and kittens')).toBeGreaterThan(cosine('felines', 'the French Revolution'))
    expect(cosine('programming snippets', 'code blocks')).toBeGreaterThan(cosine('programming snippets', 'building blocks of life'))
  })

  test('embed many texts as each alone, at unit length or zero', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.lorem({ maxCount: 6 })), { maxLength: 6 }), (texts) => {
        const all = embedder.embedAll(texts)
        for (const [place, text] of texts.entries()) {
          const own = embedder.embed(text)
          expect(all.subarray(place * embedder.dimensions, (place + 1) * embedder.dimensions)).toEqual(own)
          const length = Math.hypot(...own)
          expect(length === 0 || Math.abs(length - 1) < 1e-5).toBe(true)
        }
      }),
    )
  })

  test('tell how many of the words they know', () => {
    expect(embedder.knows('polite requests')).toBe(1)
    expect(embedder.knows('polite qzxjkvwq')).toBe(0.5)
    expect(embedder.knows('!?')).toBe(0)
    expect(embedder.knows('')).toBe(0)
  })
})

describe('eachRow', () => {
  const rowOf = new Map([
    ['un', 0],
    ['##help', 1],
    ['##ful', 2],
    ['unhelp', 3],
    ['ful', 4],
  ])
  const rows = (word: string): number[] => {
    const found: number[] = []
    eachRow(word, rowOf, (row) => found.push(row))
    return found
  }

  test('takes the longest pieces from the left and leaves unknown characters out', () => {
    expect(rows('unhelp')).toEqual([3])
    expect(rows('unhelpful')).toEqual([3, 2])
    expect(rows('unxxful')).toEqual([0, 2])
    expect(rows('ful')).toEqual([4])
    expect(rows('xful')).toEqual([2])
    expect(rows('zz')).toEqual([])
  })

  test('reads the first 48 characters of an unknown word', () => {
    expect(rows(`un${'x'.repeat(43)}ful`)).toEqual([0, 2])
    expect(rows(`un${'x'.repeat(44)}ful`)).toEqual([0])
  })
})

describe('directions', () => {
  test('keep cosines within 0.01, and have none for zeros', () => {
    const vector = fc.integer({ min: 2, max: 1536 }).chain((length) => {
      const values = fc.float32Array({ minLength: length, maxLength: length, min: -1, max: 1, noNaN: true })
      return fc.tuple(values, values)
    })
    fc.assert(
      fc.property(vector, ([a, b]) => {
        const sum = (of: (at: number) => number) => a.reduce((total, _, at) => total + of(at), 0)
        const lengths = Math.sqrt(sum((at) => a[at]! ** 2) * sum((at) => b[at]! ** 2))
        const rows = directions([directionOf(a), directionOf(b)], a.length)
        const found = similarities(directionOf(a), rows)[1]!
        expect(similarityOf(rows, 0, 1)).toBeCloseTo(found, 6)
        if (lengths > 1e-30) expect(Math.abs(found - sum((at) => a[at]! * b[at]!) / lengths)).toBeLessThan(0.01)
        else expect(Math.abs(found)).toBeLessThanOrEqual(1.0001)
      }),
    )
    expect(similarityOf(directions([directionOf(new Float32Array(3)), Int8Array.of(1, 2, 3)], 3), 0, 1)).toBe(0)
  })
})

describe('randomCut', () => {
  test('is what the given share of random queries and labels passes', () => {
    const texts = ['cooking and recipes', 'the word because', 'bank accounts', 'polite requests']
    const labels = directions(['', ...texts].map(embedded), embedder.dimensions)
    const queries = randomQueries.map(embedded)
    const cosines = queries.flatMap((query) =>
      Array.from(similarities(query, directions(texts.map(embedded), embedder.dimensions))),
    )
    for (const share of [0.01, 0.1, 0.5]) {
      const cut = randomCut(queries, labels, share)
      const passing = cosines.filter((value) => value > cut + 1 / 4_000).length / cosines.length
      expect(passing).toBeLessThanOrEqual(share)
      expect(cosines.filter((value) => value >= cut - 1 / 4_000).length / cosines.length).toBeGreaterThan(share)
    }
  })

  test('is 1 where there is no label to be like', () => {
    expect(randomCut([embedded('tea')], directions([], embedder.dimensions), 0.05)).toBe(1)
    expect(randomCut([embedded('tea')], directions([embedded(''), embedded('')], embedder.dimensions), 0.05)).toBe(1)
  })
})

describe('openEmbedder', () => {
  const broken = mkdtempSync(join(tmpdir(), 'etalon-embedder-'))
  const whole = gunzipSync(readFileSync(join(folder, 'words.bin.gz')))
  const open = (bytes: Uint8Array) => {
    writeFileSync(join(broken, 'words.bin.gz'), bytes)
    return openEmbedder(broken)
  }
  afterAll(() => rmSync(broken, { recursive: true }))

  test('refuses a file that is missing, damaged or of another format', async () => {
    await expect(openEmbedder(join(broken, 'nowhere'))).rejects.toMatchObject({ code: 'not-found' })
    await expect(open(new Uint8Array(0))).rejects.toMatchObject({ code: 'bad-input' })
    await expect(open(whole.subarray(0, whole.length - 1))).rejects.toMatchObject({ code: 'bad-input' })
    const flipped = Buffer.from(whole)
    flipped[whole.length >> 1]! ^= 1
    await expect(open(flipped)).rejects.toMatchObject({ code: 'bad-input' })
    await expect(open(gzipSync(whole).subarray(0, 1000))).rejects.toMatchObject({ code: 'bad-input' })
    const later = Buffer.from(whole)
    later.writeUInt32LE(2, 8)
    await expect(open(later)).rejects.toMatchObject({ code: 'unsupported' })
  })
})

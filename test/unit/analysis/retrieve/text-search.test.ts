import Database from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newScoreBoard } from '../../../../src/main/engine/analysis/retrieve/score-board.ts'
import { searchText } from '../../../../src/main/engine/analysis/retrieve/search-text.ts'
import { termSpans } from '../../../../src/main/engine/analysis/retrieve/term-spans.ts'
import { addTerm, emptyTermTable, findTerm } from '../../../../src/main/engine/analysis/retrieve/term-table.ts'
import { startTextIndex, type TextIndex } from '../../../../src/main/engine/analysis/retrieve/text-index.ts'
import { eachWord } from '../../../../src/main/engine/analysis/retrieve/words.ts'
import { golden } from './golden.ts'

function wordsOf(text: string): string[] {
  const words: string[] = []
  eachWord(text, (units, length) => words.push(String.fromCharCode(...units.subarray(0, length))))
  return words
}

function indexOf(texts: readonly string[]): TextIndex {
  const builder = startTextIndex()
  for (const text of texts) builder.add(text)
  return builder.finish()
}

function found(
  texts: readonly string[],
  query: string,
  options: { limit?: number; passing?: Uint32Array; commonShare?: number } = {},
) {
  const index = indexOf(texts)
  return searchText(newScoreBoard(index.documents), index, query, { limit: 100, ...options })
}

describe('words', () => {
  test('are what the full-text index of SQLite makes of spaced scripts', () => {
    const texts = [
      "Don't PANIC: naïve café, coöperate — 3.14 and e-mail_address@example.org",
      'Ελληνικά ΣΊΣΥΦΟΣ Σίσυφος, Привет МИР Ёлка',
      'Ça va? Ễtrange Ǻ ſtraße STRASSE ﬁn K',
      'العربية لغة · עברית · 한국어 문장 Հայերեն ქართული',
      'e\u0301te\u0301 A\u030angstro\u0308m',
    ]
    const db = new Database(':memory:')
    db.exec("CREATE VIRTUAL TABLE texts USING fts5(content, tokenize = 'unicode61 remove_diacritics 2')")
    db.exec('CREATE VIRTUAL TABLE words USING fts5vocab(texts, instance)')
    texts.forEach((text, at) => db.prepare('INSERT INTO texts (rowid, content) VALUES (?, ?)').run(at, text))
    const theirs = db.prepare('SELECT term FROM words WHERE doc = ? ORDER BY offset').pluck()
    texts.forEach((text, at) => expect(wordsOf(text)).toEqual(theirs.all(at)))
    db.close()
  })

  test('of scripts without spaces are characters and pairs of neighbours', () => {
    expect(wordsOf('東京都 に行く')).toEqual(['東', '京', '東京', '都', '京都', 'に', '行', 'に行', 'く', '行く'])
    expect(wordsOf('AI時代2')).toEqual(['ai', '時', '代', '時代', '2'])
    expect(wordsOf('𠮷野 𝐀')).toEqual(['𠮷', '野', '𠮷野', '𝐀'])
  })

  test('keep vowel signs, drop soft hyphens, and know no signs', () => {
    expect(wordsOf('हिन्दी co\u00adoperate 😀 ✓ \ud83d')).toEqual(['हिन्दी', 'cooperate'])
    expect(wordsOf(' \u0301 ')).toEqual([])
    expect(wordsOf('')).toEqual([])
  })

  test('know where they stand', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(0x10ffff)), (points) => {
        const text = String.fromCodePoint(...points)
        const places: [number, number][] = []
        eachWord(text, (_units, _length, _hash, start, end) => places.push([start, end]))
        let last = 0
        for (const [start, end] of places) {
          if (start < 0 || end <= start || end < last || end > text.length || wordsOf(text.slice(start, end)).length === 0)
            expect.fail(`${start}-${end} of ${JSON.stringify(text)}`)
          last = end
        }
      }),
    )
  })

  test('of a query are found in a text with their places', () => {
    const text = 'The CAFÉ, the e\u0301cole and the café'
    expect(termSpans(text, wordsOf('cafe école'))).toEqual([
      { term: 'cafe', start: 4, end: 8 },
      { term: 'ecole', start: 14, end: 20 },
      { term: 'cafe', start: 29, end: 33 },
    ])
    expect(termSpans(text, ['cafe'], 1)).toHaveLength(1)
    expect(termSpans(text, [])).toEqual([])
  })
})

describe('the table of terms', () => {
  test('numbers words in the order they come, and grows', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, maxLength: 3, unit: fc.constantFrom('a', 'b', 'c') })), (words) => {
        const table = emptyTermTable()
        const numbers = new Map<string, number>()
        for (const word of words) {
          if (!numbers.has(word)) numbers.set(word, numbers.size)
          eachWord(word, (units, length, hash) => expect(addTerm(table, units, length, hash)).toBe(numbers.get(word)))
        }
        expect(table.terms).toBe(numbers.size)
      }),
    )
    const table = emptyTermTable()
    const many = Array.from({ length: 10_000 }, (_, at) => `word${at * 7}`)
    for (const word of many) eachWord(word, (units, length, hash) => addTerm(table, units, length, hash))
    many.forEach((word, at) => eachWord(word, (units, length, hash) => expect(findTerm(table, units, length, hash)).toBe(at)))
    eachWord('unheard', (units, length, hash) => expect(findTerm(table, units, length, hash)).toBe(-1))
  })
})

describe('searchText', () => {
  test('scores as bm25s does by the method of Lucene', () => {
    for (const { query, scores } of golden.bm25) {
      const { ordinals, scores: ours } = found(golden.texts, query, { commonShare: 1 })
      expect(ordinals.length).toBe(scores.filter((score) => score > 0).length)
      ordinals.forEach((ordinal, at) => expect(ours[at]).toBeCloseTo(scores[ordinal]!, 5))
      expect([...ours]).toEqual([...ours].toSorted((a, b) => b - a))
    }
  })

  test('lets common words bring documents only while the rare ones bring too few', () => {
    const texts = Array.from({ length: 100 }, (_, at) => `the ${at % 20 === 0 ? 'heron' : 'duck'} ${at}`)
    const few = found(texts, 'the heron', { limit: 3 })
    expect([...few.ordinals]).toEqual([0, 20, 40])
    expect(few.scores[0]).toBeCloseTo(found(texts, 'the heron', { commonShare: 1 }).scores[0]!, 6)
    expect(found(texts, 'the heron', { limit: 50 }).ordinals.length).toBe(50)
    expect(found(texts, 'the').ordinals.length).toBe(100)
  })

  test('says which words it knows, lists no document without any, and keeps to those that pass', () => {
    const texts = ['a heron', '', 'a duck and a duck', 'heron heron']
    const { terms, ordinals } = found(texts, 'Heron, gryphon! heron')
    expect(terms.map(({ word, documents, times }) => [word, documents, times])).toEqual([
      ['heron', 2, 2],
      ['gryphon', 0, 1],
    ])
    expect([...ordinals]).toEqual([3, 0])
    expect([...found(texts, 'heron', { passing: Uint32Array.of(0, 1) }).ordinals]).toEqual([0])
    expect([...found(texts, 'heron', { passing: Uint32Array.of() }).ordinals]).toEqual([])
  })

  test('finds nothing in nothing, and does without words', () => {
    expect([...found([], 'heron').ordinals]).toEqual([])
    expect([...found(['', ''], 'heron').ordinals]).toEqual([])
    expect([...found(['a heron'], '?!').ordinals]).toEqual([])
    expect(found(['heron'], 'heron').scores[0]).toBeGreaterThan(0)
  })

  test('counts words as often as they come, in documents of any length', () => {
    const index = indexOf(['x '.repeat(300), `${'y '.repeat(3)}${Array.from({ length: 3000 }, (_, at) => `n${at}`).join(' ')}`])
    expect([...index.lengths]).toEqual([300, 3003])
    expect([...index.counts.subarray(0, 2)]).toEqual([255, 3])
    expect(index.terms.terms).toBe(3002)
    expect(index.bytes).toBeGreaterThan(5 * index.ordinals.length)
  })

  test('agrees with counting by hand', () => {
    const word = fc.constantFrom('a', 'b', 'c', 'd')
    const text = fc.array(word, { maxLength: 12 })
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 12 }), fc.uniqueArray(word, { minLength: 1 }), (documents, query) => {
        const mean = documents.flat().length / documents.length
        const byHand = documents.map((words) =>
          query.reduce((sum, term) => {
            const n = documents.filter((each) => each.includes(term)).length
            const f = words.filter((each) => each === term).length
            const idf = Math.log(1 + (documents.length - n + 0.5) / (n + 0.5))
            return f === 0 ? sum : sum + (idf * f) / (f + 1.2 * (0.25 + (0.75 * words.length) / mean))
          }, 0),
        )
        const texts = documents.map((words) => words.join(' '))
        const { ordinals, scores } = found(texts, query.join(' '), { commonShare: 1 })
        expect(ordinals.length).toBe(byHand.filter((score) => score > 0).length)
        ordinals.forEach((ordinal, at) => expect(scores[at]).toBeCloseTo(byHand[ordinal]!, 5))
      }),
      { numRuns: 40 },
    )
  })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { failureIn } from '../../../src/contract/failure.ts'
import { matchingOrdinals } from '../../../src/main/engine/store/document-filter.ts'
import { channelOf, documentOf, failureOf, importDocuments, importTexts, temporaryStore } from './temporary-store.ts'

const texts = [
  'The café was open.',
  'A CAFE, closed; openness matters',
  '日本語の文章です',
  'arrows → and 🙂 100% sure_thing C:\\path',
  'nothing here "quoted words" end',
  '',
]

test.each([
  ['cafe', [0, 1]],
  ['CAFÉ', [0, 1]],
  ['open', [0]],
  ['open*', [0, 1]],
  ['cafe open', [0]],
  ['open cafe', [0]],
  ['文章', [2]],
  ['→', [3]],
  ['🙂', [3]],
  ['"100% s"', [3]],
  ['"100_ s"', []],
  ['"e_t"', [3]],
  ['C:\\path', [3]],
  ['"\\path"', [3]],
  ['here "quot', [4]],
  ['“QUOTED WORDS”', [4]],
  ['end "here"', [4]],
  ['NOT cafe', []],
  ['NOT', []],
  ['cafe OR nothing', []],
  ['content:cafe', []],
  ['', [0, 1, 2, 3, 4, 5]],
  ['  ""  ', [0, 1, 2, 3, 4, 5]],
])('the search %j finds %j', (text, expected) => {
  const { db } = temporaryStore()
  const corpus = importTexts(db, 'films', texts)
  const filter = { corpus: corpus.corpus, channels: [channelOf(corpus)], text }
  expect(Array.from(matchingOrdinals(db, filter))).toEqual(expected)
})

test('no search, however hostile, is taken as syntax or fails otherwise than in a sentence', () => {
  const { db } = temporaryStore()
  const corpus = importTexts(db, 'films', texts)
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc
      .array(
        fc.constantFrom(
          '"',
          '*',
          '(',
          ')',
          'AND',
          'OR',
          'NOT',
          'NEAR(',
          '^',
          ':',
          '-',
          '+',
          "'",
          '\\',
          '%',
          '_',
          '\0',
          'a',
          ' ',
          '{',
          '}',
        ),
        {
          maxLength: 30,
        },
      )
      .map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(hostile, (text) => {
      const filter = { corpus: corpus.corpus, channels: [channelOf(corpus)], text }
      try {
        expect(matchingOrdinals(db, filter).length).toBeLessThanOrEqual(texts.length)
      } catch (error) {
        expect(failureIn(error)?.code).toBe('bad-input')
      }
    }),
    { numRuns: 300 },
  )
})

test('a search of absurd length is refused in a sentence', () => {
  const { db } = temporaryStore()
  const corpus = importTexts(db, 'films', texts)
  for (const text of ['a '.repeat(100), 'a-'.repeat(5000)]) {
    expect(failureOf(() => matchingOrdinals(db, { corpus: corpus.corpus, channels: [channelOf(corpus)], text })).code).toBe(
      'bad-input',
    )
  }
})

test('words and substrings agree with a look at every text', () => {
  const { db } = temporaryStore()
  const word = fc.constantFrom('ab', 'abc', 'b', 'cab', 'c')
  let salt = 0
  fc.assert(
    fc.property(fc.array(fc.array(word, { maxLength: 6 }), { maxLength: 12 }), word, word, (all, one, part) => {
      salt += 1
      const corpus = importTexts(
        db,
        `c${salt}`,
        all.map((words) => words.join(' ')),
      )
      const filter = { corpus: corpus.corpus, channels: [channelOf(corpus)], text: `${one} "${part}"` }
      const expected = all.flatMap((words, at) => (words.includes(one) && words.join(' ').includes(part) ? [at] : []))
      expect(Array.from(matchingOrdinals(db, filter))).toEqual(expected)
    }),
    { numRuns: 40 },
  )
})

test('metadata that equal are found, whatever names and values are', () => {
  const { db } = temporaryStore()
  const value = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
  )
  const name = fc.oneof(
    fc.constantFrom('a', 'a"b', "a'b", 'a.b', '$', '[0]', 'a\\b', '#-1', '', ' ', 'é\n', '__proto__'),
    fc.string({ unit: 'grapheme' }),
  )
  let salt = 0
  fc.assert(
    fc.property(fc.array(fc.tuple(name, value), { minLength: 1, maxLength: 6 }), (cells) => {
      salt += 1
      const documents = cells.map(([column, cell], at) => {
        return documentOf(at + 1, 'x', { metadata: Object.fromEntries([[column, cell]]) })
      })
      const corpus = importDocuments(db, `c${salt}`, documents)
      cells.forEach(([column, cell], at) => {
        const where = Object.fromEntries([[column, typeof cell === 'string' ? cell : JSON.stringify(cell)]])
        const found = matchingOrdinals(db, { corpus: corpus.corpus, channels: [], where })
        expect(Array.from(found)).toContain(at)
      })
    }),
    { numRuns: 100 },
  )
})

test('a word and metadata must both hold', () => {
  const { db } = temporaryStore()
  const documents = ['red fish', 'red bird', 'blue fish'].map((text, at) => {
    return documentOf(at + 1, text, { metadata: { year: 2000 + at, kind: text.split(' ')[1] } })
  })
  const corpus = importDocuments(db, 'animals', documents)
  const found = (text: string, where: Record<string, string>): number[] =>
    Array.from(matchingOrdinals(db, { corpus: corpus.corpus, channels: [channelOf(corpus)], text, where }))
  expect(found('red', { kind: 'fish' })).toEqual([0])
  expect(found('', { year: '2001' })).toEqual([1])
  expect(found('fish', { kind: 'fish', year: '2002' })).toEqual([2])
  expect(found('', { missing: 'null' })).toEqual([0, 1, 2])
  expect(found('', { kind: '2000' })).toEqual([])
})

test('another corpus with the same words is not looked into', () => {
  const { db } = temporaryStore()
  const first = importTexts(db, 'first', ['same', 'other'])
  const second = importTexts(db, 'second', ['other', 'same'])
  const found = [first, second].map(({ corpus, channels }) =>
    Array.from(matchingOrdinals(db, { corpus, channels: channels.map((each) => each.channel), text: 'same' })),
  )
  expect(found).toEqual([[0], [1]])
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { channelTexts, columnValues, documentIds } from '../../../src/main/engine/store/column-values.ts'
import { channelOf, documentOf, importDocuments, importTexts, temporaryStore } from './temporary-store.ts'

describe('a column', () => {
  test('has the value of each document in order, as text, and null where there is none', () => {
    const { db } = temporaryStore()
    importTexts(db, 'before', ['another corpus'])
    const values: unknown[] = ['a', '', 7, 2.5, true, false, null, [1, 'b'], { c: null }, 'true', '7', undefined]
    const corpus = importDocuments(
      db,
      'numbers',
      values.map((value, at) =>
        documentOf(at + 1, 'text', { metadata: value === undefined ? {} : { 'a "b".c': value, other: 'x' } }),
      ),
    )
    importTexts(db, 'after', ['a third'])
    expect(columnValues(db, corpus.corpus, 'a "b".c')).toEqual([
      'a',
      '',
      '7',
      '2.5',
      'true',
      'false',
      null,
      '[1,"b"]',
      '{"c":null}',
      'true',
      '7',
      null,
    ])
    expect(columnValues(db, corpus.corpus, 'a')).toEqual(values.map(() => null))
  })

  test('of texts is what was imported, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 20 }), (words) => {
        const { db } = temporaryStore()
        const documents = words.map((word, at) => documentOf(at + 1, 'text', { metadata: { word } }))
        const { corpus } = importDocuments(db, 'words', documents)
        expect(columnValues(db, corpus, 'word')).toEqual(words)
      }),
      { numRuns: 10 },
    )
  })
})

test('ids and texts come in the order of the documents, of one corpus, over several pages', () => {
  const { db } = temporaryStore()
  importTexts(db, 'before', ['another corpus'])
  const texts = Array.from({ length: 600 }, (_, at) => (at % 5 === 0 ? '' : `text ${at}`))
  const corpus = importTexts(db, 'many', texts)
  importTexts(db, 'after', ['a third'])
  expect(documentIds(db, corpus.corpus)).toEqual(texts.map((_, at) => `d${at + 1}`))
  expect([...channelTexts(db, channelOf(corpus))]).toEqual(texts.map((content, ordinal) => ({ ordinal, content })))
})

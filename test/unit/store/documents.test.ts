import fc from 'fast-check'
import { expect, test } from 'vitest'
import { documentById, documentByOrdinal, documentsFrom, textOf, textsFrom } from '../../../src/main/engine/store/documents.ts'
import { metadataColumns } from '../../../src/main/engine/store/metadata-columns.ts'
import { pairedOrdinals } from '../../../src/main/engine/store/paired-ordinals.ts'
import { beginImport, commitDocuments } from '../../../src/main/engine/store/imports.ts'
import { channelOf, documentOf, importDocuments, importOf, importTexts, temporaryStore } from './temporary-store.ts'

test('documents and texts are had by ordinal, by range and by id', () => {
  const { db } = temporaryStore()
  importTexts(db, 'before', ['x', 'y', 'z'])
  const corpus = importTexts(db, 'films', ['zero', 'one', 'two', 'three'])
  importTexts(db, 'after', ['x', 'y', 'z'])
  const channel = channelOf(corpus)
  expect(documentById(db, corpus.corpus, 'd3')).toMatchObject({ ordinal: 2, row: 3 })
  expect(documentById(db, corpus.corpus, 'd9')).toBe(null)
  expect(documentByOrdinal(db, corpus.corpus, 4)).toBe(null)
  expect(documentsFrom(db, corpus.corpus, 1, 2).map((each) => each.ordinal)).toEqual([1, 2])
  expect(textsFrom(db, channel, 2, 100)).toEqual(['two', 'three'])
  expect([3, 9].map((ordinal) => textOf(db, channel, ordinal))).toEqual(['three', null])
  expect(textOf(db, channel, 0)).toBe('zero')
})

test('documents of two corpora are paired by id', () => {
  const { db } = temporaryStore()
  const ids = fc.uniqueArray(fc.integer({ min: 0, max: 12 }), { maxLength: 12 })
  let salt = 0
  fc.assert(
    fc.property(ids, ids, (a, b) => {
      salt += 1
      const [first, second] = [a, b].map((side, which) =>
        importDocuments(
          db,
          `${salt} ${which}`,
          side.map((id, at) => documentOf(at + 1, 'x', { id: String(id) })),
        ),
      )
      const pairs = pairedOrdinals(db, first?.corpus ?? 0, second?.corpus ?? 0)
      const expected = a.flatMap((id, at) => (b.includes(id) ? [[at, b.indexOf(id)]] : []))
      expect(Array.from(pairs.first, (at, row) => [at, pairs.second[row]])).toEqual(expected)
    }),
    { numRuns: 40 },
  )
})

test('metadata columns are counted the same in one batch or in many', () => {
  const { db } = temporaryStore()
  const rows = Array.from({ length: 200 }, (_, at) =>
    documentOf(at + 1, 'x', {
      metadata: {
        topic: `t${at % 3}`,
        serial: at,
        long: 'x'.repeat(300),
        flag: at % 2 === 0,
        nested: { at },
        ...(at % 4 === 0 ? { rare: null, mixed: at } : { rare: [at], mixed: 'text' }),
      },
    }),
  )
  const whole = importDocuments(db, 'whole', rows)
  const { corpus } = beginImport(db, importOf('parts'))
  for (let at = 0; at < rows.length; at += 7)
    commitDocuments(db, corpus, { documents: rows.slice(at, at + 7), problems: [] }, at + 7)
  const columns = metadataColumns(db, whole.corpus)
  expect(metadataColumns(db, corpus)).toEqual(columns)
  expect(columns.map(({ name, kind, filled, complete }) => [name, kind, filled, complete])).toEqual(
    [
      ['topic', 'text', 200, true],
      ['serial', 'number', 200, false],
      ['long', 'text', 200, false],
      ['flag', 'boolean', 200, true],
      ['nested', 'object', 200, false],
      ['mixed', 'mixed', 200, true],
      ['rare', 'list', 150, false],
    ].map((row) => (row[0] === 'mixed' ? ['mixed', 'mixed', 200, columns.find((each) => each.name === 'mixed')?.complete] : row)),
  )
  expect(columns[0]?.values).toEqual([
    { value: 't0', documents: 67 },
    { value: 't1', documents: 67 },
    { value: 't2', documents: 66 },
  ])
  expect(columns[1]?.values).toHaveLength(50)
})

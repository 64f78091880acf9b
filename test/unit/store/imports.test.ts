import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { corpusByName, importByName, listCorpora } from '../../../src/main/engine/store/corpora.ts'
import { documentById, documentsFrom, textOf, textsFrom } from '../../../src/main/engine/store/documents.ts'
import { importProblems } from '../../../src/main/engine/store/import-problems.ts'
import { beginImport, commitDocuments, discardImport, finishImport } from '../../../src/main/engine/store/imports.ts'
import { matchingOrdinals } from '../../../src/main/engine/store/document-filter.ts'
import { channelOf, documentOf, importDocuments, importOf, importTexts, keepHouse, temporaryStore } from './temporary-store.ts'

test('documents come back as they were given', () => {
  const { db } = temporaryStore()
  const metadata = {
    topic: 'a "b" \\ c',
    n: 1.5,
    ok: true,
    nothing: null,
    big: 12345678901234567890n,
    list: [1, 'x'],
    __proto__: 3,
  }
  const text = 'Ünïcödé 🙂\0 漢字\r\n\ttabs '
  const corpus = importDocuments(db, 'films', [documentOf(7, text, { id: 'an id', metadata })])
  expect(textOf(db, channelOf(corpus), 0)).toBe(text)
  const document = documentById(db, corpus.corpus, 'an id')
  expect(document).toMatchObject({
    ordinal: 0,
    row: 7,
    id: 'an id',
    metadata: { topic: 'a "b" \\ c', n: 1.5, ok: true, list: [1, 'x'] },
  })
  expect(document?.metadata['big']).toBe('12345678901234567890')
  const said = JSON.stringify([['text', text]])
  expect(document?.contentHash).toEqual(createHash('sha256').update(said).digest().subarray(0, 16))
})

test('text of any kind keeps its length in UTF-16 units; a lone half of a pair becomes the replacement character', () => {
  const { db } = temporaryStore()
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 5 }), fc.nat(), (texts, salt) => {
      const corpus = importTexts(db, `any ${salt}`, texts, JSON.stringify(texts))
      expect(textsFrom(db, channelOf(corpus), 0, 10)).toEqual(texts.map((text) => text.toWellFormed()))
    }),
    { numRuns: 30 },
  )
})

test('an id that is taken is kept with its row behind it, and said', () => {
  const { db } = temporaryStore()
  const rows = [1, 2, 3].map((row) => documentOf(row, `text ${row}`, { id: 'same' }))
  const corpus = importDocuments(db, 'films', [...rows, documentOf(4, 'x', { id: 'same (row 2)' })])
  expect(corpus).toMatchObject({ documents: 4, skipped: 0, notices: 3 })
  expect(documentsFrom(db, corpus.corpus, 0, 9).map((document) => document.id)).toEqual([
    'same',
    'same (row 2)',
    'same (row 3)',
    'same (row 2) (row 4)',
  ])
  const notices = importProblems(db, corpus.corpus, { offset: 0, limit: 10, kept: true })
  expect(notices.total).toBe(3)
  expect(notices.problems[0]).toEqual({
    row: 2,
    file: 'films.jsonl',
    reason: 'the id "same" is that of an earlier row; kept as "same (row 2)"',
  })
})

test('problems are all counted, and the first 10,000 stored', () => {
  const { db } = temporaryStore()
  const { corpus } = beginImport(db, importOf('films'))
  const problems = (from: number): { row: number; file: string; reason: string }[] =>
    Array.from({ length: 6000 }, (_, at) => ({ row: from + at, file: 'films.jsonl', reason: 'no text' }))
  commitDocuments(db, corpus, { documents: [documentOf(1, 'x')], problems: problems(2) }, 6001)
  commitDocuments(db, corpus, { documents: [], problems: problems(6002) }, 12_001)
  const { total, problems: page } = importProblems(db, corpus, { offset: 9_998, limit: 100 })
  expect(total).toBe(12_000)
  expect(page.map((problem) => problem.row)).toEqual([10_000, 10_001])
})

test('an import goes on after the last committed row, when it is of the same', () => {
  const { db } = temporaryStore()
  const begun = beginImport(db, importOf('films'))
  commitDocuments(db, begun.corpus, { documents: [documentOf(1, 'one')], problems: [] }, 5)
  expect(beginImport(db, importOf('films'))).toMatchObject({ corpus: begun.corpus, rowsRead: 5, documents: 1 })
  expect(corpusByName(db, 'films')).toBe(null)
  const changed = beginImport(db, importOf('films', 'another fingerprint'))
  expect(changed).toMatchObject({ rowsRead: 0, documents: 0 })
  expect(changed.corpus).not.toBe(begun.corpus)
  expect(importByName(db, 'films')?.corpus).toBe(changed.corpus)
})

test('a re-import stands beside the ready corpus and takes its place at once', () => {
  const { db } = temporaryStore()
  const old = importTexts(db, 'films', ['old one', 'old two'])
  const again = beginImport(db, importOf('films', 'second'))
  commitDocuments(db, again.corpus, { documents: [documentOf(1, 'new')], problems: [] }, 1)
  expect(listCorpora(db).map(({ corpus, state }) => [corpus, state])).toEqual([
    [again.corpus, 'importing'],
    [old.corpus, 'ready'],
  ])
  expect(corpusByName(db, 'films')?.documents).toBe(2)
  finishImport(db, again.corpus)
  expect(listCorpora(db)).toMatchObject([{ corpus: again.corpus, state: 'ready', fingerprint: 'second', documents: 1 }])
  keepHouse(db)
  expect(textsFrom(db, channelOf(again), 0, 9)).toEqual(['new'])
  expect(textsFrom(db, channelOf(old), 0, 9)).toEqual([])
})

test('a discarded import leaves nothing, and the ready corpus alone', () => {
  const { db } = temporaryStore()
  const old = importTexts(db, 'films', ['old'])
  const { corpus } = beginImport(db, importOf('films', 'second'))
  discardImport(db, corpus)
  keepHouse(db)
  expect(listCorpora(db).map((each) => each.corpus)).toEqual([old.corpus])
  expect(db.prepare('SELECT count(*) FROM channels').pluck().get()).toBe(1)
})

test('channels of one corpus are read and searched apart', () => {
  const { db } = temporaryStore()
  const channels = ['prompt', 'response'].map((name) => ({ name, field: name, role: null }))
  const begun = beginImport(db, { ...importOf('chats'), channels })
  const documents = [1, 2].map((row) => documentOf(row, '', { texts: [`question ${row}`, `answer ${row}`] }))
  commitDocuments(db, begun.corpus, { documents, problems: [] }, 2)
  const corpus = finishImport(db, begun.corpus)
  const [prompt, response] = [channelOf(corpus, 0), channelOf(corpus, 1)]
  expect(textsFrom(db, prompt, 0, 9)).toEqual(['question 1', 'question 2'])
  expect(textsFrom(db, response, 0, 9)).toEqual(['answer 1', 'answer 2'])
  const found = (channelsAsked: number[], text: string): number[] =>
    Array.from(matchingOrdinals(db, { corpus: corpus.corpus, channels: channelsAsked, text }))
  expect(found([prompt], 'answer')).toEqual([])
  expect(found([prompt, response], '2')).toEqual([1])
})

test('a batch that cannot be written whole is not written at all', () => {
  const { db } = temporaryStore()
  const { corpus } = beginImport(db, importOf('films'))
  const wrong = documentOf(2, 'two', { texts: ['one', 'too many'] })
  expect(() => commitDocuments(db, corpus, { documents: [documentOf(1, 'one'), wrong], problems: [] }, 2)).toThrow('row 2')
  expect(beginImport(db, importOf('films'))).toMatchObject({ documents: 0, rowsRead: 0 })
})

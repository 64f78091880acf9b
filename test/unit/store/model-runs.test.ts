import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stages } from '../../../src/contract/language-models.ts'
import { answerOf, keepAnswer } from '../../../src/main/engine/store/answers.ts'
import { addLedgerEntry, ledgerRows, spentBy, usageHistory } from '../../../src/main/engine/store/ledger.ts'
import {
  beginModelRun,
  endModelRun,
  listModelRuns,
  modelRunById,
  recordProgress,
  resumeModelRun,
  stopModelRun,
} from '../../../src/main/engine/store/model-runs.ts'
import { useDocuments } from '../../../src/main/engine/store/label-documents.ts'
import { reserveDocuments } from '../../../src/main/engine/store/reserved-documents.ts'
import { paidRecords } from '../../../src/main/engine/store/paid-records.ts'
import type { History, Records } from '../../../src/main/engine/language-model/records.ts'
import { closeStore, openStoreForWriting } from '../../../src/main/engine/store/open-store.ts'
import { addLabels } from '../../support/add-labels.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { entryOf, runOf, saying } from './label-records.ts'
import { failureOf, lensNumber, temporaryStore } from './temporary-store.ts'

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest()
const answer = { text: '{"label": "numbers"}', model: 'm', refused: false, inputTokens: 100, outputTokens: null }

test('a plan that is confirmed twice is one run', () => {
  const { db } = temporaryStore()
  const run = runOf(db, 'p1')
  expect(run).toMatchObject({ planId: 'p1', state: 'running', progress: null, reason: null, settings: { seed: 1 }, endedAt: null })
  recordProgress(db, run.run, { done: 7 })
  expect(runOf(db, 'p1')).toEqual({ ...run, progress: { done: 7 } })
  expect(runOf(db, 'p2').run).not.toBe(run.run)
  expect(listModelRuns(db).map((each) => each.planId)).toEqual(['p2', 'p1'])
})

test('a run that was killed or stopped is gone on with, one that ended is not', () => {
  const folder = temporaryFolder()
  const first = openStoreForWriting(folder)
  const { run } = runOf(first)
  recordProgress(first, run, { latents: [1, 2] })
  closeStore(first)

  const db = openStoreForWriting(folder)
  expect(modelRunById(db, run)).toMatchObject({ state: 'running', progress: { latents: [1, 2] } })
  expect(resumeModelRun(db, run, 12, { tokens: 500 })).toMatchObject({ state: 'running', job: 12, budget: { tokens: 500 } })
  stopModelRun(db, run, 'The budget of 500 tokens is used up.')
  expect(modelRunById(db, run)).toMatchObject({ state: 'stopped', reason: 'The budget of 500 tokens is used up.' })
  expect(resumeModelRun(db, run, 13, {})).toMatchObject({ state: 'running', reason: null, budget: {} })
  endModelRun(db, run, 'done')
  stopModelRun(db, run, 'too late')
  expect(modelRunById(db, run)).toMatchObject({ state: 'done', reason: null })
  expect(failureOf(() => resumeModelRun(db, run, 14, {}))).toMatchObject({ code: 'conflict' })
  expect(failureOf(() => modelRunById(db, 99))).toMatchObject({ code: 'not-found' })
  closeStore(db)
})

test('what needs no endpoint is a run as well', () => {
  const { db } = temporaryStore()
  const plan = { planId: 's', kind: 'statistics', endpoint: null, model: null, plan: null, settings: undefined, budget: {} }
  expect(beginModelRun(db, plan)).toMatchObject({ endpoint: null, model: null, plan: null, settings: null })
})

test('an answer is kept once, the first', () => {
  const { db } = temporaryStore()
  expect(answerOf(db, hashOf('a'))).toBe(null)
  keepAnswer(db, hashOf('a'), answer)
  keepAnswer(db, hashOf('a'), { ...answer, text: 'another' })
  expect(answerOf(db, hashOf('a'))).toEqual(answer)
  keepAnswer(db, hashOf('b'), { ...answer, refused: true })
  expect(answerOf(db, hashOf('b'))?.refused).toBe(true)
  expect(() => keepAnswer(db, Buffer.from('short'), answer)).toThrow('CHECK')
  expect(() => db.exec(`UPDATE answers SET text = 'x'`)).toThrow('stay as they were given')
})

test('the ledger sums what was charged, apart by currency, and counts tries by what came of them', () => {
  const { db } = temporaryStore()
  const { run } = runOf(db)
  const priced = { run, currency: 'USD', cost: 0.25 }
  addLedgerEntry(db, entryOf(priced))
  addLedgerEntry(db, entryOf({ ...priced, outcome: 'broken-answer', inputTokens: 50, estimated: true }))
  addLedgerEntry(db, entryOf({ ...priced, outcome: 'rate-limited', inputTokens: 0, outputTokens: 0, cost: 0 }))
  addLedgerEntry(db, entryOf({ ...priced, outcome: 'reused', inputTokens: 0, outputTokens: 0, cost: 0 }))
  addLedgerEntry(db, entryOf({ run, stage: 'score' }))
  addLedgerEntry(db, entryOf({ stage: 'check' }))
  const labelled = {
    stage: 'label',
    endpoint: 'here',
    model: 'm',
    calls: 2,
    failed: { 'broken-answer': 1, 'rate-limited': 1 },
    reused: 1,
    inputTokens: 150,
    outputTokens: 20,
    estimated: true,
    cost: 0.5,
    currency: 'USD',
  }
  const scored = { stage: 'score', calls: 1, failed: {}, reused: 0, inputTokens: 100, estimated: false, cost: null, currency: null }
  expect(ledgerRows(db, run)).toMatchObject([labelled, scored])
  expect(ledgerRows(db)).toMatchObject([labelled, scored, { stage: 'check', calls: 1 }])
  expect(ledgerRows(db, 99)).toEqual([])
  expect(spentBy(db, run)).toEqual({ tokens: 280, cost: 0.5 })
  expect(spentBy(db, 99)).toEqual({ tokens: 0, cost: 0 })
})

test('estimates learn from what an endpoint reported, never from estimates or failures', () => {
  const { db } = temporaryStore()
  addLedgerEntry(db, entryOf({ inputTokens: 120 }))
  addLedgerEntry(db, entryOf({ inputTokens: 130, seconds: 1.5 }))
  addLedgerEntry(db, entryOf({ stage: 'score', inputTokens: 50, countedTokens: 60 }))
  addLedgerEntry(db, entryOf({ estimated: true }))
  addLedgerEntry(db, entryOf({ outcome: 'refused' }))
  addLedgerEntry(db, entryOf({ inputTokens: 9 }))
  addLedgerEntry(db, entryOf({ inputTokens: 900 }))
  addLedgerEntry(db, entryOf({ model: 'other' }))
  expect(usageHistory(db, 'here', 'm')).toEqual({
    reportedTokens: 300,
    countedTokens: 241,
    stages: { label: { calls: 2, outputTokens: 20, seconds: 2 }, score: { calls: 1, outputTokens: 10, seconds: 0.5 } },
  })
  expect(usageHistory(db, 'nowhere', 'm')).toEqual({ reportedTokens: 0, countedTokens: 0, stages: {} })
})

test('an answer and its entry are written together or not at all', () => {
  const { db } = temporaryStore()
  const { run } = runOf(db)
  const records: Records = paidRecords(db, run)
  const { run: _, ...entry } = entryOf()
  const pay = (text: string): void => {
    records.answers.put(hashOf(text), answer)
    records.ledger.add({ ...entry, outcome: 'answered' })
  }
  records.together(() => pay('a'))
  expect(() =>
    records.together(() => {
      pay('b')
      throw new Error('killed')
    }),
  ).toThrow('killed')
  expect([records.answers.get(hashOf('a')), records.answers.get(hashOf('b'))]).toEqual([answer, null])
  expect(ledgerRows(db, run)).toMatchObject([{ calls: 1 }])
  const history: History = usageHistory(db, 'here', 'm')
  expect(history.countedTokens).toBe(90.5)
})

test('rows of the ledger add up to its entries, however they are grouped', () => {
  const { db } = temporaryStore()
  const entry = fc.record({
    stage: fc.constantFrom(...stages),
    endpoint: fc.constantFrom('a', 'b'),
    model: fc.constantFrom('m', 'n'),
    outcome: fc.constantFrom('answered', 'reused', 'timed-out', 'refused'),
    inputTokens: fc.nat({ max: 1000 }),
    outputTokens: fc.nat({ max: 1000 }),
    estimated: fc.boolean(),
  })
  let salt = 0
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 25 }), (entries) => {
      salt += 1
      const { run } = runOf(db, `plan ${salt}`)
      for (const each of entries) addLedgerEntry(db, entryOf({ ...each, run }))
      const rows = ledgerRows(db, run)
      const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
      expect(sum(rows.map((row) => row.inputTokens))).toBe(sum(entries.map((each) => each.inputTokens)))
      expect(sum(rows.map((row) => row.outputTokens))).toBe(sum(entries.map((each) => each.outputTokens)))
      expect(sum(rows.map((row) => row.calls + sum(Object.values(row.failed))))).toBe(entries.length)
      expect(spentBy(db, run).tokens).toBe(sum(entries.map((each) => each.inputTokens + each.outputTokens)))
      expect(new Set(rows.map((row) => `${row.stage} ${row.endpoint} ${row.model}`)).size).toBe(rows.length)
    }),
    { numRuns: 30 },
  )
})

test('records are only ever added to', () => {
  const { db } = temporaryStore()
  const { run } = runOf(db)
  const lens = lensNumber(db)
  addLedgerEntry(db, entryOf({ run }))
  reserveDocuments(db, run, 'judging', [saying('a')])
  useDocuments(db, lens, 1, 'scoring', [saying('a')])
  addLabels(db, [
    { lens, latent: 1, text: 'x', notes: '', origin: 'import', author: 'f', source: { scoreMethod: null, examples: ['y'] } },
  ])
  for (const table of ['ledger_entries', 'reserved_documents', 'label_documents', 'label_sources']) {
    expect(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(1)
    const [column] = db.prepare(`SELECT name FROM pragma_table_info('${table}')`).pluck().all() as string[]
    expect(() => db.exec(`UPDATE ${table} SET ${column ?? ''} = ${column ?? ''}`)).toThrow('append-only')
    expect(() => db.exec(`DELETE FROM ${table}`)).toThrow('append-only')
  }
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { acceptSeen, acceptUnseen } from '../../../src/main/engine/store/label-acceptance.ts'
import {
  candidateById,
  candidateEvidence,
  candidateOfLabel,
  candidatesOf,
  candidatesOfRun,
  openCandidates,
} from '../../../src/main/engine/store/label-candidates.ts'
import { addLabel, revertLabel } from '../../../src/main/engine/store/label-changes.ts'
import { useDocuments, usedDocuments, type DocumentPurpose } from '../../../src/main/engine/store/label-documents.ts'
import { currentLabel, labelHistory } from '../../../src/main/engine/store/labels.ts'
import { endModelRun } from '../../../src/main/engine/store/model-runs.ts'
import { documentsKeptForJudging, reserveDocuments } from '../../../src/main/engine/store/reserved-documents.ts'
import { setWithdrawn } from '../../../src/main/engine/store/label-withdrawals.ts'
import { candidateOf, runOf, saying, scoreOf } from './label-records.ts'
import { failureOf, lensNumber, temporaryStore } from './temporary-store.ts'

test('a proposal is kept with all that it rests on, and a request sent twice makes one', () => {
  const { db } = temporaryStore()
  const lens = lensNumber(db)
  const { run } = runOf(db)
  const examples = [{ corpus: 'films', document: 'd1', text: 'two and three', activations: Float32Array.of(0, 1.5) }]
  const documents = [saying('two and three'), saying('two and three ')]
  const candidate = candidateOf(db, { lens, latent: 1, run, examples, documents, requestId: 'c1' })
  expect(candidateOf(db, { lens, latent: 1, run, text: 'changed since', requestId: 'c1' })).toEqual(candidate)
  expect(candidate).toMatchObject({ state: 'open', text: 'numbers', promptName: 'label', contextLabel: null })
  expect(candidateEvidence(db, candidate.candidate)).toEqual({ examples, documents })
  const other = candidateOf(db, { lens, latent: 1, run, text: 'digits', documents })
  candidateOf(db, { lens, latent: 2 })
  expect(candidatesOf(db, lens, 1).map((each) => each.text)).toEqual(['digits', 'numbers'])
  expect(candidatesOfRun(db, run).map((each) => each.candidate)).toEqual([candidate.candidate, other.candidate])
  expect([...openCandidates(db, lens)]).toEqual([
    [1, 2],
    [2, 1],
  ])
  expect(failureOf(() => candidateById(db, 99))).toMatchObject({ code: 'not-found' })
})

test('accepted word for word it is the machine’s version, edited a person’s; both are traced to it', () => {
  const { db } = temporaryStore()
  const lens = lensNumber(db)
  const { candidate } = candidateOf(db, { lens, latent: 1 })
  scoreOf(db, { candidate })
  const accepted = acceptSeen(db, candidate, { author: 'me', wording: { text: 'numbers', notes: '' } })
  expect(accepted).toMatchObject({ origin: 'language-model', author: 'm', score: 0.8, current: true, change: 'accepted by me' })
  expect(candidateById(db, candidate).state).toBe('accepted')

  const second = candidateOf(db, { lens, latent: 1, text: 'digits' }).candidate
  const edited = acceptSeen(db, second, { author: 'me', wording: { text: 'written digits', notes: 'why' } })
  expect(edited).toMatchObject({ origin: 'person', author: 'me', score: null, change: 'edited from what m proposed', notes: 'why' })
  expect(candidateById(db, second).state).toBe('edited')
  expect(candidateOfLabel(db, edited.id)?.candidate).toBe(second)
  expect(candidateOfLabel(db, revertLabel(db, accepted.id, { author: 'me' }).id)?.candidate).toBe(candidate)

  const third = candidateOf(db, { lens, latent: 1, text: 'numerals' }).candidate
  const taken = acceptSeen(db, third, { author: 'me', requestId: 'again' })
  expect(taken).toMatchObject({ origin: 'person', text: 'numerals', current: true, change: 'taken over from m' })
  expect(acceptSeen(db, third, { author: 'me', requestId: 'again' }).id).toBe(taken.id)
  const own = addLabel(db, { lens, latent: 1, text: 'mine', notes: '', origin: 'person', author: 'me' })
  expect(candidateOfLabel(db, own.id)).toBe(null)
})

test('accepted by nobody it never stands above a person, nor comes back after one took it away', () => {
  const { db } = temporaryStore()
  const lens = lensNumber(db)
  addLabel(db, { lens, latent: 1, text: 'mine', notes: '', origin: 'person', author: 'me' })
  const { candidate } = candidateOf(db, { lens, latent: 1 })
  expect(acceptUnseen(db, candidate)).toMatchObject({ origin: 'language-model', current: false })
  expect(currentLabel(db, lens, 1)?.text).toBe('mine')
  acceptUnseen(db, candidate)
  expect(labelHistory(db, lens, 1)).toHaveLength(2)

  const other = candidateOf(db, { lens, latent: 2 }).candidate
  const version = acceptUnseen(db, other)
  setWithdrawn(db, version?.id ?? 0, true, 'test')
  expect(acceptUnseen(db, other)).toMatchObject({ id: version?.id, current: false })
  expect(currentLabel(db, lens, 2)).toBe(null)
})

test('of a proposal only the state changes, and none is deleted', () => {
  const { db } = temporaryStore()
  candidateOf(db, { lens: lensNumber(db), latent: 1 })
  expect(() => db.exec(`UPDATE label_candidates SET text = 'y'`)).toThrow('only the state')
  expect(() => db.exec(`UPDATE label_candidates SET state = 'lost'`)).toThrow('CHECK')
  expect(() => db.exec('DELETE FROM label_candidates')).toThrow('append-only')
})

test('a document serves one purpose of a latent, whatever is asked in whatever order', () => {
  const { db } = temporaryStore()
  const lens = lensNumber(db)
  const purposes = ['making', 'scoring', 'third'] as const
  const use = fc.record({
    purpose: fc.constantFrom(...purposes),
    documents: fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 4 }),
  })
  let latent = 0
  fc.assert(
    fc.property(fc.array(use, { maxLength: 12 }), (uses) => {
      latent += 1
      const model = new Map<number, DocumentPurpose>()
      for (const { purpose, documents } of uses) {
        const isFree = documents.every((each) => (model.get(each) ?? purpose) === purpose)
        const act = (): void =>
          useDocuments(
            db,
            lens,
            latent,
            purpose,
            documents.map((each) => saying(String(each))),
          )
        if (isFree) act()
        else expect(act).toThrow('was drawn for')
        if (isFree) for (const each of documents) model.set(each, purpose)
      }
      for (const purpose of purposes) {
        const expected = [...model].filter(([, each]) => each === purpose).map(([each]) => saying(String(each)).toString('hex'))
        const used = usedDocuments(db, lens, latent, purpose).map(({ hash }) => Buffer.from(hash).toString('hex'))
        expect(used.sort()).toEqual(expected.sort())
      }
      expect(usedDocuments(db, lens, latent)).toHaveLength(model.size)
    }),
    { numRuns: 40 },
  )
})

test('what is kept for judging makes no label until its run has ended', () => {
  const { db } = temporaryStore()
  const lens = lensNumber(db)
  const { run } = runOf(db)
  reserveDocuments(db, run, 'judging', [saying('b'), saying('a')])
  reserveDocuments(db, run, 'judging', [saying('a')])
  reserveDocuments(db, run, 'discovery', [saying('c')])
  expect(() => reserveDocuments(db, run, 'discovery', [saying('d'), saying('a')])).toThrow('two roles')
  expect(documentsKeptForJudging(db)).toEqual([saying('a'), saying('b')].sort(Buffer.compare))
  const wanted = { lens, latent: 1, documents: [saying('c'), saying('a')] }
  expect(() => candidateOf(db, wanted)).toThrow('keeps for judging')
  expect(usedDocuments(db, lens, 1)).toEqual([])
  endModelRun(db, run, 'abandoned')
  expect(documentsKeptForJudging(db)).toEqual([])
  candidateOf(db, wanted)
  expect(usedDocuments(db, lens, 1)).toHaveLength(2)
})

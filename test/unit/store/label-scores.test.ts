import { expect, test } from 'vitest'
import { acceptSeen } from '../../../src/main/engine/store/label-acceptance.ts'
import { addLabel, revertLabel } from '../../../src/main/engine/store/label-changes.ts'
import { usedDocuments } from '../../../src/main/engine/store/label-documents.ts'
import { scoresOf, scoresOfRun, scoringPurpose, shownScore } from '../../../src/main/engine/store/label-scores.ts'
import { currentLabel, currentLabels, labelHistory } from '../../../src/main/engine/store/labels.ts'
import { candidateOf, runOf, saying, scoreOf } from './label-records.ts'
import { failureOf, lensNumber, temporaryStore } from './temporary-store.ts'

test('a version shows its newest detection score, and what was written with it where it was never tested', () => {
  const { db } = temporaryStore()
  const lens = lensNumber(db)
  const add = (latent: number): number =>
    addLabel(db, { lens, latent, text: 'x', notes: '', origin: 'import', author: 'a', score: 0.6 }).id
  const [tested, untested] = [add(1), add(2)]
  scoreOf(db, { label: tested }, { balancedAccuracy: 0.7 })
  scoreOf(db, { label: tested }, { balancedAccuracy: 0.9 })
  scoreOf(db, { label: tested }, { method: 'fuzzing', balancedAccuracy: 0.5 })
  scoreOf(db, { label: tested }, { balancedAccuracy: null, interval: null })
  expect([...currentLabels(db, lens).values()].map((each) => each.score)).toEqual([0.9, 0.6])
  expect(currentLabel(db, lens, 1)?.score).toBe(0.9)
  expect(labelHistory(db, lens, 1)[0]?.score).toBe(0.9)
  expect(shownScore(db, { label: tested })).toMatchObject({ balancedAccuracy: 0.9, interval: [0.6, 0.9], label: tested })
  expect(shownScore(db, { label: untested })).toBe(null)
  expect(scoresOf(db, lens, 1).map((each) => [each.method, each.balancedAccuracy])).toEqual([
    ['detection', null],
    ['fuzzing', 0.5],
    ['detection', 0.9],
    ['detection', 0.7],
  ])
  expect(revertLabel(db, tested, { author: 'me' }).score).toBe(0.9)
})

test('a score is of the words: it goes with a proposal that is accepted, not with one that is edited', () => {
  const { db } = temporaryStore()
  const lens = lensNumber(db)
  const { candidate } = candidateOf(db, { lens, latent: 1 })
  const version = acceptSeen(db, candidate, { author: 'me' }).id
  expect(scoreOf(db, { candidate })).toMatchObject({ label: version, candidate, lens, latent: 1 })
  expect(scoreOf(db, { label: version })).toMatchObject({ label: version, candidate })
  const second = candidateOf(db, { lens, latent: 1, text: 'digits' }).candidate
  const edited = acceptSeen(db, second, { author: 'me', wording: { text: 'written digits', notes: '' } }).id
  expect(scoreOf(db, { candidate: second })).toMatchObject({ label: null, candidate: second })
  expect(scoreOf(db, { label: edited })).toMatchObject({ label: edited, candidate: null })
})

test('what made a label never scores it, and a label made with another in view is scored on the third set', () => {
  const { db } = temporaryStore()
  const lens = lensNumber(db)
  const { candidate } = candidateOf(db, { lens, latent: 1, documents: [saying('a'), saying('b')] })
  expect(() => scoreOf(db, { candidate }, { documents: [saying('c'), saying('b')] })).toThrow('served making')
  expect(scoresOf(db, lens, 1)).toEqual([])
  expect(usedDocuments(db, lens, 1, 'scoring')).toEqual([])
  scoreOf(db, { candidate }, { documents: [saying('c')] })
  expect(() => candidateOf(db, { lens, latent: 1, documents: [saying('c')] })).toThrow('served scoring')

  const contextLabel = acceptSeen(db, candidate, { author: 'me' }).id
  const next = candidateOf(db, { lens, latent: 1, text: 'digits', contextLabel, documents: [saying('a')] }).candidate
  expect([scoringPurpose(db, { candidate }), scoringPurpose(db, { candidate: next })]).toEqual(['scoring', 'third'])
  expect(() => scoreOf(db, { candidate: next }, { documents: [saying('c')] })).toThrow('served scoring')
  scoreOf(db, { candidate: next }, { documents: [saying('d')] })
  expect(usedDocuments(db, lens, 1, 'third').map(({ hash }) => hash)).toEqual([saying('d')])
  const edited = acceptSeen(db, next, { author: 'me', wording: { text: 'written digits', notes: '' } })
  expect(scoringPurpose(db, { label: edited.id })).toBe('third')
  expect(candidateOf(db, { lens, latent: 2, documents: [saying('c')] }).state).toBe('open')
})

test('a request sent twice is one score; none is changed or deleted; none is of nothing', () => {
  const { db } = temporaryStore()
  const lens = lensNumber(db)
  const { run } = runOf(db)
  const { candidate } = candidateOf(db, { lens, latent: 1 })
  const score = scoreOf(db, { candidate }, { run, requestId: 's1', f1: 0.4 })
  expect(scoreOf(db, { candidate }, { requestId: 's1', balancedAccuracy: 0.1 })).toEqual(score)
  expect(scoresOfRun(db, run)).toEqual([score])
  expect(score).toMatchObject({ f1: 0.4, counts: { levels: [{ right: 5 }], hard: { missing: 0 } } })
  expect(() => db.exec('UPDATE label_scores SET f1 = 1')).toThrow('append-only')
  expect(() => db.exec('DELETE FROM label_scores')).toThrow('append-only')
  expect(failureOf(() => scoreOf(db, { label: 99 }))).toMatchObject({ code: 'not-found' })
  expect(failureOf(() => scoreOf(db, { candidate: 99 }))).toMatchObject({ code: 'not-found' })
  expect(() => scoreOf(db, { candidate }, { balancedAccuracy: 1.5 })).toThrow('CHECK')
})

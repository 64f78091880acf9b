import fc from 'fast-check'
import { expect, test } from 'vitest'
import { acceptUnseen } from '../../../src/main/engine/store/label-acceptance.ts'
import { candidatesOf } from '../../../src/main/engine/store/label-candidates.ts'
import { addLabel } from '../../../src/main/engine/store/label-changes.ts'
import { currentLabels, labelHistory } from '../../../src/main/engine/store/labels.ts'
import { restoreRunLabels, withdrawRunLabels } from '../../../src/main/engine/store/label-withdrawals.ts'
import { latentNotes, setLatentNote } from '../../../src/main/engine/store/notes.ts'
import { redoDecision, undoDecisions } from '../../../src/main/engine/store/review-undo.ts'
import { decide, lastActions, lastDecisions, type NewDecision } from '../../../src/main/engine/store/review.ts'
import { write } from '../../../src/main/engine/store/write.ts'
import type { Connection } from '../../../src/main/engine/store/connection.ts'
import { candidateOf, runOf } from './label-records.ts'
import { failureOf, lensNumber, temporaryStore } from './temporary-store.ts'

const by = { author: 'me' }

/** All that decisions change. */
function stateOf(db: Connection, lens: number): unknown {
  return {
    labels: [...currentLabels(db, lens)].map(([latent, { id, text, origin }]) => [latent, id, text, origin]),
    candidates: [0, 1, 2].map((latent) => candidatesOf(db, lens, latent).map(({ candidate, state }) => [candidate, state])),
    flags: [...latentNotes(db, lens)],
  }
}

const step = fc.record({
  action: fc.constantFrom('accept', 'edit', 'write', 'confirm', 'refuse', 'skip', 'flag', 'unflag', 'undo', 'redo'),
  latent: fc.integer({ min: 0, max: 2 }),
  which: fc.nat({ max: 2 }),
  count: fc.integer({ min: 1, max: 3 }),
})

test('undo goes back through every state there was, and redo forward again', () => {
  const { db } = temporaryStore()
  let salt = 0
  fc.assert(
    fc.property(fc.array(step, { maxLength: 15 }), (steps) => {
      salt += 1
      const lens = lensNumber(db, `lens ${salt}`)
      addLabel(db, { lens, latent: 0, text: 'shipped', notes: '', origin: 'import', author: 'lens' })
      addLabel(db, { lens, latent: 1, text: 'mine', notes: '', origin: 'person', author: 'me' })
      write(db, () => {
        for (const latent of [0, 1, 2]) for (const text of ['a', 'b', 'c']) candidateOf(db, { lens, latent, text })
      })
      /** What the state was after each decision that stands, and what lies ahead after undoing. */
      const past = [stateOf(db, lens)]
      let ahead: unknown[] = []
      for (const { action, latent, which, count } of steps) {
        if (action === 'undo') {
          const undone = undoDecisions(db, lens, count, by)
          expect(undone).toHaveLength(Math.min(count, past.length - 1))
          for (const _ of undone) ahead.push(past.pop())
        } else if (action === 'redo') {
          const redone = redoDecision(db, lens, by)
          expect(redone === null).toBe(ahead.length === 0)
          if (redone !== null) past.push(ahead.pop() as object)
        } else {
          const open = candidatesOf(db, lens, latent).filter((each) => each.state === 'open')
          const candidate = open[which]?.candidate ?? null
          const decision = decisionOf(action, lens, latent, candidate)
          if (decision === null) continue
          decide(db, decision)
          past.push(stateOf(db, lens))
          ahead = []
        }
        expect(stateOf(db, lens)).toEqual(past.at(-1))
      }
      expect(lastDecisions(db, lens, 100).filter((each) => !each.undone)).toHaveLength(past.length - 1)
    }),
    { numRuns: 15 },
  )
})

function decisionOf(action: string, lens: number, latent: number, candidate: number | null): NewDecision | null {
  const of = { lens, latent, ...by }
  if (action === 'accept') return candidate === null ? null : { ...of, action, candidate }
  if (action === 'edit') return candidate === null ? null : { ...of, action, candidate, text: 'edited', notes: '' }
  if (action === 'write') return { ...of, action: 'edit', candidate: null, text: 'written', notes: '' }
  if (action === 'confirm') return { ...of, action: 'accept', candidate: null }
  if (action === 'refuse') return candidate === null ? null : { ...of, action, candidate }
  if (action === 'skip') return { ...of, action }
  return { ...of, action: 'flag', flag: action === 'flag' ? 'two meanings' : null }
}

test('the last ten decisions are in view, with what each changed; the last on each latent is known', () => {
  const { db } = temporaryStore()
  const lens = lensNumber(db)
  const { candidate } = candidateOf(db, { lens, latent: 1 })
  const accepted = decide(db, { lens, latent: 1, action: 'accept', candidate, ...by })
  const version = labelHistory(db, lens, 1)[0]?.id
  expect(accepted).toMatchObject({ action: 'accept', candidate, before: null, after: version, author: 'me', undone: false })
  for (let latent = 2; latent < 13; latent += 1) decide(db, { lens, latent, action: 'skip', ...by })
  expect(lastDecisions(db, lens).map((each) => each.latent)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3])
  undoDecisions(db, lens, 2, by)
  expect(lastDecisions(db, lens, 3).map((each) => each.undone)).toEqual([true, true, false])
  expect([...lastActions(db, lens)].map(([latent, { action }]) => [latent, action]).slice(0, 2)).toEqual([
    [1, 'accept'],
    [2, 'skip'],
  ])
  expect(lastActions(db, lens).size).toBe(10)
})

test('undoing leaves alone what was changed since', () => {
  const { db } = temporaryStore()
  const lens = lensNumber(db)
  decide(db, { lens, latent: 1, action: 'flag', flag: 'unclear', ...by })
  setLatentNote(db, lens, 1, { flag: 'wrong', note: 'kept' })
  undoDecisions(db, lens, 1, by)
  expect(latentNotes(db, lens).get(1)).toEqual({ flag: 'wrong', note: 'kept' })

  const { candidate } = candidateOf(db, { lens, latent: 2 })
  decide(db, { lens, latent: 2, action: 'accept', candidate, ...by })
  addLabel(db, { lens, latent: 2, text: 'later', notes: '', origin: 'person', author: 'me' })
  undoDecisions(db, lens, 1, by)
  expect(currentLabels(db, lens).get(2)?.text).toBe('later')
})

test('after an edit is undone, a machine may label again', () => {
  const { db } = temporaryStore()
  const lens = lensNumber(db)
  decide(db, { lens, latent: 1, action: 'edit', candidate: null, text: 'a slip', notes: '', ...by })
  undoDecisions(db, lens, 1, by)
  expect(currentLabels(db, lens).size).toBe(0)
  expect(acceptUnseen(db, candidateOf(db, { lens, latent: 1 }).candidate)).toMatchObject({ current: true })
})

test('a request sent twice is carried out once', () => {
  const { db } = temporaryStore()
  const lens = lensNumber(db)
  const { candidate } = candidateOf(db, { lens, latent: 1 })
  const decision = { lens, latent: 1, action: 'accept', candidate, ...by, requestId: 'd1' } as const
  expect(decide(db, decision)).toEqual(decide(db, decision))
  decide(db, { lens, latent: 2, action: 'skip', ...by })
  expect(undoDecisions(db, lens, 1, { ...by, requestId: 'u1' })).toHaveLength(1)
  expect(undoDecisions(db, lens, 1, { ...by, requestId: 'u1' })).toEqual([])
  expect(redoDecision(db, lens, { ...by, requestId: 'r1' })).toMatchObject({ latent: 2, undone: false })
  expect(redoDecision(db, lens, { ...by, requestId: 'r1' })).toBe(null)
  expect(labelHistory(db, lens, 1)).toHaveLength(1)
  expect(() => db.exec(`UPDATE review_decisions SET author = 'you'`)).toThrow('append-only')
  expect(() => db.exec('DELETE FROM review_decisions')).toThrow('append-only')
})

test('what cannot be decided is refused in a sentence, and nothing is written', () => {
  const { db } = temporaryStore()
  const lens = lensNumber(db)
  const { candidate } = candidateOf(db, { lens, latent: 1 })
  expect(failureOf(() => decide(db, { lens, latent: 2, action: 'accept', candidate, ...by }))).toMatchObject({ code: 'bad-input' })
  expect(failureOf(() => decide(db, { lens, latent: 1, action: 'refuse', candidate: 99, ...by }))).toMatchObject({
    code: 'not-found',
  })
  decide(db, { lens, latent: 1, action: 'accept', candidate, ...by })
  expect(failureOf(() => decide(db, { lens, latent: 1, action: 'refuse', candidate, ...by }))).toMatchObject({ code: 'conflict' })
  expect(lastDecisions(db, lens)).toHaveLength(1)
})

test('several undone are carried out again in the order they were made', () => {
  const { db } = temporaryStore()
  const lens = lensNumber(db)
  for (const text of ['one', 'two', 'three'])
    decide(db, { lens, latent: 1, action: 'edit', candidate: null, text, notes: '', ...by })
  undoDecisions(db, lens, 2, by)
  undoDecisions(db, lens, 1, by)
  const texts = [1, 2, 3].map(() => {
    redoDecision(db, lens, by)
    return currentLabels(db, lens).get(1)?.text
  })
  expect(texts).toEqual(['one', 'two', 'three'])
  expect(redoDecision(db, lens, by)).toBe(null)
})

test('undoing a run and undoing a decision each give back only what they took', () => {
  const { db } = temporaryStore()
  const lens = lensNumber(db)
  const { run } = runOf(db)
  const accept = (latent: number): void => {
    const { candidate } = candidateOf(db, { lens, latent, run })
    decide(db, { lens, latent, action: 'accept', candidate, ...by })
  }
  accept(1)
  undoDecisions(db, lens, 1, by)
  expect(withdrawRunLabels(db, run)).toEqual({ withdrawn: 0, kept: 0 })
  expect(restoreRunLabels(db, run)).toBe(0)
  expect(currentLabels(db, lens).size).toBe(0)

  accept(2)
  expect(withdrawRunLabels(db, run)).toEqual({ withdrawn: 1, kept: 0 })
  undoDecisions(db, lens, 1, by)
  redoDecision(db, lens, by)
  expect(currentLabels(db, lens).size).toBe(0)
  expect(restoreRunLabels(db, run)).toBe(1)
  expect([...currentLabels(db, lens).keys()]).toEqual([2])
})

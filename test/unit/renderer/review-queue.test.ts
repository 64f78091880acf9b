import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Example } from '../../../src/contract/latents.ts'
import type { CandidateLabel, Decision, LabelScore, QueueRow } from '../../../src/contract/model-requests.ts'
import type { DecisionRequest } from '../../../src/renderer/client/review-acts.ts'
import {
  begun,
  carriedOut,
  emptyQueue,
  givenBack,
  isDone,
  moved,
  nextWaiting,
  openProposals,
  type Queue,
  takenBack,
  withFresh,
} from '../../../src/renderer/views/review/queue-state.ts'
import { weakerExamples } from '../../../src/renderer/views/review/weaker-examples.ts'
import { formatScore, scoredText } from '../../../src/renderer/widgets/score-words.ts'

const score = (balancedAccuracy: number): LabelScore => ({
  method: 'detection',
  balancedAccuracy,
  interval: [0, 1],
  random: null,
  hard: null,
  f1: null,
  byLevel: [],
  judged: 10,
  missing: 0,
  judge: 'judge',
  at: '2026-11-01T00:00:00Z',
})
const candidate = (latent: number, id: number, accuracy: number | null = null): CandidateLabel => ({
  id,
  latent,
  run: null,
  text: `proposal ${id}`,
  notes: '',
  author: 'model',
  state: 'open',
  score: accuracy === null ? null : score(accuracy),
  at: '2026-11-01T00:00:00Z',
})
const row = (latent: number, candidates: readonly CandidateLabel[] = []): QueueRow => ({
  latent,
  label: null,
  candidates,
  documentFrequency: 0.1,
  flag: null,
})
const decision = (latent: number, id: number, change: Partial<Decision> = {}): Decision => ({
  id,
  latent,
  action: 'accept',
  candidate: null,
  label: null,
  author: 'you',
  at: '2026-11-01T00:00:00Z',
  undone: false,
  ...change,
})
const accept = (latent: number): DecisionRequest => ({ latent, action: 'accept' })
const three = withFresh(emptyQueue, [row(7), row(3), row(5)])

test('a decision leads to the next latent that waits, and past the end to earlier ones', () => {
  expect(three.at).toBe(7)
  const after = begun(three, accept(7))
  expect([after.at, isDone(after, 7), isDone(after, 3)]).toEqual([3, true, false])
  const last = begun(moved(moved(three, 1), 1), accept(5))
  expect(last.at).toBe(7)
  expect(begun(begun(last, accept(7)), accept(3)).at).toBe(null)
})

test('rows keep their places while the queue is asked for again', () => {
  const decided = carriedOut(begun(three, accept(7)), decision(7, 1))
  const fresh = withFresh(decided, [row(9), row(5), row(3)])
  expect(fresh.rows.map(({ latent }) => latent)).toEqual([7, 3, 5, 9])
  expect(fresh.at).toBe(3)
  // Decided elsewhere: it stays, and no longer waits.
  expect(isDone(withFresh(fresh, [row(9)]), 5)).toBe(true)
})

test('what failed waits again, with what was sent', () => {
  const request: DecisionRequest = { latent: 7, action: 'edit', text: 'mine', requestId: 'r' }
  const failed = givenBack(begun(three, request), request, new Error('no'))
  expect(isDone(failed, 7)).toBe(false)
  expect(failed.failed.get(7)?.request).toBe(request)
  expect(failed.at).toBe(3)
  expect(begun(failed, request).failed.size).toBe(0)
  const only = withFresh(emptyQueue, [row(7)])
  expect(givenBack(begun(only, request), request, new Error('no')).at).toBe(7)
})

test('a refused proposal goes, and the latent with the last of them', () => {
  const queue = withFresh(emptyQueue, [row(7, [candidate(7, 1, 0.6), candidate(7, 2, 0.9), candidate(7, 3)]), row(3)])
  const idsOf = (each: Queue) => openProposals(each, each.rows[0] ?? row(7)).map(({ id }) => id)
  expect(idsOf(queue)).toEqual([2, 1, 3])
  const refuse = (id: number): DecisionRequest => ({ latent: 7, action: 'refuse', candidate: id })
  const one = begun(queue, refuse(2))
  expect([idsOf(one), one.at, isDone(one, 7)]).toEqual([[1, 3], 7, false])
  const all = begun(begun(one, refuse(1)), refuse(3))
  expect([idsOf(all), all.at, isDone(all, 7)]).toEqual([[], 3, true])
  const back = takenBack(carriedOut(all, decision(7, 9)), [
    decision(7, 9, { action: 'refuse', candidate: 3, undone: true }),
    decision(7, 8, { action: 'refuse', candidate: 1, undone: true }),
  ])
  expect([idsOf(back), isDone(back, 7)]).toEqual([[1, 3], false])
  expect(idsOf(givenBack(one, refuse(2), new Error('no')))).toEqual([2, 1, 3])
})

test('what is taken back waits again; decisions on other latents change nothing', () => {
  const decided = carriedOut(begun(three, accept(7)), decision(7, 4))
  expect(takenBack(decided, [decision(3, 5)])).toBe(decided)
  expect(takenBack(decided, [decision(7, 3)])).toBe(decided)
  expect(isDone(takenBack(withFresh(decided, [row(3), row(5)]), [decision(7, 4)]), 7)).toBe(false)
})

test('at the ends one stays; after the last decision the way back leads to the last row', () => {
  expect(moved(three, -1)).toBe(three)
  expect(moved(moved(moved(three, 1), 1), 1).at).toBe(5)
  const done = [7, 3, 5].reduce((queue, latent) => begun(queue, accept(latent)), three)
  expect([done.at, moved(done, -1).at, moved(done, 1).at]).toEqual([null, 5, 7])
})

test('whatever is decided, no latent is lost, and the one looked at waits until none does', () => {
  const acts = fc.array(
    fc.record({ latent: fc.nat(9), action: fc.constantFrom('accept', 'skip', 'flag', 'edit'), fails: fc.boolean() }),
    { maxLength: 40 },
  )
  fc.assert(
    fc.property(acts, (all) => {
      let queue = withFresh(
        emptyQueue,
        Array.from({ length: 10 }, (_, latent) => row(latent)),
      )
      for (const { latent, action, fails } of all) {
        const before = queue.at
        queue = begun(queue, { latent, action })
        if (fails) queue = givenBack(queue, { latent, action }, null)
        expect(isDone(queue, latent)).toBe(!fails)
        if (before === latent && queue.at !== null) expect(isDone(queue, queue.at)).toBe(false)
        if (queue.at === null) expect(nextWaiting(queue, -1)).toBe(null)
      }
      expect(queue.rows.map((each) => each.latent)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    }),
  )
})

test('weaker examples are of every band below the strongest, and none is shown twice', () => {
  const example = (ordinal: number, band: number): Example =>
    ({ corpus: 'a', channel: 'text', ordinal, band, activation: band + ordinal / 100 }) as Example
  const bands = [0, 1, 2, 3].map((band) => [band, band + 1] as const)
  const examples = [example(1, 3), example(2, 2), example(3, 2), example(4, 1), example(5, 0), example(6, 0)]
  const found = weakerExamples({ maximum: 4, bands, examples }, [example(2, 2)], 4)
  expect(found.map(({ ordinal }) => ordinal)).toEqual([3, 4, 6, 5])
  expect(weakerExamples({ maximum: 4, bands, examples }, [], 2).map(({ band }) => band)).toEqual([2, 1])
  expect(weakerExamples({ maximum: 0, bands: [], examples: [] }, [], 2)).toEqual([])
})

test('a score is known by its proposal, else by the one version of its accuracy', () => {
  const version = (text: string, accuracy: number) => ({ text, score: accuracy }) as never
  expect(scoredText(score(0.8), [candidate(1, 2, 0.8)], [version('other', 0.8)])).toBe('proposal 2')
  expect(scoredText(score(0.8), [candidate(1, 2, 0.7)], [version('this', 0.8), version('that', 0.6)])).toBe('this')
  expect(scoredText(score(0.8), [], [version('this', 0.8), version('that', 0.8)])).toBe(null)
  expect(scoredText({ ...score(0.8), method: 'fuzzing' }, [], [version('this', 0.8)])).toBe(null)
})

test('a score below the gate is never shown as one that reaches it', () => {
  expect([0.7499, 0.746, 0.744, 0.75, 0.7451].map(formatScore)).toEqual(['0.749', '0.746', '0.74', '0.75', '0.745'])
})

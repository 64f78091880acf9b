import { describe, expect, test } from 'vitest'
import type { ConflictChoice } from '../../../src/contract/label-files.ts'
import {
  compareLabels,
  labelsToWrite,
  type MergeChoices,
  type StandingLabel,
} from '../../../src/main/engine/labels/merge-labels.ts'
import type { LabelEntry } from '../../../src/main/engine/labels/formats/label-entry.ts'
import { plain } from './formats/label-target.ts'

const entry = (latent: number, text: string, rest: Partial<LabelEntry> = {}): LabelEntry => ({ ...plain, latent, text, ...rest })
const standing = (text: string, rest: Partial<StandingLabel> = {}): StandingLabel => ({
  text,
  notes: '',
  origin: 'language-model',
  author: 'gpt',
  score: null,
  ...rest,
})
const choose = (all: ConflictChoice, rest: Partial<MergeChoices> = {}): MergeChoices => ({
  all,
  each: new Map(),
  file: 'a.jsonl',
  person: 'anna',
  keepPersons: false,
  ...rest,
})

/** What the store's rule makes of versions: a person's newest, else the newest. */
function standsAfter(before: StandingLabel | undefined, writes: readonly { text: string; origin: string }[]): string | undefined {
  const all = before === undefined ? [...writes] : [before, ...writes]
  return (all.findLast(({ origin }) => origin === 'person') ?? all.at(-1))?.text
}

test('labels are new, equal, with a score that was lacking, or in conflict', () => {
  const now = new Map([
    [1, standing('one')],
    [2, standing('two')],
    [3, standing('caf\u00e9', { notes: 'kept' })],
    [4, standing('four')],
    [5, standing('mine', { origin: 'person' })],
    [6, standing('', { origin: 'person' })],
  ])
  const merge = compareLabels(now, [
    entry(0, 'old', { current: false }),
    entry(0, 'new'),
    entry(1, 'one'),
    entry(2, 'two', { scores: [{ method: 'detection', value: 0.8 }] }),
    entry(3, 'cafe\u0301'),
    entry(4, 'vier'),
    entry(5, 'theirs'),
    entry(6, 'again'),
  ])
  expect(merge.added.map(({ latent }) => latent)).toEqual([0])
  expect(merge.earlier.get(0)?.map(({ text }) => text)).toEqual(['old'])
  expect(merge.scored.map(({ latent }) => latent)).toEqual([2])
  expect(merge.equal).toBe(2)
  expect(
    merge.conflicts.map(({ latent, against, standing: { text }, incoming }) => [latent, against, text, incoming.text]),
  ).toEqual([
    [4, 'machine', 'four', 'vier'],
    [5, 'person', 'mine', 'theirs'],
    [6, 'person', '', 'again'],
  ])
})

describe('what is chosen stands by the rule of the store', () => {
  const cases: [StandingLabel, LabelEntry['origin']][] = [
    [standing('mine', { origin: 'person' }), null],
    [standing('mine', { origin: 'person' }), 'person'],
    [standing('mine'), null],
    [standing('mine'), 'person'],
    [standing('mine'), 'language-model'],
  ]
  test.each(cases.flatMap(([now, origin]) => [true, false].map((keepPersons) => [now, origin, keepPersons] as const)))(
    '%j against %s, persons kept: %s',
    (now, origin, keepPersons) => {
      const labels = [
        entry(7, 'before', { origin: 'person', current: false }),
        entry(7, 'theirs', { origin, author: 'bob', notes: 'n' }),
      ]
      const merge = compareLabels(new Map([[7, now]]), labels)
      const result = (choice: ConflictChoice) => labelsToWrite(merge, choose(choice, { keepPersons }))
      expect(result('keep')).toEqual([])
      expect(standsAfter(now, result('take'))).toBe('theirs')
      expect(standsAfter(now, result('both'))).toBe('mine')
      expect(result('both').map(({ text }) => text)).toContain('theirs')
      expect(labelsToWrite(merge, choose('keep', { each: new Map([[7, 'take']]), keepPersons }))).toEqual(result('take'))
    },
  )
})

test('who wrote a label, and where it comes from, is told', () => {
  const merge = compareLabels(new Map([[2, standing('mine', { origin: 'person' })]]), [
    entry(1, 'a', {
      author: 'gpt-4o-mini',
      change: 'oai_token-act-pair',
      scores: [{ method: 'detection', value: 0.75 }],
      examples: ['x'],
    }),
    entry(2, 'b', { origin: 'person', author: 'bob' }),
  ])
  expect(labelsToWrite(merge, choose('take'))).toEqual([
    {
      latent: 1,
      text: 'a',
      notes: '',
      origin: 'import',
      author: 'gpt-4o-mini',
      change: 'oai_token-act-pair, from a.jsonl',
      score: 0.75,
      scoreMethod: 'detection',
      examples: ['x'],
    },
    {
      latent: 2,
      text: 'b',
      notes: '',
      origin: 'import',
      author: 'bob',
      change: 'from a.jsonl',
      score: null,
      scoreMethod: null,
      examples: [],
    },
    {
      latent: 2,
      text: 'b',
      notes: '',
      origin: 'person',
      author: 'anna',
      change: 'taken from a.jsonl',
      score: null,
      scoreMethod: null,
      examples: [],
    },
  ])
})

test('a file imported twice changes nothing the second time', () => {
  const labels = [entry(1, 'a', { author: 'x', scores: [{ method: '', value: 0.5 }] }), entry(2, 'b', { notes: 'n' })]
  const first = labelsToWrite(compareLabels(new Map(), labels), choose('take'))
  const now = new Map(first.map((each) => [each.latent, standing(each.text, { notes: each.notes, score: each.score })]))
  expect(labelsToWrite(compareLabels(now, labels), choose('take'))).toEqual([])
})

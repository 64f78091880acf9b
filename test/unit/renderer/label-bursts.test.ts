import { describe, expect, test } from 'vitest'
import type { LabelVersion } from '../../../src/contract/latents.ts'
import { labelBursts } from '../../../src/renderer/editor/label-bursts.ts'

const version = (id: number, minute: number, more: Partial<LabelVersion> = {}): LabelVersion => ({
  id,
  text: `label ${id}`,
  notes: '',
  origin: 'person',
  author: 'ada',
  change: null,
  score: null,
  at: new Date(Date.UTC(2026, 10, 21, 9, minute)).toISOString(),
  current: false,
  scoredOn: null,
  withdrawn: false,
  ...more,
})
const ids = (versions: readonly LabelVersion[]) =>
  labelBursts(versions).map(({ version: { id }, folded }) => [id, folded.map((each) => each.id)])

describe('labelBursts', () => {
  test('saves of one spell of editing are one, the last of them; in whatever order they come', () => {
    const versions = [version(1, 0), version(2, 1), version(3, 2), version(4, 30), version(5, 31)]
    const expected = [
      [5, [4]],
      [3, [2, 1]],
    ]
    expect(ids(versions)).toEqual(expected)
    expect(ids([...versions].reverse())).toEqual(expected)
  })

  test('another author, a machine and a revert stand alone', () => {
    expect(ids([version(1, 0), version(2, 1, { author: 'ben' })])).toEqual([
      [2, []],
      [1, []],
    ])
    expect(ids([version(1, 0, { origin: 'statistics' }), version(2, 0, { origin: 'statistics' }), version(3, 0)])).toEqual([
      [3, []],
      [2, []],
      [1, []],
    ])
    expect(ids([version(1, 0), version(2, 1, { change: 'reverted to version 1' }), version(3, 1)])).toEqual([
      [3, []],
      [2, []],
      [1, []],
    ])
  })

  test('no version is lost', () => {
    const versions = Array.from({ length: 30 }, (_, at) => version(at + 1, at % 7 === 0 ? at * 3 : at, { current: at === 29 }))
    const shown = labelBursts(versions).flatMap(({ version: last, folded }) => [last, ...folded])
    expect(shown.map(({ id }) => id).sort((a, b) => a - b)).toEqual(versions.map(({ id }) => id))
    expect(labelBursts(versions)[0]?.version.current).toBe(true)
  })
})

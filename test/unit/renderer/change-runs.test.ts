import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wordDifference } from '../../../src/main/engine/analysis/compare/text-difference.ts'
import { changedBounds, changeRuns, runBlocks } from '../../../src/renderer/views/texts/change-runs.ts'

const text = (runs: ReturnType<typeof changeRuns>, texts: readonly [string, string]) =>
  runs
    .map(({ side, start, end, kind }) => {
      const piece = texts[side].slice(start, end)
      return kind === null ? piece : kind === 'removed' ? `[-${piece}-]` : `{+${piece}+}`
    })
    .join('')

const told = (first: string, second: string) => text(changeRuns(first, second, wordDifference(first, second).same), [first, second])

test('two texts are told as one, with the white space of the second', () => {
  expect(told('The cat sat on the mat.', 'The dog sat on the mat.')).toBe('The [-cat-] {+dog+} sat on the mat.')
  expect(told('One two three four.', 'One two three four, and\nfive.')).toBe('One two three four{+, and\nfive+}.')
  expect(told('We saw it all today, gladly, by chance.', 'We saw it all today by chance.')).toBe(
    'We saw it all today[-, gladly,-] by chance.',
  )
  expect(told('I have no opinions or views.', 'I have no opinions, since I am new.')).toBe(
    'I have no opinions [-or views-]{+, since I am new+}.',
  )
  expect(told('same  words here', 'same words\nhere')).toBe('same words\nhere')
  expect(told('', 'new')).toBe('{+new+}')
  expect(told('old', '')).toBe('[-old-]')
})

const texts = fc
  .array(fc.constantFrom('the', 'a', 'cat', 'sat', ',', '.', '\n', 'on', 'mat', '日本', 'é', '🙂', '  '), { maxLength: 40 })
  .map((words) => words.join(' '))

test('nothing but white space is lost of either text, however it is cut in blocks', () => {
  const bare = (value: string) => value.replace(/\s+/g, '')
  fc.assert(
    fc.property(texts, texts, fc.integer({ min: 1, max: 20 }), (first, second, size) => {
      const { same } = wordDifference(first, second)
      const runs = runBlocks(changeRuns(first, second, same), [first, second], size).flat()
      const of = (side: 0 | 1) =>
        runs
          .filter(({ kind }) => kind === null || kind === (side === 0 ? 'removed' : 'added'))
          .map((run) => [first, second][run.side]?.slice(run.start, run.end))
          .join('')
      expect(bare(of(0))).toBe(bare(first))
      expect(bare(of(1))).toBe(bare(second))
      for (const side of [0, 1] as const) {
        const whole = [first, second][side] ?? ''
        const bounds = changedBounds(whole, same, side)
        const changed = Array.from({ length: bounds.length / 2 }, (_, at) => whole.slice(bounds[at * 2], bounds[at * 2 + 1])).join(
          '',
        )
        const kind = side === 0 ? 'removed' : 'added'
        const inRuns = runs
          .filter((run) => run.kind === kind)
          .map((run) => whole.slice(run.start, run.end))
          .join('')
        expect(changed).toBe(inRuns)
      }
    }),
    { numRuns: 300 },
  )
})

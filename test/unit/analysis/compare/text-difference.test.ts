import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wordDifference } from '../../../../src/main/engine/analysis/compare/text-difference.ts'

/** The two texts with what is not common in brackets. */
function shown(first: string, second: string): readonly [string, string] {
  const { same } = wordDifference(first, second)
  const side = (text: string, from: number) => {
    let [result, at] = ['', 0]
    for (let run = from; run < same.length; run += 4) {
      const changed = text.slice(at, same[run])
      result += changed.trim() === '' ? changed : `[${changed.trim()}] `
      result += text.slice(same[run], same[run + 1])
      at = same[run + 1] ?? 0
    }
    const rest = text.slice(at).trim()
    return rest === '' ? result : `${result} [${rest}]`
  }
  return [side(first, 0), side(second, 2)]
}

test('words that changed are found, whatever the white space', () => {
  expect(shown('The cat sat on the mat, and slept.', 'The  dog sat on\nthe mat and slept!')).toEqual([
    'The[cat] sat on the mat[,] and slept [.]',
    'The[dog] sat on\nthe mat and slept [!]',
  ])
})

test('a word or two that meet by chance are no common text', () => {
  const [first] = shown('We went to the river with our old boat.', 'Few birds ever came near the barn that winter, alas')
  expect(first).toBe(' [We went to the river with our old boat.]')
})

test('scripts without spaces are compared by character, accents stay on their letters', () => {
  expect(shown('今日は暑いですね', '今日は寒いですね')[0]).toBe('今日は[暑] いですね')
  const { same } = wordDifference('e\u0301a', 'e\u0301b')
  expect(same.length).toBe(0)
})

test('a line of a million equal signs is one word', () => {
  const long = '='.repeat(1_000_000)
  expect(wordDifference(`one ${long} two`, `one ${long} three`)).toMatchObject({ words: [3, 3], shared: 2, shortest: true })
})

test('stretches hold the same words in order in both texts; texts with themselves have no difference', () => {
  const texts = fc.array(fc.constantFrom('the', 'a', 'cat', 'sat', ',', '.', 'on', 'mat', '日本', 'é', '🙂'), { maxLength: 40 })
  const spaces = fc.constantFrom(' ', '\n', '  ')
  const words = (text: string) => text.split(/\s+/).filter(Boolean)
  fc.assert(
    fc.property(texts, texts, spaces, (a, b, space) => {
      const [first, second] = [a.join(' '), b.join(space)]
      const { same, shared } = wordDifference(first, second)
      let [inA, inB] = [0, 0]
      for (let run = 0; run < same.length; run += 4) {
        const [from = 0, to = 0, start = 0, end = 0] = same.subarray(run, run + 4)
        expect(from).toBeGreaterThanOrEqual(inA)
        expect(start).toBeGreaterThanOrEqual(inB)
        expect(words(first.slice(from, to))).toEqual(words(second.slice(start, end)))
        ;[inA, inB] = [to, end]
      }
      const itself = wordDifference(first, a.join(space))
      expect(itself.shared).toBe(itself.words[0])
      expect(shared).toBeLessThanOrEqual(Math.min(itself.words[0], wordDifference(second, second).words[0]))
    }),
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fuzzyMatch } from '../../../src/renderer/client/fuzzy-match.ts'
import { rankCommands } from '../../../src/renderer/app/rank-commands.ts'

const score = (typed: string, text: string) => fuzzyMatch(typed, text)?.score ?? -Infinity

test('letters are found in their order, at the best places', () => {
  expect(fuzzyMatch('sl', 'Show Lists')?.at).toEqual([0, 5])
  expect(fuzzyMatch('lists', 'Show all lists of Lists')?.at).toEqual([9, 10, 11, 12, 13])
  expect(fuzzyMatch('xyz', 'Show Lists')).toBeNull()
  expect(fuzzyMatch('ls', 'salt')).toBeNull()
  expect(fuzzyMatch('', 'anything')).toEqual({ score: 0, at: [] })
})

test('beginnings of words count more than letters inside of them, and letters in a row more than apart', () => {
  expect(score('kd', 'Keep the document')).toBeGreaterThan(score('kd', 'Asked for'))
  expect(score('keep', 'Keep as a finding')).toBeGreaterThan(score('keep', 'Kind of an extra purpose'))
  expect(score('zoom', 'Zoom in')).toBeGreaterThan(score('zoom', 'Some zoom'))
})

test('a match is a subsequence of the text, whatever was typed', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 6 }), fc.string({ maxLength: 30 }), (typed, text) => {
      const found = fuzzyMatch(typed, text)
      const letters = [...typed.toLowerCase()].filter((letter) => letter !== ' ')
      const isIn = letters.every(
        (() => {
          let from = 0
          const lower = text.toLowerCase().length === text.length ? text.toLowerCase() : text
          return (letter: string) => {
            const at = lower.indexOf(letter, from)
            from = at + 1
            return at >= 0
          }
        })(),
      )
      expect(found !== null).toBe(isIn || letters.length === 0)
      if (found !== null) expect(found.at).toEqual(found.at.toSorted((a, b) => a - b))
    }),
  )
})

test('commands run last come first until something is typed, and weigh a little then', () => {
  const commands = ['Show Latents', 'Show Lists', 'Zoom in', 'New list'].map((title) => ({
    id: title,
    title,
    group: 'G',
    keys: '',
    run() {},
  }))
  const titles = (typed: string, recent: readonly string[] = []) =>
    rankCommands(commands, typed, recent).map(({ command }) => command.title)
  expect(titles('', ['Zoom in', 'Show Lists'])).toEqual(['Zoom in', 'Show Lists', 'Show Latents', 'New list'])
  expect(titles('sl')).toEqual(['Show Lists', 'Show Latents'])
  expect(titles('sl', ['Show Latents'])[0]).toBe('Show Latents')
  expect(titles('zoom', ['Show Lists'])).toEqual(['Zoom in'])
  expect(titles('qq')).toEqual([])
})

import { describe, expect, test } from 'vitest'
import type { Direction, LabelledLatent } from '../../../src/contract/hypotheses.ts'
import { settleHypotheses, statementOf } from '../../../src/main/engine/hypotheses/settle-hypotheses.ts'
import { latentsPerSummary, summarise } from '../../../src/main/engine/hypotheses/summarise.ts'
import { answered, fencedIn, planned, shipped } from './oracle.ts'

const template = shipped('summarise')

function latentsOf(count: number): readonly LabelledLatent[] {
  return Array.from({ length: count }, (_, latent) => {
    const difference = (latent % 2 === 0 ? 1 : -1) * (0.5 - latent / 1000)
    const direction = difference > 0 ? 'up' : 'down'
    const scores = { score: 0.9, oldScore: 0.9, newScore: null, from: 'old' as const }
    const label = `label ${latent}`
    return { latent, label, description: '', direction, difference, shares: [0.5 + difference, 0.5], alike: [], ...scores }
  })
}

const settings = (count: number) => ({ template, sides: ['the first', 'the second'] as const, latents: latentsOf(count), most: 10 })

/** One hypothesis for each of the first properties shown. */
function answerOf(user: string, most = 3): string {
  const properties = fencedIn(user).filter(({ heading }) => heading.startsWith('propert'))
  const hypotheses = properties.slice(0, most).map(({ heading, text }) => {
    const latent = Number(/\d+/.exec(heading)![0])
    return { text: `This document is of ${text}`, more: latent % 2 === 0 ? 'first' : 'second', latents: [latent] }
  })
  return JSON.stringify({ hypotheses })
}

describe('summing up', () => {
  test('asks once about few latents, all of them, by size of difference', async () => {
    const { result, calls } = await answered(summarise(settings(latentsPerSummary)), ({ user }) => {
      const headings = fencedIn(user).map(({ heading }) => heading)
      expect(headings.slice(0, 2)).toEqual(['the first set', 'the second set'])
      expect(headings.slice(2).map((heading) => Number(/property (\d+)/.exec(heading)![1]))).toEqual([
        ...Array(latentsPerSummary).keys(),
      ])
      expect(headings[2]).toBe('property 0, in 100.0 % of the first set and 50.0 % of the second')
      return answerOf(user)
    })
    expect(calls).toBe(1)
    expect(result.hypotheses.map(({ latents }) => latents)).toEqual([[0], [1], [2]])
    expect(result).toMatchObject({ refused: [], missing: 0 })
  })

  test('asks in parts about many, and then once more about the parts', async () => {
    const { result, calls } = await answered(summarise(settings(120)), ({ user }) => answerOf(user))
    expect(calls).toBe(4)
    expect(planned(summarise(settings(120))).calls).toBe(4)
    expect(result.hypotheses).toHaveLength(3)
    expect(result.hypotheses.map(({ direction, latents }) => [direction, latents[0]! % 2])).toEqual([
      ['up', 0],
      ['down', 1],
      ['up', 0],
    ])
  })

  test("keeps the parts' own where the last request brings nothing, and what came of those that did", async () => {
    const joins = (user: string) => user.includes('more in the')
    const { result } = await answered(summarise(settings(120)), ({ user }) => (joins(user) ? null : answerOf(user, 5)))
    expect(result.hypotheses).toHaveLength(10)
    expect(result.missing).toBe(1)
    expect(result.refused.map(({ why }) => why)).toEqual(Array(5).fill('too-many'))
    let first = true
    const some = await answered(summarise(settings(120)), ({ user }) => {
      const lost = first
      first = false
      return lost ? 'no' : answerOf(user)
    })
    expect(some.result).toMatchObject({ missing: 1, hypotheses: { length: 3 } })
  })

  test('asks nothing without latents', async () => {
    expect(await answered(summarise(settings(0)), () => '')).toMatchObject({ calls: 0, result: { hypotheses: [] } })
  })
})

describe('settling', () => {
  const directions = new Map<number, Direction>([
    [1, 'up'],
    [2, 'up'],
    [3, 'down'],
  ])
  const settle = (text: string, more: 'first' | 'second', latents: readonly number[]) => ({ text, more, latents })

  test('refuses what cannot be judged or rests on nothing, and says why', () => {
    const { hypotheses, refused } = settleHypotheses(
      [
        [
          settle('This document lists fruit by name', 'first', [1]),
          settle('This document has music', 'first', [4]),
          settle('This document has ships', 'first', [1, 3]),
          settle('There is more emoji', 'first', [2]),
          settle('this response lists fruit by its name.', 'first', [2]),
          settle('This document lists fruit, by name', 'second', [3]),
          settle('The text asks a question', 'second', [3]),
          settle('This document is short', 'first', [1]),
        ],
      ],
      directions,
      2,
    )
    expect(hypotheses).toEqual([
      { text: 'This document lists fruit by name', direction: 'up', latents: [1, 2] },
      { text: 'This document asks a question', direction: 'down', latents: [3] },
    ])
    expect(refused.map(({ why }) => why)).toEqual(['unknown-latents', 'direction', 'form', 'merged', 'contradicts', 'too-many'])
  })

  test('takes a statement by any of its openings', () => {
    expect(statementOf('This text contains a list')).toBe('This document contains a list')
    expect(statementOf("This document's author doubts")).toBe("This document's author doubts")
    for (const none of ['', 'This document', 'This document.', 'It rains', 'Texts with lists']) expect(statementOf(none)).toBeNull()
  })
})

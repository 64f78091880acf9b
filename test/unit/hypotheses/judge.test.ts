import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judge, missing } from '../../../src/main/engine/hypotheses/judge.ts'
import { stableOrder } from '../../../src/main/engine/hypotheses/stable-order.ts'
import { seededRandom, shuffle } from '../../../src/main/engine/numerics/seeded-random.ts'
import { answered, documentsOf, fencedIn, judgeOf, planned, shipped } from './oracle.ts'

const template = shipped('verify')
const settings = { template, perCall: 4, characters: 1000, seed: 3 }
const texts = Array.from({ length: 22 }, (_, at) => `text ${at} ${at % 3 === 0 ? 'with apples' : 'without'}`)
const hasApples = judgeOf((statement, text) => statement.includes('apples') && text.includes('apples'))
const statements = ['This document has apples', 'This document has pears'].map((text) => ({ text, documents: documentsOf(texts) }))

describe('the judge', () => {
  test('brings each verdict home, whatever the order of documents and answers', async () => {
    const { result, calls } = await answered(judge(statements, settings), hasApples)
    expect(calls).toBe(2 * Math.ceil(22 / 4))
    expect([...result[0]!]).toEqual(texts.map((text) => +text.includes('apples')))
    expect(result[1]!.every((each) => each === 0)).toBe(true)
  })

  test('shows every document of a statement once, in another order for each statement, and nothing else', () => {
    const { requests } = planned(judge(statements, settings))
    const shown = [0, 1].map((which) => requests.slice(which * 6, which * 6 + 6).flatMap(({ user }) => fencedIn(user)))
    for (const items of shown) {
      const documents = items.filter(({ heading }) => heading.startsWith('document'))
      expect(documents.map(({ text }) => text).toSorted()).toEqual(texts.toSorted())
    }
    expect(shown[0]!.map(({ text }) => text).slice(1, 5)).not.toEqual(shown[1]!.map(({ text }) => text).slice(1, 5))
    for (const { documents, user } of requests)
      expect(Array.from(documents, (at) => texts[at])).toEqual(
        fencedIn(user)
          .slice(1)
          .map(({ text }) => text),
      )
  })

  test('asks in the same words whichever side the documents are numbered on', () => {
    const turned = shuffle([...texts], seededRandom(9))
    const requests = (some: readonly string[]) =>
      planned(judge([{ text: 'This document has apples', documents: documentsOf(some) }], settings)).requests.map(
        ({ user }) => user,
      )
    expect(requests(turned)).toEqual(requests(texts))
  })

  test('never takes a missing answer for a no', async () => {
    const isLost = (user: string) => user.length % 2 === 0
    const lost = new Set<string>()
    const { result } = await answered(judge(statements.slice(0, 1), { ...settings, perCall: 1 }), (call) => {
      if (!isLost(call.user)) return hasApples(call)
      lost.add(fencedIn(call.user)[1]!.text)
      return 'I cannot say.'
    })
    expect(lost.size).toBeGreaterThan(3)
    texts.forEach((text, at) => expect(result[0]![at]).toBe(lost.has(text) ? missing : +text.includes('apples')))
  })

  test('leaves open what an answer leaves out', async () => {
    const { result } = await answered(
      judge(statements.slice(0, 1), { ...settings, perCall: 22 }),
      () => '{"1": true, "3": "unsure"}',
    )
    expect([...result[0]!].filter((each) => each !== missing)).toEqual([1])
  })

  test('cuts long documents and says so', () => {
    const [call] = planned(
      judge([{ text: 'This document is', documents: documentsOf(['x'.repeat(50)]) }], { ...settings, characters: 20 }),
    ).requests
    expect(fencedIn(call!.user)[1]).toEqual({ heading: 'document 1, its beginning', text: 'x'.repeat(20) })
  })
})

test('a stable order stays where keys are added', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 30 }), fc.nat(), (keys, seed) => {
      const all = Array.from(stableOrder(keys, seed), (at) => keys[at])
      const fewer = keys.slice(1)
      expect(Array.from(stableOrder(fewer, seed), (at) => fewer[at])).toEqual(all.filter((key) => key !== keys[0]))
    }),
    { seed: 1, numRuns: 40 },
  )
})

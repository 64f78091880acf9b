import { describe, expect, test } from 'vitest'
import { countBackground, pairCount, sumByKey } from '../../../src/main/engine/labels/statistical/background.ts'
import { type Firings, gatherFirings } from '../../../src/main/engine/labels/statistical/firings.ts'
import { logOddsZ } from '../../../src/main/engine/labels/statistical/log-odds.ts'
import { statisticalLabel } from '../../../src/main/engine/labels/statistical/statistical-label.ts'
import { seededRandom } from '../../../src/main/engine/numerics/seeded-random.ts'
import { readGolden } from '../../support/read-golden.ts'
import { plantWorld, plainWords, topicOf, wordOf } from './planted-world.ts'

type Golden = {
  readonly cases: readonly {
    readonly weights: readonly number[]
    readonly background: readonly number[]
    readonly z: readonly number[]
    readonly best: readonly number[]
  }[]
}
const golden = readGolden('statistical-labels/log-odds.json.gz') as Golden

describe('logOddsZ', () => {
  test("is Monroe, Colaresi and Quinn's, and ranks as the lens's own labels were ranked", () => {
    for (const { weights, background, z: expected, best } of golden.cases) {
      const keys = Float64Array.from(weights.keys())
      const total = background.reduce((sum, each) => sum + each, 0)
      const z = logOddsZ({ keys, sums: Float64Array.from(weights) }, (key) => background[key]!, total)
      expected.forEach((each, at) => expect(z[at]).toBeCloseTo(each, 9))
      const ranked = [...keys].sort((a, b) => z[b]! - z[a]!).slice(0, 12)
      expect(ranked.filter((key) => z[key]! > 2 && weights[key]! > 0)).toEqual(best)
    }
  })
})

/** Words, and their text with a space before each. */
const words = [
  '.',
  'the',
  'of',
  'course',
  'dog',
  'cat',
  'in',
  'order',
  'to',
  'she',
  'ran',
  'Paris',
  ...Array.from({ length: 300 }, (_, at) => `w${at}`),
]
const idOf = new Map(words.map((word, id) => [word, id]))
const nameOf = (id: number) => (words[id] === undefined ? null : ` ${words[id]}`)

/** Documents of plain words, 60 tokens each, with some words put at some places. */
function textOf(
  documents: number,
  seed: number,
  put: (ids: number[], random: () => number) => void,
): { ids: number[]; starts: number[] } {
  const random = seededRandom(seed)
  const ids: number[] = []
  const starts = [0]
  for (let document = 0; document < documents; document++) {
    const its = Array.from({ length: 60 }, () => (random() < 0.3 ? Math.floor(random() * 3) : 12 + Math.floor(random() * 300)))
    put(its, random)
    ids.push(...its)
    starts.push(ids.length)
  }
  return { ids, starts }
}

const background = (() => {
  const { ids, starts } = textOf(800, 1, (its, random) => {
    for (let at = 0; at < 6; at++) its[Math.floor(random() * 60)] = 3 + Math.floor(random() * 9)
  })
  return countBackground(ids, starts, words.length)
})()

/** Firings in documents written so that the latent is active where `isActive` says. */
function firingsIn(
  put: (ids: number[], random: () => number) => void,
  isActive: (ids: readonly number[], at: number) => number,
): Firings {
  const { ids, starts } = textOf(40, 2, put)
  return {
    ids: Uint32Array.from(ids),
    activations: Float32Array.from(ids, (_, at) => isActive(ids, at)),
    starts: Uint32Array.from(starts),
    documents: Uint32Array.from({ length: 40 }, (_, at) => at),
  }
}

const is = (word: string) => (ids: readonly number[], at: number) => (ids[at] === idOf.get(word) ? 1 : 0)

describe('statisticalLabel', () => {
  test('names the tokens a latent fires on, the most typical first', () => {
    const put = (ids: number[], random: () => number) => {
      for (const [word, at] of [
        ['dog', 5],
        ['dog', 20],
        ['cat', 40],
      ] as const)
        ids[at + Math.floor(random() * 5)] = idOf.get(word)!
    }
    const firings = firingsIn(put, (ids, at) => is('dog')(ids, at) + is('cat')(ids, at))
    expect(statisticalLabel(firings, background, nameOf)).toBe('tokens " dog", " cat"')
  })

  test('names the tokens before, where it fires on whatever follows', () => {
    const put = (ids: number[], random: () => number) => void (ids[5 + Math.floor(random() * 40)] = idOf.get('Paris')!)
    const firings = firingsIn(put, (ids, at) => (at > 0 ? is('Paris')(ids, at - 1) : 0))
    expect(statisticalLabel(firings, background, nameOf)).toBe('after " Paris"')
  })

  test('names the phrase, where one carries most of it', () => {
    const put = (ids: number[]) => {
      ids.splice(10, 3, idOf.get('in')!, idOf.get('order')!, idOf.get('to')!)
      ids.splice(30, 2, idOf.get('of')!, idOf.get('course')!)
    }
    const firings = firingsIn(put, (ids, at) => is('order')(ids, at - 1) * is('to')(ids, at))
    expect(statisticalLabel(firings, background, nameOf)).toBe('phrases " order to"')
  })

  test('names the text around, where neither its tokens nor those before them are its own', () => {
    const put = (ids: number[], random: () => number) => {
      for (let at = 10; at < 30; at += 5) ids[at + Math.floor(random() * 4)] = idOf.get(random() < 0.5 ? 'she' : 'ran')!
    }
    const { ids, starts } = textOf(40, 2, put)
    const firings: Firings = {
      ids: Uint32Array.from(ids),
      activations: Float32Array.from(ids, (id, at) => (at % 60 > 29 && at % 60 < 34 && id >= 12 ? 1 : 0)),
      starts: Uint32Array.from(starts),
      documents: new Uint32Array(40),
    }
    const label = statisticalLabel(firings, background, nameOf)
    expect(label).toMatch(/^text with /)
    expect(label).toContain('" she"')
    expect(label).toContain('" ran"')
  })

  test('is none where it fired on fewer than five tokens, or on tokens that cannot be shown', () => {
    const put = (ids: number[]) => void (ids[7] = idOf.get('dog')!)
    const few = firingsIn(put, (ids, at) => (at < 240 ? is('dog')(ids, at) : 0))
    expect(statisticalLabel(few, background, nameOf)).toBeNull()
    const firings = firingsIn(put, is('dog'))
    expect(statisticalLabel(firings, background, () => null)).toBeNull()
    expect(statisticalLabel(firings, background, (id) => (id === idOf.get('dog') ? ' d\u0007' : null))).toBeNull()
  })

  test('of planted latents names words of their topic, from documents of one set', () => {
    const world = plantWorld({ seed: 21, documents: 900 })
    const ids = world.tokenIds.flat()
    const starts = [0]
    for (const its of world.tokenIds) starts.push(starts.at(-1)! + its.length)
    const whole = countBackground(ids, starts, plainWords + 12 * 8)
    for (let latent = 0; latent < 12; latent++) {
      const firings = gatherFirings(world, latent, 'making', 1)
      expect(new Set(Array.from(firings.documents, (document) => world.groups[document])).size).toBe(firings.documents.length)
      for (const document of firings.documents) expect(world.sets[document]).toBe(0)
      const label = statisticalLabel(firings, whole, (id) => ` ${wordOf(id)}`)!
      expect(label.length).toBeLessThanOrEqual(60)
      const named = Array.from(label.matchAll(/ (\w+)"/g), (match) => topicOf(match[1]!))
      expect(named.length).toBeGreaterThan(1)
      expect(new Set(named)).toEqual(new Set([latent]))
    }
  })
})

test('countBackground counts tokens and pairs within documents', () => {
  const counted = countBackground([0, 1, 0, 1, 1], [0, 3, 5], 3)
  expect([...counted.tokens]).toEqual([2, 3, 0])
  expect(counted.pairTotal).toBe(3)
  expect([pairCount(counted, 1), pairCount(counted, 3), pairCount(counted, 4), pairCount(counted, 8)]).toEqual([1, 1, 1, 0])
})

test('sumByKey sums what is equal', () => {
  const { keys, sums } = sumByKey(Float64Array.of(3, 1, 3), Float64Array.of(0.5, 1, 0.25))
  expect([...keys]).toEqual([1, 3])
  expect([...sums]).toEqual([1, 0.75])
})

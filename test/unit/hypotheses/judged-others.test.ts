import { describe, expect, test } from 'vitest'
import { missing } from '../../../src/main/engine/hypotheses/judge.ts'
import { judgePair, npmiInterval, pairFigures } from '../../../src/main/engine/hypotheses/judge-pair.ts'
import { drawOnePerUnit } from '../../../src/main/engine/hypotheses/draw-documents.ts'
import { nameClusters, type NameClustersInput } from '../../../src/main/engine/hypotheses/name-clusters.ts'
import { rankStrengths } from '../../../src/main/engine/hypotheses/rank-strengths.ts'
import { rerank } from '../../../src/main/engine/hypotheses/rerank.ts'
import { npmi } from '../../../src/main/engine/numerics/npmi.ts'
import { seededRandom, shuffle } from '../../../src/main/engine/numerics/seeded-random.ts'
import { answered, documentsOf, fencedIn, judgeOf, planned, shipped, textWith } from './oracle.ts'

const judgeSettings = { template: shipped('verify'), perCall: 10, characters: 1000, seed: 1 }

describe('a judged pair', () => {
  test('has the figures of what the judge found, of units with both answers', () => {
    // 1000 units: 100 have each, 50 both (NPMI .5372, method.md A2).
    const ofA = Int8Array.from({ length: 1010 }, (_, at) => +(at < 100))
    const ofB = Int8Array.from({ length: 1010 }, (_, at) => +(at >= 50 && at < 150))
    ofA.fill(missing, 1000, 1005)
    ofB.fill(missing, 1005)
    const figures = pairFigures(ofA, ofB)
    expect(figures).toMatchObject({ units: 1000, missing: 10, holdsA: 100, holdsB: 100, both: 50 })
    expect(figures.npmi).toBeCloseTo(0.5372, 4)
    expect(figures.givenB!.share).toBe(0.5)
    expect(figures.interval![0]).toBeGreaterThan(0.44)
    expect(figures.interval![1]).toBeLessThan(0.63)
    expect(figures.pValue).toBeLessThan(1e-20)
  })

  test('says nothing where one is never found, and -1 where both are never together', () => {
    expect(pairFigures(Int8Array.of(0, 0, 1), Int8Array.of(0, 0, 0))).toMatchObject({
      npmi: null,
      interval: null,
      givenB: null,
      pValue: 1,
    })
    const apart = pairFigures(Int8Array.of(1, 1, 0, 0), Int8Array.of(0, 0, 1, 1))
    expect(apart.npmi).toBe(-1)
    expect(apart.interval![0]).toBe(-1)
  })

  test('has an interval that holds the true NPMI in 95 % of samples', () => {
    const random = seededRandom(2)
    for (const [both, onlyA, onlyB] of [
      [0.05, 0.05, 0.1],
      [0.02, 0.18, 0.08],
      [0.3, 0.1, 0.1],
      [0.05, 0, 0.15],
    ] as const) {
      const truth = npmi(1, both + onlyA, both + onlyB, both)
      let held = 0
      const samples = 300
      for (let sample = 0; sample < samples; sample++) {
        const counts = [0, 0, 0]
        for (let unit = 0; unit < 300; unit++) {
          const drawn = random()
          if (drawn < both) counts[0]!++
          else if (drawn < both + onlyA) counts[1]!++
          else if (drawn < both + onlyA + onlyB) counts[2]!++
        }
        const [low, high] = npmiInterval(300, counts[0]! + counts[1]!, counts[0]! + counts[2]!, counts[0]!)
        held += +(low <= truth && truth <= high)
      }
      expect(held / samples).toBeGreaterThan(0.925)
    }
  })

  test('is judged in two channels, each property by itself', async () => {
    const random = seededRandom(3)
    const rows = Array.from({ length: 60 }, (_, at) => ({
      a: textWith(at % 3 === 0 ? ['apples'] : [], at, random),
      b: at % 6 === 0 ? `ships ${at}` : `b ${at}`,
    }))
    const rowsWith = (is: (row: (typeof rows)[number], at: number) => boolean) => Uint8Array.from(rows, (row, at) => +is(row, at))
    const oracle = judgeOf((statement, text) => ['apples', 'ships'].some((word) => statement.includes(word) && text.includes(word)))
    const flow = () =>
      judgePair(
        {
          text: 'This document has apples',
          documents: documentsOf(rows.map(({ a }) => a)),
          present: rowsWith(({ a }) => a.includes('apples')),
        },
        {
          text: 'This document has ships',
          documents: documentsOf(rows.map(({ b }) => b)),
          present: rowsWith((_, at) => at % 12 === 0),
        },
        judgeSettings,
      )
    const { result, calls } = await answered(flow(), oracle)
    expect(calls).toBe(planned(flow()).calls)
    expect(result).toMatchObject({ units: 60, holdsA: 20, holdsB: 10, both: 10 })
    expect(result.givenB!.share).toBe(1)
    expect(result.measured).toMatchObject({
      presentA: 20,
      presentB: 5,
      both: 5,
      labelA: { present: { units: 20, holds: 20 }, absent: { units: 40, holds: 0 } },
      labelB: { present: { units: 5, holds: 5 }, absent: { units: 55, holds: 5 } },
    })
  })

  test('draws one document of each unit', () => {
    const unit = Uint32Array.from({ length: 50 }, (_, at) => at % 10)
    const from = Uint32Array.from({ length: 45 }, (_, at) => at)
    const drawn = drawOnePerUnit(from, unit, String, { most: 8, seed: 1 })
    expect(new Set(Array.from(drawn, (at) => unit[at])).size).toBe(8)
    expect(drawOnePerUnit(from, unit, String, { most: 100, seed: 1 })).toHaveLength(10)
  })
})

describe('naming clusters', () => {
  const words = ['apples', 'violins', 'harbours']
  const random = seededRandom(4)
  const texts = Array.from({ length: 90 }, (_, at) => textWith([words[at % 3]!], at, random))
  const input: NameClustersInput = {
    clusters: words.map((label, cluster) => ({
      cluster,
      latents: [
        { latent: cluster, label: null, inside: 1, outside: 0 },
        { latent: 9 + cluster, label, inside: 0.9, outside: 0.1 },
      ],
      central: Array.from({ length: 30 }, (_, at) => 3 * at + cluster),
    })),
    documents: documentsOf(texts),
    group: Uint32Array.from(texts, (_, at) => Math.floor(at / 6)),
    cluster: Int32Array.from(texts, (_, at) => at % 3),
    template: shipped('name-clusters'),
    settings: { ...judgeSettings, perCluster: 8 },
  }
  const isTrue = judgeOf((statement, text) => words.some((word) => statement.includes(word) && text.includes(word)))
  const nameOf = (user: string) => fencedIn(user).find(({ heading }) => heading.startsWith('property'))!.text

  test('finds clusters again by right names, on documents that were not shown', async () => {
    const shown = new Set<string>()
    const judged = new Set<string>()
    const { result, calls } = await answered(nameClusters(input), (call) => {
      for (const { heading, text } of fencedIn(call.user))
        if (heading.startsWith('document')) (call.stage === 'name' ? shown : judged).add(text)
      if (call.stage !== 'name') return isTrue(call)
      return JSON.stringify({ name: nameOf(call.user), description: `This document has ${nameOf(call.user)}` })
    })
    expect(result.clusters.map(({ name, accuracy, judged: count }) => [name, accuracy, count])).toEqual(
      words.map((word) => [word, 1, 8]),
    )
    expect(result).toMatchObject({ accuracy: 1, chance: 1 / 3 })
    expect(result.clusters[0]).toMatchObject({ ownShare: 1, othersShare: 0, ambiguous: false })
    const groupOf = (text: string) => input.group[texts.indexOf(text)]!
    const groupsShown = new Set(Array.from(shown, groupOf))
    for (const text of judged) expect(groupsShown).not.toContain(groupOf(text))
    expect(calls).toBe(planned(nameClusters(input)).calls)
  })

  test('shows wrong, equal and missing names for what they are', async () => {
    const { result } = await answered(nameClusters(input), (call) => {
      if (call.stage !== 'name') return isTrue(call)
      const name = nameOf(call.user)
      if (name === 'harbours') return null
      return JSON.stringify({ name: 'apples', description: 'This document has apples' })
    })
    const [apples, violins, harbours] = result.clusters
    // A document with apples is claimed by both descriptions, and half of it comes back.
    expect(apples).toMatchObject({ accuracy: 0.5, ambiguous: true, othersShare: 0 })
    expect(violins).toMatchObject({ accuracy: 0, ambiguous: true, ownShare: 0, othersShare: 0.5 })
    expect(harbours).toMatchObject({ name: null, accuracy: null, missing: 8, ambiguous: false })
    expect(result.accuracy).toBe(0.25)
  })

  test('counts a document with a missing verdict neither way', async () => {
    let lost = 0
    const { result } = await answered(nameClusters(input), (call) => {
      if (call.stage !== 'name' && lost === 0) {
        lost = fencedIn(call.user).length - 1
        return null
      }
      if (call.stage !== 'name') return isTrue(call)
      return JSON.stringify({ name: nameOf(call.user), description: `This document has ${nameOf(call.user)}` })
    })
    expect(result.clusters.reduce((sum, { missing: open }) => sum + open, 0)).toBe(lost)
    expect(result.clusters.map(({ accuracy }) => accuracy)).toEqual([1, 1, 1])
  })
})

describe('reranking', () => {
  const count = 50
  const relevance = shuffle(
    Array.from({ length: count }, (_, at) => at),
    seededRandom(5),
  )
  const texts = relevance.map((each) => `hit of relevance ${each}`)
  const settings = { most: count, window: 10, rounds: 3, characters: 500, seed: 1 }
  const flow = (changes = {}) =>
    rerank({ query: 'of relevance', hits: documentsOf(texts), template: shipped('rerank'), settings: { ...settings, ...changes } })
  const inOrder = (user: string) => {
    const hits = fencedIn(user).slice(1)
    const places = hits
      .map((_, at) => at)
      .toSorted((a, b) => Number(/\d+$/.exec(hits[b]!.text)) - Number(/\d+$/.exec(hits[a]!.text)))
    return JSON.stringify({ order: places.map((place) => place + 1) })
  }
  /** Share of pairs in the right order. */
  const agreement = (order: readonly number[]) => {
    let right = 0
    for (let a = 0; a < order.length; a++) for (let b = 0; b < a; b++) right += +(relevance[order[b]!]! > relevance[order[a]!]!)
    return right / ((order.length * (order.length - 1)) / 2)
  }

  test('comes near the order of a perfect judge, and nearer with more rounds', async () => {
    const { result, calls } = await answered(flow(), ({ user }) => inOrder(user))
    expect(calls).toBe(15)
    expect(planned(flow()).calls).toBe(15)
    expect(agreement(result.order)).toBeGreaterThan(0.88)
    const more = await answered(flow({ rounds: 8 }), ({ user }) => inOrder(user))
    expect(agreement(more.result.order)).toBeGreaterThan(Math.max(0.94, agreement(result.order)))
  })

  test('is not moved by a judge that prefers the first place', async () => {
    const { result } = await answered(flow({ rounds: 8 }), ({ user }) =>
      JSON.stringify({
        order: fencedIn(user)
          .slice(1)
          .map((_, at) => at + 1),
      }),
    )
    expect(Math.abs(agreement(result.order) - 0.5)).toBeLessThan(0.15)
  })

  test('leaves the order as it was without answers, and the hits behind the first ones always', async () => {
    const none = await answered(flow(), () => 'all are fine')
    expect(none.result).toMatchObject({ order: [...Array(count).keys()], missing: 15 })
    expect(none.result.compared.some((times) => times > 0)).toBe(false)
    const some = await answered(flow({ most: 12 }), ({ user }) => inOrder(user))
    expect(some.result.order.slice(12)).toEqual(Array.from({ length: 38 }, (_, at) => 12 + at))
    expect(some.result.order.toSorted((a, b) => a - b)).toEqual([...Array(count).keys()])
  })

  test('a hit that no answer told of keeps its place; of the others it is said how many they were put before', async () => {
    const silent = texts[4]!
    const { result } = await answered(flow(), ({ user }) => (user.includes(`${silent}\n`) ? 'no' : inOrder(user)))
    expect(result.missing).toBeGreaterThan(0)
    expect(result.compared[4]).toBe(0)
    expect(result.order[4]).toBe(4)
    expect(result.order.toSorted((a, b) => a - b)).toEqual([...Array(count).keys()])
    const met = result.order.filter((hit) => result.compared[hit]! > 0)
    expect(agreement(met)).toBeGreaterThan(0.6)
    const best = relevance.indexOf(count - 1)
    expect(result.above[best]).toBe(result.compared[best])
  })

  test('strengths are those of Bradley and Terry', () => {
    // With two items and the half wins and losses against 1, strengths s and 1/s solve 1.5 + ... : symmetric about 0.
    const strengths = rankStrengths(Float64Array.of(0, 3, 1, 0), 2)
    const s = Math.exp(strengths[0]!)
    expect(strengths[0]).toBeCloseTo(-strengths[1]!, 6)
    expect(s * (1 / (s + 1) + 4 / (s + 1 / s))).toBeCloseTo(3.5, 4)
  })
})

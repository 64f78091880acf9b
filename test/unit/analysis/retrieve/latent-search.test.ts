import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fuseByRank } from '../../../../src/main/engine/analysis/retrieve/fuse.ts'
import {
  latentParts,
  latentScale,
  rankWeights,
  searchLatents,
  type WeightedLatent,
} from '../../../../src/main/engine/analysis/retrieve/latent-scores.ts'
import { latentsByExample } from '../../../../src/main/engine/analysis/retrieve/latents-by-example.ts'
import { newScoreBoard } from '../../../../src/main/engine/analysis/retrieve/score-board.ts'

/** A latent whose postings are those of its activations by ordinal that are above 0. */
function weighted(latent: number, weight: number, activations: readonly number[], scale = 1): WeightedLatent {
  const active = activations.map((_, ordinal) => ordinal).filter((ordinal) => activations[ordinal]! > 0)
  return {
    latent,
    weight,
    scale,
    ordinals: Uint32Array.from(active),
    maxima: Float32Array.from(active, (ordinal) => activations[ordinal]!),
  }
}

/** Three latents over five documents; the last document has none of them. */
const activations = [
  [4, 1, 0, 2, 0],
  [0, 8, 0, 8, 0],
  [1, 1, 9, 1, 0],
]

function ranking(temperature: number, scales = [1, 1, 1]): number[] {
  const weights = rankWeights(3, temperature)
  const latents = activations.map((each, at) => weighted(at, weights[at]!, each, scales[at]))
  return [...searchLatents(newScoreBoard(5), latents, { limit: 10 }).ordinals]
}

describe('rankWeights', () => {
  test('is exp(-r / kT)', () => {
    expect([...rankWeights(3, 0.5)]).toEqual([1, Math.exp(-1 / 1.5), Math.exp(-2 / 1.5)])
    expect(rankWeights(100)[20]).toBeCloseTo(Math.exp(-1), 12)
    expect([...rankWeights(3, Infinity)]).toEqual([1, 1, 1])
    expect([...rankWeights(3, 0)]).toEqual([1, 0, 0])
    expect([...rankWeights(0)]).toEqual([])
    expect(() => rankWeights(3, -1)).toThrow(RangeError)
    expect(() => rankWeights(3, NaN)).toThrow(RangeError)
  })
})

describe('searchLatents', () => {
  test('follows the best latent alone as the temperature goes to 0, the plain sum as it goes to infinity', () => {
    expect(ranking(0)).toEqual([0, 3, 1])
    expect(ranking(1e-9)).toEqual([0, 3, 1])
    expect(ranking(Infinity)).toEqual([3, 1, 2, 0])
    expect(ranking(1e9)).toEqual([3, 1, 2, 0])
  })

  test('divides by the scale, leaves out what has none of the latents, and ranks equals by ordinal', () => {
    expect(ranking(Infinity, [4, 8, 1])).toEqual([2, 3, 1, 0])
    expect(ranking(Infinity, [4, 8, 9])).toEqual([3, 1, 0, 2])
    const alike = weighted(0, 1, [2, 2, 0, 2])
    expect([...searchLatents(newScoreBoard(4), [alike], { limit: 2 }).ordinals]).toEqual([0, 1])
  })

  test('keeps to the documents that pass, and starts anew with each question', () => {
    const board = newScoreBoard(5)
    const latents = [weighted(0, 1, activations[0]!)]
    expect([...searchLatents(board, latents, { limit: 9, passing: Uint32Array.of(1, 4) }).ordinals]).toEqual([1])
    expect([...searchLatents(board, latents, { limit: 9 }).scores]).toEqual([4, 2, 1])
    expect([...searchLatents(board, latents, { limit: 0 }).ordinals]).toEqual([])
    expect([...searchLatents(board, [], { limit: 9 }).ordinals]).toEqual([])
  })

  test('lets latents of negative weight hold back what others brought, and bring nothing', () => {
    const latents = [weighted(1, -1, [5, 3, 1, 0]), weighted(0, 1, [2, 0, 2, 2])]
    expect([...searchLatents(newScoreBoard(4), latents, { limit: 9 }).ordinals]).toEqual([3, 2])
  })

  test('holds documents back by the root of how much is active in them, when told', () => {
    const latents = [weighted(0, 1, [4, 3, 0, 2])]
    const activeLatents = Uint32Array.of(15, 3, 0, 3)
    const { ordinals, scores } = searchLatents(newScoreBoard(4), latents, { limit: 9, activeLatents })
    expect([...ordinals]).toEqual([1, 0, 3])
    expect([...scores]).toEqual([1.5, 1, 1])
  })

  test('agrees with the dense sum', () => {
    const row = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 12, maxLength: 12 })
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 12 }), (rows, limit) => {
        const weights = rankWeights(rows.length)
        const { ordinals, scores } = searchLatents(
          newScoreBoard(12),
          rows.map((each, at) => weighted(at, weights[at]!, each)),
          { limit },
        )
        const dense = rows[0]!.map((_, ordinal) => rows.reduce((sum, each, at) => sum + weights[at]! * each[ordinal]!, 0))
        const expected = dense.filter((score) => score > 0).sort((a, b) => b - a)
        expect(ordinals.length).toBe(Math.min(limit, expected.length))
        ordinals.forEach((ordinal, at) => {
          expect(scores[at]).toBeCloseTo(expected[at]!, 4)
          expect(scores[at]).toBeCloseTo(dense[ordinal]!, 4)
        })
      }),
    )
  })

  test('says why', () => {
    const latents = [weighted(7, 0.5, [0, 4], 2), weighted(8, 1, [3, 1], 4), weighted(9, -2, [0, 6], 3), weighted(6, 1, [1, 0])]
    expect(latentParts(1, latents)).toEqual([
      { latent: 9, activation: 6, part: -4 },
      { latent: 7, activation: 4, part: 1 },
      { latent: 8, activation: 1, part: 0.25 },
    ])
    expect(latentParts(5, latents)).toEqual([])
  })
})

describe('latentScale', () => {
  test('is the 90th percentile without zeros, and 1 where nothing is active', () => {
    expect(latentScale(Float32Array.from({ length: 11 }, (_, at) => at + 1))).toBe(10)
    expect(latentScale(Float32Array.from([...new Array<number>(500).fill(0), 1, 2, 3]))).toBeCloseTo(2.8, 6)
    expect(latentScale(new Float32Array(4))).toBe(1)
    expect(latentScale(new Float32Array(0))).toBe(1)
  })
})

describe('latentsByExample', () => {
  /** Documents whose latents are all active at 1. */
  const rows = (...lists: number[][]) =>
    lists.map((list) => ({ latents: Uint32Array.from(list), maxima: new Float32Array(list.length).fill(1) }))
  const frequencies = Uint32Array.of(100, 3, 50, 40, 2)
  const corpus = { frequencies, documents: 100, scaleOf: () => 1, limit: 10 }

  test('prefers what the liked have and the corpus seldom has, and leaves out what everything has', () => {
    const weights = latentsByExample({ ...corpus, liked: rows([0, 1, 2], [0, 1]), disliked: [] })
    expect(weights).toEqual([{ latent: 1, weight: 1 }])
    const [first, second] = latentsByExample({ ...corpus, liked: rows([1, 3], [1, 3]), disliked: [] })
    expect([first!.latent, second!.latent]).toEqual([1, 3])
    const logOdds = (others: number) => Math.log((2.5 * (98.5 - others)) / (0.5 * (others + 0.5)))
    expect(second!.weight).toBeCloseTo(logOdds(38) / logOdds(1), 12)
  })

  test('weighs by how strongly the examples have a latent, up to twice its scale', () => {
    const documents = [
      { latents: Uint32Array.of(1, 2), maxima: Float32Array.of(3, 90) },
      { latents: Uint32Array.of(1, 2), maxima: Float32Array.of(1, 0) },
    ]
    const even = { ...corpus, frequencies: Uint32Array.of(100, 30, 30), disliked: [] }
    const weights = latentsByExample({ ...even, liked: documents, scaleOf: (latent) => (latent === 1 ? 2 : 10) })
    expect(weights.map(({ latent }) => latent)).toEqual([1, 2])
    expect(weights[1]!.weight).toBeCloseTo(1 / 1, 12)
    const again = latentsByExample({ ...even, liked: documents, scaleOf: (latent) => (latent === 1 ? 4 : 10) })
    expect(again.map(({ latent }) => latent)).toEqual([2, 1])
    expect(again[1]!.weight).toBeCloseTo(0.5, 12)
  })

  test('counts what the disliked have against', () => {
    const weights = latentsByExample({ ...corpus, liked: rows([1, 3]), disliked: rows([3, 4], [3]) })
    expect(weights.map(({ latent, weight }) => [latent, Math.sign(weight)])).toEqual([
      [1, 1],
      [4, -1],
      [3, -1],
    ])
    expect(latentsByExample({ ...corpus, liked: rows([1]), disliked: rows([1]) })).toEqual([])
  })

  test('takes at most so many of each side, and none without examples', () => {
    const question = { ...corpus, liked: rows([1, 3, 4]), disliked: rows([2]), frequencies: Uint32Array.of(100, 3, 20, 40, 2) }
    expect(latentsByExample({ ...question, limit: 1 }).map(({ latent }) => latent)).toEqual([4, 2])
    expect(latentsByExample({ ...question, liked: [], disliked: [] })).toEqual([])
  })
})

describe('fuseByRank', () => {
  test('adds reciprocal ranks, and gives a document of one list its part only', () => {
    const hits = fuseByRank([Uint32Array.of(7, 3), Uint32Array.of(3, 9)], 10)
    expect(hits.map(({ ordinal }) => ordinal)).toEqual([3, 7, 9])
    expect(hits.map(({ score }) => score)).toEqual([1 / 61 + 1 / 62, 1 / 61, 1 / 62])
    expect(hits.map(({ ranks }) => ranks)).toEqual([
      [2, 1],
      [1, 0],
      [0, 2],
    ])
  })

  test('ranks equals by ordinal, keeps to the limit, and is one list where there is one', () => {
    expect(fuseByRank([Uint32Array.of(5, 2), Uint32Array.of(2, 5)], 10).map(({ ordinal }) => ordinal)).toEqual([2, 5])
    expect(fuseByRank([Uint32Array.of(9, 1, 4)], 2).map(({ ordinal }) => ordinal)).toEqual([9, 1])
    expect(fuseByRank([new Uint32Array(0), new Uint32Array(0)], 2)).toEqual([])
  })

  test('does not depend on the order of the lists', () => {
    const list = fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 20 }).map((each) => Uint32Array.from(each))
    fc.assert(
      fc.property(list, list, list, (a, b, c) => {
        const order = (lists: Uint32Array[]) => fuseByRank(lists, 100).map(({ ordinal, score }) => [ordinal, score])
        expect(order([c, a, b])).toEqual(order([a, b, c]))
      }),
    )
  })
})

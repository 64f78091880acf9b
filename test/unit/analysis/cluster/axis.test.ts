import { describe, expect, test } from 'vitest'
import { axisLatents } from '../../../../src/main/engine/analysis/cluster/axis-latents.ts'
import { clusterDocuments } from '../../../../src/main/engine/analysis/cluster/cluster-documents.ts'
import { distinguishingLatents } from '../../../../src/main/engine/analysis/cluster/distinguishing-latents.ts'
import { hungarianAccuracy } from '../../../../bench/measures/cluster-agreement.ts'
import { newcombeInterval } from '../../../../src/main/engine/numerics/proportion-intervals.ts'
import { seededRandom } from '../../../../src/main/engine/numerics/seeded-random.ts'
import { plantedAxes } from '../../../support/planted-axes.ts'
import { columnsOnly, matrixOf } from './binary-rows.ts'

describe('960 documents on four axes', () => {
  const shape = { levels: [4, 2, 3, 2], perCell: 20, latents: 10, on: 0.6, off: 0.02, background: 300 }

  test('filtered to the latents of an axis, the clusters are its levels', () => {
    const { documents, truth, latentsOf } = plantedAxes({ ...shape, seed: 1 })
    expect(documents.rows).toBe(960)
    for (const [axis, levels] of shape.levels.entries()) {
      const found = clusterDocuments({ documents: columnsOnly(documents, latentsOf[axis]!), k: levels, seed: 1 })
      expect(hungarianAccuracy(truth[axis]!, found.cluster)).toBeGreaterThanOrEqual(0.95)
    }
  })

  test('without a filter they follow the axis with most latents', () => {
    const { documents, truth } = plantedAxes({ ...shape, latentsOf: [30, 10, 10, 10], seed: 4 })
    const { cluster } = clusterDocuments({ documents, k: 4, seed: 4 })
    expect(hungarianAccuracy(truth[0]!, cluster)).toBeGreaterThan(0.95)
    for (const axis of [1, 2, 3]) expect(hungarianAccuracy(truth[axis]!, cluster)).toBeLessThan(0.55)
  })
})

describe('axisLatents', () => {
  const draw = seededRandom(3)
  const noise = (length: number) => Float32Array.from({ length }, () => 0.3 * draw())
  const cut = 0.3
  const byChance = 0.001

  test('takes the labels above the cut, most similar first, weighed from a half to one', () => {
    const similarities = noise(4000)
    for (const [at, latent] of [17, 5, 900, 33].entries()) similarities[latent] = 0.8 - at / 10
    similarities[6] = NaN
    const axis = axisLatents({ similarities, cut, byChance, live: 4000 })
    expect([...axis.latents]).toEqual([17, 5, 900, 33])
    expect(axis.weights[0]).toBe(1)
    expect(axis.weights[3]).toBeCloseTo(0.7, 2)
    expect(axis).toMatchObject({ matched: 4, labelled: 3999, tooFew: false })
  })

  test('takes no more than a small share of the lens', () => {
    const similarities = Float32Array.from({ length: 4000 }, (_, latent) => 1 - latent / 4000)
    const most = (live: number) => axisLatents({ similarities, cut, byChance, live }).latents
    expect(most(4000)).toHaveLength(20)
    expect(most(100)).toHaveLength(8)
    expect([...most(100)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    expect(axisLatents({ similarities, cut, byChance, live: 100 }).matched).toBeGreaterThan(2000)
  })

  test('says when no more labels match than would match anything', () => {
    const similarities = noise(4000)
    for (const latent of [1, 2, 3]) similarities[latent] = 0.5
    expect(axisLatents({ similarities, cut, byChance, live: 4000 })).toMatchObject({ matched: 3, tooFew: true })
    const nothing = axisLatents({ similarities: new Float32Array(5).fill(NaN), cut: 1, byChance, live: 5 })
    expect(nothing).toMatchObject({ matched: 0, labelled: 0, tooFew: true, latents: new Uint32Array(0) })
  })
})

describe('distinguishingLatents', () => {
  test('compares each cluster with all other documents', () => {
    const documents = matrixOf(
      [...Array.from({ length: 10 }, (_, row) => (row < 8 ? [0, 2] : [2])), ...Array.from({ length: 10 }, () => [1, 2]), [0], []],
      4,
    )
    const cluster = Int32Array.from({ length: 22 }, (_, row) => (row < 10 ? 0 : row < 20 ? 1 : -1))
    const [first = [], second = []] = distinguishingLatents(documents, cluster, 2)
    expect(first).toEqual([
      {
        latent: 0,
        inside: 8,
        outside: 1,
        difference: 8 / 10 - 1 / 12,
        interval: newcombeInterval({ successes: 8, trials: 10 }, { successes: 1, trials: 12 }),
        lift: 8 / 10 / (1 / 12),
      },
    ])
    expect(second.map(({ latent, lift }) => [latent, lift])).toEqual([[1, Infinity]])
  })

  test('answers without documents, clusters or others to compare with', () => {
    expect(distinguishingLatents(matrixOf([], 3), new Int32Array(0), 0)).toEqual([])
    expect(distinguishingLatents(matrixOf([[0], [0]], 1), Int32Array.of(0, 0), 1)).toEqual([[]])
    expect(distinguishingLatents(matrixOf([[0], [0], [1]], 2), Int32Array.of(0, 0, 1), 2, 0)).toEqual([[], []])
  })
})

import { describe, expect, test } from 'vitest'
import type { ClusterRequest } from '../../../../src/main/engine/analysis/cluster/cluster-documents.ts'
import { clusterDocuments } from '../../../../src/main/engine/analysis/cluster/cluster-documents.ts'
import { adjustedRand } from '../../../../bench/measures/cluster-agreement.ts'
import { seededRandom } from '../../../../src/main/engine/numerics/seeded-random.ts'
import { jaccard, matrixOf, randomRows, rowOf } from './binary-rows.ts'
import { readGolden } from '../../../support/read-golden.ts'

type Golden = {
  readonly cases: readonly {
    readonly k: number
    readonly rows: readonly string[]
    readonly truth: readonly number[]
    readonly eigenvalues: readonly number[]
    readonly labels: readonly number[]
    readonly truthAgreement: number
  }[]
}
const golden = readGolden('cluster/spectral.json.gz') as Golden

/** `blocks` groups of `each` rows; a row has about 60 % of the 12 columns of its group and 2 % of the others. */
const planted = (blocks: number, each: number, seed: number, off = 0.02) => {
  const random = seededRandom(seed)
  const truth = Array.from({ length: blocks * each }, (_, row) => row % blocks)
  const documents = randomRows(
    truth.length,
    blocks * 12,
    (row, column) => (Math.floor(column / 12) === truth[row] ? 0.6 : off),
    random,
  )
  return { documents, truth }
}

const finite = (values: ArrayLike<number>) => Array.from(values).every(Number.isFinite)

describe('the exact mode', () => {
  test('finds the spectrum and the clusters that scikit-learn finds', () => {
    for (const { k, rows, truth, eigenvalues, labels, truthAgreement } of golden.cases) {
      const documents = matrixOf(
        rows.map((row) => [...row].flatMap((bit, column) => (bit === '1' ? [column] : []))),
        rows[0]!.length,
      )
      const found = clusterDocuments({ documents, k, mode: 'exact', seed: 1 })
      for (const [at, value] of eigenvalues.entries()) expect(found.eigenvalues[at]).toBeCloseTo(value, 5)
      expect(adjustedRand(labels, found.cluster)).toBeGreaterThanOrEqual(truthAgreement === 1 ? 0.99 : 0.95)
      expect(adjustedRand(truth, found.cluster)).toBeGreaterThanOrEqual(truthAgreement - 0.02)
    }
  })
})

describe('all modes', () => {
  const modes = ['exact', 'graph', 'landmarks'] as const

  test('find separable blocks, number them by size and give the same for the same seed', () => {
    for (const mode of modes) {
      const { documents, truth } = planted(4, 60, 3)
      const request: ClusterRequest = { documents, k: 4, mode, landmarks: 150, seed: 5 }
      const found = clusterDocuments(request)
      expect(found.mode).toBe(mode)
      // Landmarks carry over to most of the rest, not to every single one.
      expect(adjustedRand(truth, found.cluster)).toBeGreaterThanOrEqual(mode === 'landmarks' ? 0.98 : 1)
      expect([...found.sizes]).toEqual([...found.sizes].sort((a, b) => b - a))
      for (const [which, size] of found.sizes.entries()) expect(found.cluster.filter((each) => each === which)).toHaveLength(size)
      expect(clusterDocuments(request)).toEqual(found)
    }
  })

  test('choose the planted number by the eigengap', () => {
    for (const mode of modes) {
      for (const blocks of [2, 4]) {
        const { documents, truth } = planted(blocks, 50, blocks)
        const found = clusterDocuments({ documents, k: 'eigengap', mode, landmarks: 150, seed: 5 })
        expect(found.k).toBe(blocks)
        expect(adjustedRand(truth, found.cluster)).toBeGreaterThanOrEqual(0.97)
      }
    }
  })

  test('find parts that have nothing in common with one another', () => {
    for (const mode of modes) {
      const { documents, truth } = planted(3, 50, 8, 0)
      const found = clusterDocuments({ documents, k: 3, mode, landmarks: 100, seed: 2 })
      const empty = truth.flatMap((_, row) => (rowOf(documents, row).length === 0 ? [row] : []))
      expect([...found.cluster].flatMap((which, row) => (which < 0 ? [row] : []))).toEqual(empty)
      const assigned = truth.flatMap((_, row) => (found.cluster[row]! < 0 ? [] : [row]))
      expect(
        adjustedRand(
          assigned.map((row) => truth[row]!),
          assigned.map((row) => found.cluster[row]!),
        ),
      ).toBe(1)
      if (mode !== 'landmarks') expect([...found.conductance].every((value) => value < 1e-9)).toBe(true)
    }
  })

  test('do not let many copies of one row tear the graph, and keep copies together', () => {
    for (const mode of modes) {
      const { documents, truth } = planted(3, 60, 4)
      const rows = truth.map((_, row) => rowOf(documents, row))
      // 100 copies of one row of the first block, more than it can have neighbours.
      const copied = matrixOf([...rows, ...Array.from({ length: 100 }, () => rows[0]!)], documents.columns)
      const found = clusterDocuments({ documents: copied, k: 3, mode, seed: 2 })
      expect(adjustedRand([...truth, ...new Array<number>(100).fill(truth[0]!)], found.cluster)).toBe(1)
    }
  })

  test('leave what has nothing, or nothing in common with others, unassigned', () => {
    for (const mode of modes) {
      const { documents, truth } = planted(2, 40, 9)
      const rows = [...truth.map((_, row) => rowOf(documents, row)), [], [documents.columns]]
      const found = clusterDocuments({ documents: matrixOf(rows, documents.columns + 1), k: 2, mode, seed: 2 })
      expect([...found.cluster.subarray(80)]).toEqual([-1, -1])
      expect([...found.affinity.subarray(80)]).toEqual([0, 0])
      expect([...found.map.subarray(160)]).toEqual([0, 0, 0, 0])
      expect(adjustedRand(truth, found.cluster.subarray(0, 80))).toBe(1)
      expect(finite(found.affinity) && finite(found.map) && finite(found.eigenvalues) && finite(found.conductance)).toBe(true)
    }
  })

  test('answer for the smallest inputs', () => {
    const cases: readonly [rows: number[][], k: ClusterRequest['k'], expected: number[]][] = [
      [[], 3, []],
      [[], 'eigengap', []],
      [[[]], 2, [-1]],
      [[[1]], 1, [0]],
      [[[1]], 5, [0]],
      [[[1]], 'eigengap', [0]],
      [
        [
          [1, 2],
          [1, 2],
          [1, 2],
        ],
        2,
        [0, 0, 0],
      ],
      [[[1], [2], [2]], 5, [1, 0, 0]],
      [[[0, 1], [1, 2], [5], [5, 6]], 1, [0, 0, 0, 0]],
      [[[0], [1], [2], [3]], 2, [-1, -1, -1, -1]],
    ]
    for (const mode of modes) {
      for (const [rows, k, expected] of cases) {
        const found = clusterDocuments({ documents: matrixOf(rows, 8), k, mode, seed: 1 })
        expect([mode, ...found.cluster]).toEqual([mode, ...expected])
        expect(found.k).toBe(new Set(expected.filter((which) => which >= 0)).size)
        expect(finite(found.affinity) && finite(found.map) && finite(found.eigenvalues) && finite(found.conductance)).toBe(true)
      }
    }
  })

  test('weigh columns', () => {
    // By number of columns, noise in 20 columns wins; by weight, two columns that split the documents otherwise.
    const random = seededRandom(4)
    const noise = Array.from({ length: 200 }, () => (random() < 0.5 ? 0 : 1))
    const truth = Array.from({ length: 200 }, () => (random() < 0.5 ? 0 : 1))
    const documents = randomRows(
      200,
      22,
      (row, column) => (column < 20 ? (Math.floor(column / 10) === noise[row] ? 0.7 : 0.05) : column - 20 === truth[row] ? 1 : 0),
      random,
    )
    const weights = new Float64Array(22).fill(0.01)
    weights.fill(1, 20)
    for (const mode of ['exact', 'graph'] as const) {
      // With fewer neighbours than half of a group, its graph can fall apart by the noise.
      const request: ClusterRequest = { documents, k: 2, mode, neighbours: 70, seed: 1 }
      expect(adjustedRand(noise, clusterDocuments(request).cluster)).toBeGreaterThan(0.8)
      expect(adjustedRand(truth, clusterDocuments({ ...request, weights }).cluster)).toBe(1)
    }
  })
})

test('a document is central in the order of its mean Jaccard similarity to its cluster', () => {
  const { documents } = planted(3, 60, 4)
  const { cluster, affinity } = clusterDocuments({ documents, k: 3, seed: 1 })
  for (let which = 0; which < 3; which++) {
    const members = [...cluster.keys()].filter((row) => cluster[row] === which)
    const mean = (row: number) =>
      members.reduce((sum, other) => sum + (other === row ? 0 : jaccard(documents, row, other)), 0) / (members.length - 1)
    const exact = members.map(mean)
    for (const [at, row] of members.entries()) expect(Math.abs(affinity[row]! - exact[at]!)).toBeLessThan(0.03)
    const byOurs = [...members.keys()].sort((a, b) => affinity[members[b]!]! - affinity[members[a]!]!)
    const best = Math.max(...exact)
    expect(exact[byOurs[0]!]).toBeGreaterThan(best - 0.01)
  }
})

test('neighbours lie nearer on the map than others', () => {
  const { documents, truth } = planted(4, 100, 6)
  const { map } = clusterDocuments({ documents, k: 4, seed: 1 })
  let right = 0
  for (let row = 0; row < truth.length; row++) {
    const distances = truth.map((_, other) =>
      other === row ? Infinity : Math.hypot(map[row * 2]! - map[other * 2]!, map[row * 2 + 1]! - map[other * 2 + 1]!),
    )
    right += truth[distances.indexOf(Math.min(...distances))] === truth[row] ? 1 : 0
  }
  expect(right / truth.length).toBeGreaterThan(0.95)
})

test('requests that make no sense are refused', () => {
  const documents = matrixOf([[0], [0, 1], [1]], 2)
  const refused = (change: Partial<ClusterRequest>) => () => clusterDocuments({ documents, k: 2, seed: 1, ...change })
  expect(refused({ k: 0 })).toThrow('0 clusters')
  expect(refused({ k: 2.5 })).toThrow('2.5 clusters')
  expect(refused({ neighbours: 0 })).toThrow('0 neighbours')
  expect(refused({ landmarks: 0 })).toThrow('0 landmarks')
  expect(refused({ weights: Float64Array.of(1) })).toThrow('weights')
  expect(refused({ weights: Float64Array.of(1, 0) })).toThrow('weights')
})

test('what progress throws ends the work', () => {
  const { documents } = planted(4, 150, 3)
  const shares: number[] = []
  const stop = (share: number) => {
    shares.push(share)
    if (shares.length === 2) throw new Error('stopped')
  }
  expect(() => clusterDocuments({ documents, k: 4, seed: 1, progress: stop })).toThrow('stopped')
  expect(shares[1]).toBeGreaterThan(shares[0]!)
})

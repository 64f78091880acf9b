import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { conductances } from '../../../../src/main/engine/analysis/cluster/affinity.ts'
import { compareRows, triangleStart } from '../../../../src/main/engine/analysis/cluster/compare-rows.ts'
import { distinctRows } from '../../../../src/main/engine/analysis/cluster/distinct-rows.ts'
import { exactAffinity } from '../../../../src/main/engine/analysis/cluster/exact-affinity.ts'
import { neighbourGraph } from '../../../../src/main/engine/analysis/cluster/neighbour-graph.ts'
import { seededRandom } from '../../../../src/main/engine/numerics/seeded-random.ts'
import { jaccard, matrixOf, randomRows, rowOf } from './binary-rows.ts'
import { readGolden } from '../../../support/read-golden.ts'

type Golden = { readonly cases: readonly { readonly rows: readonly string[]; readonly firstAffinities: readonly number[] }[] }
const golden = readGolden('cluster/spectral.json.gz') as Golden

const someRows = fc.array(fc.array(fc.nat(6), { maxLength: 5 }), { maxLength: 20 }).map((rows) => matrixOf(rows, 7))

describe('compareRows', () => {
  test('has the Jaccard similarities of scikit-learn', () => {
    for (const { rows, firstAffinities } of golden.cases) {
      const matrix = matrixOf(
        rows.map((row) => [...row].flatMap((bit, column) => (bit === '1' ? [column] : []))),
        rows[0]!.length,
      )
      const triangle = new Float32Array((rows.length * (rows.length - 1)) / 2)
      compareRows({ matrix, weights: undefined, neighbours: 5, triangle })
      for (let other = 1; other < rows.length; other++) expect(triangle[other - 1]).toBeCloseTo(firstAffinities[other]!, 6)
    }
  })

  test('has all weighted similarities and the nearest neighbours that brute force finds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 25 }),
        fc.integer({ min: 1, max: 9 }),
        fc.boolean(),
        fc.nat(),
        (rows, neighbours, weighted, seed) => {
          const random = seededRandom(seed)
          const matrix = randomRows(rows, 30, (_, column) => column / 30, random)
          const weights = weighted ? Float64Array.from({ length: 30 }, () => 0.05 + random()) : undefined
          const triangle = new Float32Array((rows * (rows - 1)) / 2)
          const heaps = compareRows({ matrix, weights, neighbours, triangle })
          for (let row = 0; row < rows; row++) {
            const similar: number[] = []
            for (let other = 0; other < rows; other++) {
              const similarity = jaccard(matrix, row, other, weights)
              if (other > row) expect(triangle[triangleStart(row, rows) + other - row - 1]).toBeCloseTo(similarity, 6)
              if (other !== row && similarity > 0) similar.push(similarity)
            }
            const expected = similar.sort((a, b) => b - a).slice(0, neighbours)
            const { capacity } = heaps
            const held = [...heaps.similarities.subarray(row * capacity, row * capacity + heaps.sizes[row]!)].sort((a, b) => b - a)
            expect(held).toHaveLength(expected.length)
            // Ties are broken by at most a share of 2^-16.
            for (const [at, similarity] of expected.entries()) expect(Math.abs(held[at]! - similarity)).toBeLessThan(2e-5)
          }
        },
      ),
    )
  })

  test('equally similar rows do not all have the same neighbours', () => {
    const matrix = matrixOf(
      Array.from({ length: 200 }, (_, row) => [0, row + 1]),
      201,
    )
    const { others } = compareRows({ matrix, weights: undefined, neighbours: 5 })
    expect(new Set(others).size).toBeGreaterThan(180)
  })
})

test('distinct rows are all rows once, empty ones left out', () => {
  fc.assert(
    fc.property(someRows, (documents) => {
      const { matrix, masses, rowOf: place } = distinctRows(documents)
      const texts = Array.from({ length: documents.rows }, (_, row) => rowOf(documents, row).join())
      expect(Array.from({ length: matrix.rows }, (_, row) => rowOf(matrix, row).join())).toEqual(
        [...new Set(texts)].filter((text) => text !== ''),
      )
      for (const [row, text] of texts.entries()) {
        if (text === '') expect(place[row]).toBe(-1)
        else expect(rowOf(matrix, place[row]!).join()).toBe(text)
      }
      expect([...masses]).toEqual(Array.from(masses, (_, row) => place.filter((each) => each === row).length))
    }),
  )
})

describe('affinities as operators', () => {
  test('exact: the sum over all pairs of documents, copies counted one by one', () => {
    fc.assert(
      fc.property(someRows, fc.nat(), (documents, seed) => {
        const { matrix, masses, rowOf: place } = distinctRows(documents)
        const random = seededRandom(seed)
        const x = Float64Array.from(masses, () => random() - 0.5)
        const affinity = exactAffinity({ matrix, weights: undefined, neighbours: 3 }, masses)
        const expected = new Float64Array(matrix.rows)
        const degrees = new Float64Array(matrix.rows)
        for (let a = 0; a < documents.rows; a++) {
          for (let b = 0; b < documents.rows; b++) {
            if (a === b || place[a]! < 0 || place[b]! < 0) continue
            expected[place[a]!]! += jaccard(documents, a, b) * x[place[b]!]!
            degrees[place[a]!]! += jaccard(documents, a, b)
          }
        }
        const y = new Float64Array(matrix.rows)
        affinity.multiply(x, y)
        for (const [row, value] of expected.entries()) {
          expect(y[row]).toBeCloseTo(value, 5)
          expect(affinity.degrees[row]).toBeCloseTo(degrees[row]!, 5)
          expect(affinity.isolated[row]).toBe(degrees[row] === 0 ? 1 : 0)
        }
      }),
    )
  })

  test('graph: symmetric, and the exact one where all rows are neighbours of all and copies are few', () => {
    fc.assert(
      fc.property(someRows, fc.nat(), (documents, seed) => {
        const { matrix, masses } = distinctRows(documents)
        const random = seededRandom(seed)
        const x = Float64Array.from(masses, () => random() - 0.5)
        const rows = { matrix, weights: undefined, neighbours: 30 }
        const [exact, graph] = [exactAffinity(rows, masses), neighbourGraph(compareRows(rows), masses)]
        const few = masses.every((mass) => mass <= graph.nearest.capacity)
        const [y, z] = [new Float64Array(masses.length), new Float64Array(masses.length)]
        exact.multiply(x, y)
        graph.multiply(x, z)
        if (few) for (const [row, value] of y.entries()) expect(z[row]).toBeCloseTo(value, 3)
        expect(graph.connected).toBe(exact.connected)
        expect(graph.isolated).toEqual(exact.isolated)
        const sparse = neighbourGraph(compareRows({ ...rows, neighbours: 2 }), masses)
        const other = Float64Array.from(masses, () => random() - 0.5)
        const inner = (a: Float64Array, b: Float64Array) => {
          sparse.multiply(a, y)
          return y.reduce((sum, value, row) => sum + value * b[row]!, 0)
        }
        expect(inner(x, other)).toBeCloseTo(inner(other, x), 9)
      }),
    )
  })
})

test('conductance is the affinity that leaves a cluster over the smaller side', () => {
  // 0 - 1 and 2 - 3 share two of three and two of two columns; 1 - 2 share one.
  const matrix = matrixOf(
    [
      [0, 1],
      [0, 1, 2],
      [2, 3, 4],
      [3, 4],
    ],
    5,
  )
  const affinity = exactAffinity({ matrix, weights: undefined, neighbours: 3 }, Uint32Array.of(1, 1, 1, 1))
  const [near, far] = [2 / 3, 1 / 5]
  expect(conductances(affinity, Int32Array.of(0, 0, 1, 1), 2)[0]).toBeCloseTo(far / (2 * near + far), 6)
  expect([...conductances(affinity, Int32Array.of(0, 0, 0, 0), 2)]).toEqual([0, 0])
  expect(conductances(affinity, Int32Array.of(0, -1, 1, 1), 2)[0]).toBeCloseTo(1, 6)
})

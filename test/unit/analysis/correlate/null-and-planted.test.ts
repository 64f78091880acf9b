import { describe, expect, test } from 'vitest'
import { correlate } from '../../../../src/main/engine/analysis/correlate/correlate.ts'
import { transpose } from '../../../../src/main/engine/numerics/binary-matrix.ts'
import type { BinaryMatrix } from '../../../../src/main/engine/numerics/binary-matrix.ts'
import { seededRandom, shuffle } from '../../../../src/main/engine/numerics/seeded-random.ts'
import { curveball } from '../../../support/curveball.ts'
import { nullCorrelations, nullScenarios } from '../../../support/null-correlations.ts'
import { syntheticProperties } from '../../../support/synthetic-properties.ts'
import { matrixOf } from './brute-force-correlations.ts'

test('curveball keeps both margins and little else', () => {
  const matrix = syntheticProperties({ properties: 80, documents: 150, present: 12, spread: 0.8, seed: 2 })
  const drawn = curveball(matrix, seededRandom(1))
  const documents = (each: BinaryMatrix) => transpose(each).starts
  expect(drawn.starts).toEqual(matrix.starts)
  expect(documents(drawn)).toEqual(documents(matrix))
  const pairs = new Set(entries(matrix))
  expect(entries(drawn).filter((each) => pairs.has(each)).length).toBeLessThan(0.6 * pairs.size)
  expect(entries(curveball(matrix, seededRandom(1)))).toEqual(entries(drawn))
})

function entries({ rows, columns, starts, indices }: BinaryMatrix): number[] {
  return Array.from({ length: rows }, (_, row) =>
    Array.from(indices.subarray(starts[row], starts[row + 1]), (each) => row * columns + each),
  ).flat()
}

describe('where nothing is associated but by richness, corpora and copies', () => {
  test.each(nullScenarios)('%s: at most one draw of twenty has a discovery, and all have by plain independence', (scenario) => {
    const sizes = { properties: 200, documents: 500, present: 40, spread: 0.8, seed: 1 }
    let given = 0
    let plain = 0
    for (let draw = 0; draw < 20; draw++) {
      const { a, b, corpus, unit } = nullCorrelations(scenario, sizes, draw)
      if (correlate({ a, b, corpus, unit, richness: b === null ? 'a' : 'both', limit: 0 }).discoveries > 0) given++
      const none = new Uint16Array(a.columns)
      const independent = { a, b, corpus: none, unit: Uint32Array.from(none.keys()), richness: 'none' as const, limit: 0 }
      if (correlate(independent).discoveries > 0) plain++
    }
    expect(given).toBeLessThanOrEqual(1)
    expect(plain).toBe(20)
  })
})

describe('a pair planted in 10 of 1,000 documents', () => {
  const documents = 1000
  // Labels that are alike: the decoy's two, and every background property with the next.
  const alike = (a: number, b: number) => b - a === 1 && a % 2 === 0

  test.each([false, true])('is found in 10 of 10 draws; similar labels left out: %s', (filtered) => {
    for (let seed = 0; seed < 10; seed++) {
      const random = seededRandom(seed)
      const background = syntheticProperties({ properties: 1500, documents, present: 40, spread: 0.5, seed: 50 + seed })
      const order = shuffle(
        Uint32Array.from({ length: documents }, (_, at) => at),
        random,
      )
      const some = (from: number, others: number) => [
        ...order.subarray(from, from + 10),
        ...order.subarray(100 + others, 105 + others),
      ]
      const sorted = (each: number[]) => each.toSorted((x, y) => x - y)
      const decoy = [sorted(some(20, 20)), sorted(some(20, 30))]
      const planted = [sorted(some(0, 0)), sorted(some(0, 10))]
      const a = withRows(background, [...decoy, planted[0]!, [1, 2, 3], planted[1]!])
      const corpus = new Uint16Array(documents)
      const unit = Uint32Array.from(corpus.keys())
      const accept = (i: number, j: number) => !filtered || !alike(i, j)
      const { pairs } = correlate({ a, b: null, corpus, unit, richness: 'a', limit: 10, accept })
      const found = pairs.map((each) => [each.a, each.b])
      expect(found.slice(0, filtered ? 1 : 2)).toContainEqual([1502, 1504])
      if (!filtered) expect(found).toContainEqual([1500, 1501])
      else expect(found).not.toContainEqual([1500, 1501])
      expect(pairs[0]).toMatchObject({ support: 10, onlyA: 5, onlyB: 5 })
    }
  })
})

/** The matrix with more properties after its own. */
function withRows(matrix: BinaryMatrix, properties: readonly (readonly number[])[]): BinaryMatrix {
  const more = matrixOf(matrix.columns, properties)
  const offset = matrix.indices.length
  const starts = Uint32Array.from([...matrix.starts, ...more.starts.subarray(1).map((each) => each + offset)])
  return {
    rows: matrix.rows + more.rows,
    columns: matrix.columns,
    starts,
    indices: Uint32Array.from([...matrix.indices, ...more.indices]),
  }
}

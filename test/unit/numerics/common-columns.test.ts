import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commonColumns, countWithAll, countWithLater } from '../../../src/main/engine/numerics/common-columns.ts'
import { neighbourHeaps, offerNeighbour } from '../../../src/main/engine/numerics/neighbour-heaps.ts'
import { seededRandom } from '../../../src/main/engine/numerics/seeded-random.ts'
import { randomRows, rowOf } from '../analysis/cluster/binary-rows.ts'

test('common columns are what sets have in common: rare and frequent columns, with and without weights', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 12 }),
      fc.constantFrom(5, 40, 300),
      fc.boolean(),
      fc.nat(),
      (rows, columns, weighted, seed) => {
        const random = seededRandom(seed)
        // From never to always, so that some columns are counted by postings and others as bits, more than 96 of them in the widest.
        const matrix = randomRows(rows, columns, (_, column) => (column % 11) / 10, random)
        const weights = weighted ? Float64Array.from({ length: columns }, () => 0.1 + random()) : undefined
        const shared = (a: number, b: number) => {
          const other = new Set(rowOf(matrix, b))
          return rowOf(matrix, a).reduce((sum, column) => sum + (other.has(column) ? (weights?.[column] ?? 1) : 0), 0)
        }
        const later = commonColumns(matrix, weights)
        const all = commonColumns(matrix, weights)
        for (let row = 0; row < rows; row++) {
          countWithLater(later, matrix, row)
          countWithAll(all, matrix.indices, matrix.starts[row]!, matrix.starts[row + 1]!)
          expect(later.sizes[row]).toBeCloseTo(shared(row, row), 9)
          for (let other = 0; other < rows; other++) {
            expect(all.common[other]).toBeCloseTo(shared(row, other), 9)
            if (other > row) expect(later.common[other]).toBeCloseTo(shared(row, other), 9)
          }
        }
      },
    ),
  )
})

test('a heap holds the most similar, and its bar is s / (1 + s) of the least of them', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: 1000 }), { maxLength: 40 }),
      fc.integer({ min: 1, max: 8 }),
      (offered, capacity) => {
        const heaps = neighbourHeaps(2, capacity)
        for (const [other, similarity] of offered.entries()) offerNeighbour(heaps, 1, other, similarity / 1024)
        const expected = [...offered].sort((a, b) => b - a).slice(0, capacity)
        expect(heaps.sizes[0]).toBe(0)
        expect(heaps.sizes[1]).toBe(expected.length)
        const held = [...heaps.others.subarray(capacity, capacity + expected.length)].map((other) => offered[other]!)
        expect(held.sort((a, b) => b - a)).toEqual(expected)
        const least = expected.at(-1)! / 1024
        expect(heaps.bars[1]).toBeCloseTo(expected.length < capacity ? 0 : least / (1 + least), 9)
      },
    ),
  )
})

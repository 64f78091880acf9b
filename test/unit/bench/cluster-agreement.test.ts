import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cheapestAssignment } from '../../../bench/measures/assignment.ts'
import { adjustedRand, hungarianAccuracy } from '../../../bench/measures/cluster-agreement.ts'
import { readGolden } from '../../support/read-golden.ts'

type Golden = { readonly rand: { readonly a: readonly number[]; readonly b: readonly number[]; readonly adjustedRand: number } }
const { rand } = readGolden('cluster/spectral.json.gz') as Golden

function permutations(length: number): number[][] {
  if (length === 0) return [[]]
  return permutations(length - 1).flatMap((rest) =>
    Array.from({ length }, (_, at) => [...rest.slice(0, at), length - 1, ...rest.slice(at)]),
  )
}

test('the cheapest assignment is the cheapest of all', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5 }),
      fc.nat(2),
      fc.infiniteStream(fc.integer({ min: -9, max: 9 })),
      (rows, more, numbers) => {
        const columns = Math.min(5, rows + more)
        const costs = Float64Array.from({ length: rows * columns }, () => Number(numbers.next().value))
        const cost = (columnOf: ArrayLike<number>) =>
          Array.from({ length: rows }, (_, row) => costs[row * columns + columnOf[row]!]!).reduce((sum, each) => sum + each, 0)
        const found = cheapestAssignment(costs, rows, columns)
        expect(new Set(found).size).toBe(rows)
        expect(cost(found)).toBe(Math.min(...permutations(columns).map(cost)))
      },
    ),
  )
})

describe('agreement of groupings', () => {
  test('adjusted Rand index: what scikit-learn computes; 1 for the same groups under other names', () => {
    expect(adjustedRand(rand.a, rand.b)).toBeCloseTo(rand.adjustedRand, 12)
    expect(adjustedRand([0, 0, 1, 1, 2], [7, 7, -1, -1, 3])).toBe(1)
    expect(adjustedRand([0, 0, 0], [5, 5, 5])).toBe(1)
    expect(adjustedRand([], [])).toBe(1)
  })

  test('Hungarian accuracy: groups matched one to one, unassigned counted as errors', () => {
    expect(hungarianAccuracy([0, 0, 1, 1], [1, 1, 0, 0])).toBe(1)
    expect(hungarianAccuracy([0, 0, 1, 1], [1, 1, 0, -1])).toBe(0.75)
    expect(hungarianAccuracy([0, 0, 1, 1], [-1, -1, -1, -1])).toBe(0)
    // More clusters than groups: only one cluster counts for each group.
    expect(hungarianAccuracy([0, 0, 0, 1, 1, 1], [0, 0, 2, 1, 1, 3])).toBeCloseTo(4 / 6, 12)
    expect(hungarianAccuracy([0, 1, 2, 2], [0, 0, 0, 0])).toBe(0.5)
  })
})

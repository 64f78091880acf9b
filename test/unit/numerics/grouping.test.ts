import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { adjustedRand } from '../../../bench/measures/cluster-agreement.ts'
import { kMeans } from '../../../src/main/engine/numerics/k-means.ts'
import { seededRandom } from '../../../src/main/engine/numerics/seeded-random.ts'

describe('kMeans', () => {
  test('puts each point to its nearest centre, and centres into the weighted mean of their points', () => {
    const point = fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -20, max: 20 }), fc.integer({ min: 1, max: 5 }))
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 30 }), fc.integer({ min: 1, max: 5 }), fc.nat(), (list, k, seed) => {
        const points = Float64Array.from(list.flatMap(([x, y]) => [x, y]))
        const masses = list.map(([, , mass]) => mass)
        const { assigned, centres, spread } = kMeans({ points, dimensions: 2, masses, k, random: seededRandom(seed), starts: 2 })
        const distance = (i: number, centre: number) =>
          (points[i * 2]! - centres[centre * 2]!) ** 2 + (points[i * 2 + 1]! - centres[centre * 2 + 1]!) ** 2
        let total = 0
        for (const i of list.keys()) {
          const own = distance(i, assigned[i]!)
          total += own * masses[i]!
          const used = [...new Set(assigned)]
          expect(own).toBeLessThanOrEqual(Math.min(...used.map((centre) => distance(i, centre))) + 1e-9)
        }
        expect(spread).toBeCloseTo(total, 6)
        for (const centre of new Set(assigned)) {
          const members = [...list.keys()].filter((i) => assigned[i] === centre)
          const mass = members.reduce((sum, i) => sum + masses[i]!, 0)
          expect(centres[centre * 2]).toBeCloseTo(members.reduce((sum, i) => sum + masses[i]! * points[i * 2]!, 0) / mass, 9)
        }
        expect(new Set(assigned).size).toBeLessThanOrEqual(k)
      }),
    )
  })

  test('finds separate heaps from any seed, and a point without mass moves no centre', () => {
    const random = seededRandom(1)
    const truth = Array.from({ length: 120 }, (_, i) => i % 6)
    const points = Float64Array.from(truth.flatMap((group) => [10 * (group % 3) + random(), 10 * Math.floor(group / 3) + random()]))
    const masses = truth.map((_, i) => (i === 119 ? 0 : 1))
    points[119 * 2] = 1000
    for (let seed = 0; seed < 20; seed++) {
      const { assigned } = kMeans({ points, dimensions: 2, masses, k: 6, random: seededRandom(seed) })
      expect(adjustedRand(truth.slice(0, 119), assigned.subarray(0, 119))).toBe(1)
    }
  })

  test('keeps k clusters where there are as many distinct points, and fewer where there are not', () => {
    const kinds = (points: number[], k: number) =>
      new Set(
        kMeans({ points: Float64Array.from(points), dimensions: 1, masses: points.map(() => 1), k, random: seededRandom(2) })
          .assigned,
      ).size
    expect(kinds([0, 0, 0, 1, 1, 50], 3)).toBe(3)
    expect(kinds([4, 4, 4, 4], 3)).toBe(1)
  })
})

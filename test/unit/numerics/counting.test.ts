import { bin } from 'd3'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hashPair } from '../../../src/main/engine/numerics/hash-pair.ts'
import { countInBins, roundBinEdges } from '../../../src/main/engine/numerics/histogram.ts'
import { partitionRuns } from '../../../src/main/engine/numerics/partition-runs.ts'
import { addSum, createSparseSums, drainSums } from '../../../src/main/engine/numerics/sparse-sums.ts'
import { topK } from '../../../src/main/engine/numerics/top-k.ts'

describe('sparse sums', () => {
  test('are what a map gathers, in order of keys, and are empty once drained', () => {
    const additions = fc.array(fc.tuple(fc.nat(5000), fc.integer({ min: 1, max: 9 }), fc.integer()))
    fc.assert(
      fc.property(fc.array(additions, { maxLength: 3 }), (rounds) => {
        const sums = createSparseSums(1 + (rounds.length % 2) * 40)
        for (const round of rounds) {
          const expected = new Map<number, [number, number]>()
          for (const [key, count, sum] of round) {
            addSum(sums, key, count, sum)
            const known = expected.get(key) ?? [0, 0]
            expected.set(key, [known[0] + count, known[1] + sum])
          }
          const drained = drainSums(sums)
          expect([...drained.keys].map((key, at) => [key, drained.counts[at], drained.sums[at]])).toEqual(
            [...expected].sort(([a], [b]) => a - b).map(([key, [count, sum]]) => [key, count, sum]),
          )
        }
      }),
    )
  })
})

describe('topK', () => {
  test('is the head of a stable sort, ties by place', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 12 })), fc.nat(9), (values, k) => {
        const expected = [...values.keys()].sort((a, b) => values[b]! - values[a]! || a - b).slice(0, k)
        expect(topK(values, k)).toEqual(expected)
      }),
    )
  })

  test('leaves out what is not a finite number', () => {
    expect(topK([1, NaN, 3, Infinity, -Infinity], 5)).toEqual([2, 0])
  })
})

describe('partitionRuns', () => {
  test('covers all runs in order, each range as long as asked but the last', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9)), fc.integer({ min: 1, max: 20 }), (lengths, entries) => {
        const starts = Uint32Array.from([0, ...lengths])
        for (let run = 0; run < lengths.length; run++) starts[run + 1]! += starts[run]!
        const ranges = partitionRuns(starts, entries)
        expect(ranges.flatMap(({ first, end }) => Array.from({ length: end - first }, (_, at) => first + at))).toEqual([
          ...lengths.keys(),
        ])
        for (const { first, end } of ranges.slice(0, -1)) {
          expect(starts[end]! - starts[first]!).toBeGreaterThanOrEqual(entries)
          expect(starts[end - 1]! - starts[first]!).toBeLessThan(entries)
        }
      }),
    )
  })
})

describe('histogram', () => {
  const maxima = fc.double({ min: 1e-6, max: 1e6, noNaN: true })

  test('has the bins and counts of d3', () => {
    fc.assert(
      fc.property(
        maxima,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true })),
        fc.constantFrom(5, 20, 40),
        (maximum, shares, bins) => {
          const edges = roundBinEdges(maximum, bins)
          const values = shares.map((share) => share * maximum)
          const top = edges[edges.length - 1]!
          const expected = bin().domain([0, top]).thresholds(Array.from(edges).slice(1, -1))(values)
          expect([...countInBins(values, edges)]).toEqual(expected.map((one) => one.length))
          expect(edges[0]).toBe(0)
          expect(top).toBeGreaterThanOrEqual(maximum)
          expect(edges[edges.length - 2]).toBeLessThan(maximum)
        },
      ),
    )
  })

  test('has edges at the ticks of d3', () => {
    fc.assert(
      fc.property(maxima, fc.constantFrom(5, 20, 40), (maximum, bins) => {
        const ticks = bin().domain([0, maximum]).thresholds(bins)([0])
        const inner = [...roundBinEdges(maximum, bins)].filter((edge) => edge > 0 && edge < maximum)
        expect(inner).toEqual(ticks.slice(1).map(({ x0 }) => x0))
      }),
    )
  })

  test('of nothing is one empty bin', () => {
    expect([...countInBins([], roundBinEdges(0, 40))]).toEqual([0])
  })
})

describe('hashPair', () => {
  test('depends on both numbers and their order, and fills 32 bits evenly', () => {
    const hashes = Array.from({ length: 4096 }, (_, at) => hashPair(at >> 6, at & 63))
    expect(new Set(hashes).size).toBeGreaterThan(4090)
    const octiles = new Array<number>(8).fill(0)
    for (const hash of hashes) octiles[Math.floor(hash / 2 ** 29)]!++
    for (const count of octiles) expect(Math.abs(count - 512)).toBeLessThan(100)
  })
})

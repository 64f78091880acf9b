import { describe, expect, test } from 'vitest'
import { hash32, seededRandom, shuffle } from '../../../src/main/engine/numerics/seeded-random.ts'

describe('seededRandom', () => {
  test('gives the same numbers for a seed, others for another', () => {
    const draw = (seed: number) => Array.from({ length: 5 }, seededRandom(seed))
    expect(draw(7)).toEqual(draw(7))
    expect(draw(7)).not.toEqual(draw(8))
    expect(draw(0)).not.toEqual(draw(1))
  })

  test('is even over 64 bins, also between neighbouring seeds', () => {
    const random = seededRandom(1)
    expect(spread(64, 64_000, () => random())).toBeLessThan(110)
    let seed = 0
    expect(spread(64, 64_000, () => seededRandom(seed++)())).toBeLessThan(110)
  })
})

describe('shuffle', () => {
  test('keeps the elements and makes all orders of four equally often', () => {
    const random = seededRandom(5)
    const seen = new Map<string, number>()
    for (let run = 0; run < 24_000; run++) {
      const order = shuffle([0, 1, 2, 3], random).join('')
      seen.set(order, (seen.get(order) ?? 0) + 1)
    }
    expect(seen.size).toBe(24)
    expect([...seen.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)).toBeLessThan(50)
    expect(shuffle([], random)).toEqual([])
    expect(shuffle(Uint8Array.of(3), random)).toEqual(Uint8Array.of(3))
  })
})

describe('hash32', () => {
  test('is stable: splits made by it must stay', () => {
    expect([hash32('', 0), hash32('a', 0), hash32('prompt 17', 1), hash32([1, 2, 3], 1)]).toMatchInlineSnapshot(`
      [
        0,
        924189607,
        399499280,
        1444112360,
      ]
    `)
  })

  test('spreads numbered keys evenly, in low and high bits, and anew for each seed', () => {
    for (const seed of [0, 1, 2]) {
      let at = 0
      expect(spread(64, 32_000, () => hash32(`row-${at++}`, seed) / 2 ** 32)).toBeLessThan(110)
      at = 0
      expect(spread(64, 32_000, () => (hash32(`row-${at++}`, seed) % 64) / 64)).toBeLessThan(110)
    }
    let same = 0
    for (let at = 0; at < 10_000; at++) if ((hash32(`row-${at}`, 1) & 1) === (hash32(`row-${at}`, 2) & 1)) same++
    expect(Math.abs(same - 5000)).toBeLessThan(250)
  })

  test('tells length and order apart', () => {
    const hashes = ['ab', 'ba', 'a', 'aa', 'aaa', '', '\0', '\0\0'].map((text) => hash32(text, 3))
    expect(new Set(hashes).size).toBe(hashes.length)
    expect(hash32(Uint32Array.of(1, 2), 3)).toBe(hash32([1, 2], 3))
  })
})

/** Chi-square of counts in equal bins of [0, 1), bins - 1 degrees of freedom. */
function spread(bins: number, draws: number, draw: () => number): number {
  const counts = new Float64Array(bins)
  for (let at = 0; at < draws; at++) counts[Math.floor(draw() * bins)]!++
  return counts.reduce((sum, count) => sum + (count - draws / bins) ** 2 / (draws / bins), 0)
}

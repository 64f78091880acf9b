import { describe, expect, test } from 'vitest'
import { npmiLowerLimit } from '../../../../src/main/engine/analysis/correlate/pair-limit.ts'
import { npmi } from '../../../../src/main/engine/numerics/npmi.ts'
import { seededRandom } from '../../../../src/main/engine/numerics/seeded-random.ts'

describe('npmiLowerLimit', () => {
  test('rises with the documents that say so', () => {
    expect(npmiLowerLimit(1000, 5, 5, 5)).toBeCloseTo(0.7236, 4)
    expect(npmiLowerLimit(1000, 50, 50, 50)).toBeCloseTo(0.8341, 4)
    expect(npmiLowerLimit(10_000, 50, 50, 50)).toBeGreaterThan(npmiLowerLimit(10_000, 5, 5, 5))
    for (let both = 1; both <= 40; both++) {
      expect(npmiLowerLimit(1000, 40, 60, both)).toBeGreaterThan(npmiLowerLimit(1000, 40, 60, both - 1))
      expect(npmiLowerLimit(1000, 40, 60, both)).toBeLessThan(npmi(1000, 40, 60, both))
    }
  })

  test('is -1 without a document that has both, and below 1 for what is everywhere', () => {
    expect(npmiLowerLimit(100, 5, 5, 0)).toBe(-1)
    expect(npmiLowerLimit(100, 100, 100, 100)).toBeLessThan(1)
  })

  // Sampled with its margins: shares of the documents with a, with b, with both.
  test.each([
    [0.05, 0.05, 0.04],
    [0.05, 0.1, 0.01],
    [0.3, 0.3, 0.12],
    [0.3, 0.1, 0.09],
    [0.02, 0.2, 0.01],
  ])('lies below the true value in at least 97 of 100 samples: shares %f, %f, both %f', (ofA, ofB, ofBoth) => {
    const random = seededRandom(8)
    const documents = 1000
    const truth = npmi(1, ofA, ofB, ofBoth)
    let below = 0
    for (let draw = 0; draw < 500; draw++) {
      const counts = [0, 0, 0]
      for (let each = 0; each < documents; each++) {
        const u = random()
        if (u < ofA) counts[0]!++
        if (u >= ofA - ofBoth && u < ofA - ofBoth + ofB) counts[1]!++
        if (u >= ofA - ofBoth && u < ofA) counts[2]!++
      }
      if (npmiLowerLimit(documents, counts[0]!, counts[1]!, counts[2]!) <= truth) below++
    }
    expect(below / 500).toBeGreaterThanOrEqual(0.97)
  })
})

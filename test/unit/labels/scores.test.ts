import { describe, expect, test } from 'vitest'
import type { PassageKind } from '../../../src/main/engine/labels/evidence/passage.ts'
import { balancedAccuracy } from '../../../src/main/engine/labels/scores/balanced-accuracy.ts'
import { documentF1 } from '../../../src/main/engine/labels/scores/document-f1.ts'
import { gateOf } from '../../../src/main/engine/labels/scores/gate.ts'
import { labelScore, scoreOfCounts } from '../../../src/main/engine/labels/scores/label-score.ts'
import { logBinomialProbability } from '../../../src/main/engine/numerics/binomial-probability.ts'
import type { Interval, Proportion } from '../../../src/main/engine/numerics/proportion-intervals.ts'

/** Exact chance that an interval made from two independent binomials of 10 and 10 trials holds the truth. */
function coverage(p: number, q: number, truth: number, intervalOf: (a: Proportion, b: Proportion) => Interval): number {
  let covered = 0
  for (let a = 0; a <= 10; a++) {
    for (let b = 0; b <= 10; b++) {
      const [low, high] = intervalOf({ successes: a, trials: 10 }, { successes: b, trials: 10 })
      if (truth >= low - 1e-12 && truth <= high + 1e-12)
        covered += Math.exp(logBinomialProbability(a, 10, p) + logBinomialProbability(b, 10, q))
    }
  }
  return covered
}

const shares = [0.02, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.98]

function coverages(truthOf: (p: number, q: number) => number, intervalOf: (a: Proportion, b: Proportion) => Interval) {
  const all = shares.flatMap((p) => shares.map((q) => coverage(p, q, truthOf(p, q), intervalOf)))
  return { mean: all.reduce((sum, each) => sum + each, 0) / all.length, least: Math.min(...all) }
}

describe('balancedAccuracy', () => {
  test('is the mean of both rates, in an interval that covers 95 % on average and nowhere much less', () => {
    expect(balancedAccuracy({ successes: 8, trials: 10 }, { successes: 6, trials: 10 }).value).toBeCloseTo(0.7, 12)
    const { mean, least } = coverages(
      (p, q) => (p + q) / 2,
      (a, b) => balancedAccuracy(a, b).interval,
    )
    expect(mean).toBeGreaterThan(0.945)
    expect(mean).toBeLessThan(0.975)
    expect(least).toBeGreaterThan(0.9)
  })

  test('does not care which class is which, and knows nothing of an empty one', () => {
    const a = { successes: 9, trials: 10 }
    const b = { successes: 3, trials: 7 }
    balancedAccuracy(a, b).interval.forEach((limit, at) => expect(balancedAccuracy(b, a).interval[at]).toBeCloseTo(limit, 12))
    expect(balancedAccuracy(a, { successes: 0, trials: 0 })).toEqual({ value: null, interval: [0, 1] })
    expect(balancedAccuracy({ successes: 10, trials: 10 }, { successes: 10, trials: 10 }).interval[1]).toBe(1)
  })
})

describe('documentF1', () => {
  test('is F1 of the table that the samples stand for', () => {
    // 1000 documents, 200 present: found 150 of them, and 40 of the other 800.
    const { value } = documentF1({ successes: 15, trials: 20 }, { successes: 2, trials: 40 }, 0.2)
    expect(value).toBeCloseTo((2 * 150) / (2 * 150 + 40 + 50), 12)
  })

  test.each([0.02, 0.2, 0.6])('has an interval that covers 95 % on average at a document frequency of %d', (frequency) => {
    const truth = (s: number, f: number) => (2 * frequency * s) / (frequency * s + frequency + (1 - frequency) * f)
    const { mean, least } = coverages(truth, (a, b) => documentF1(a, b, frequency).interval)
    expect(mean).toBeGreaterThan(0.94)
    expect(least).toBeGreaterThan(0.88)
  })

  test('has edges', () => {
    expect(documentF1({ successes: 0, trials: 10 }, { successes: 0, trials: 10 }, 0.1)).toMatchObject({ value: 0 })
    expect(documentF1({ successes: 10, trials: 10 }, { successes: 0, trials: 10 }, 0.1)).toMatchObject({ value: 1 })
    expect(documentF1({ successes: 1, trials: 1 }, { successes: 0, trials: 0 }, 0.1)).toEqual({ value: null, interval: [0, 1] })
    expect(documentF1({ successes: 1, trials: 1 }, { successes: 0, trials: 1 }, 0).value).toBeNull()
  })
})

function item(kind: PassageKind, level: number | null = null) {
  return { document: 0, kind, level, fits: kind === 'activating' }
}

describe('labelScore', () => {
  test('counts by level and by kind, and what is missing for neither', () => {
    const items = [item('activating', 4), item('activating', 0), item('random'), item('token'), item('neighbour'), item('gap')]
    const score = labelScore('detection', [
      { items, verdicts: [true, false, false, true, null, false] },
      { items, verdicts: null },
      { items: items.slice(0, 2), verdicts: [null, true] },
    ])
    expect(score.counts).toEqual({
      levels: [
        { right: 1, wrong: 1, missing: 1 },
        { right: 0, wrong: 0, missing: 0 },
        { right: 0, wrong: 0, missing: 0 },
        { right: 0, wrong: 0, missing: 0 },
        { right: 1, wrong: 0, missing: 2 },
      ],
      random: { right: 2, wrong: 0, missing: 2 },
      hard: { right: 0, wrong: 1, missing: 3 },
    })
    expect(score.sensitivity).toEqual({ successes: 2, trials: 3 })
    expect(score.specificity).toEqual({ successes: 2, trials: 3 })
    expect(score.all.value).toBeCloseTo(2 / 3, 12)
    expect(score.random.value).toBeCloseTo((2 / 3 + 1) / 2, 12)
    expect(score.hard.value).toBeCloseTo(1 / 3, 12)
    expect(score.missing).toBe(8)
  })

  test('is none without any answer', () => {
    const score = labelScore('detection', [{ items: [item('activating', 1), item('random')], verdicts: null }])
    expect(score.all).toEqual({ value: null, interval: [0, 1] })
    expect(gateOf(score)).toBe('undecided')
  })
})

describe('the gate', () => {
  const scored = (right: number, rejected: number, trials = 10) =>
    scoreOfCounts('detection', {
      levels: [{ right, wrong: trials - right, missing: 0 }],
      random: { right: rejected, wrong: trials - rejected, missing: 0 },
      hard: { right: 0, wrong: 0, missing: 0 },
    })

  test('is 0.75, and open only to what was judged often enough', () => {
    expect(gateOf(scored(7, 8))).toBe('passed')
    expect(gateOf(scored(7, 7))).toBe('failed')
    expect(gateOf(scored(3, 3, 3))).toBe('undecided')
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Direction } from '../../../src/contract/hypotheses.ts'
import { coverage } from '../../../src/main/engine/hypotheses/coverage.ts'
import { holm } from '../../../src/main/engine/hypotheses/holm.ts'
import { missing } from '../../../src/main/engine/hypotheses/judge.ts'
import { judgedFigures, type JudgedComparison, passesPaperRule } from '../../../src/main/engine/hypotheses/judged-figures.ts'
import { mcnemarExact } from '../../../src/main/engine/numerics/binomial.ts'
import { newcombeInterval } from '../../../src/main/engine/numerics/proportion-intervals.ts'
import { tangoInterval } from '../../../src/main/engine/numerics/tango-interval.ts'
import { seededRandom } from '../../../src/main/engine/numerics/seeded-random.ts'
import { comparedOf } from '../analysis/diff/synthetic.ts'

const claim = (direction: Direction = 'up') => ({ text: `This document is so (${direction})`, direction, latents: [1] })
const verdict = fc.constantFrom(0, 1, missing)

function independent(group: readonly number[]): JudgedComparison {
  return { compared: comparedOf(group, { groups: Math.max(1, ...group) + 1 }), design: 'independent', union: false }
}

/** Pairs, the first document of each in the target. */
function paired(pairs: number): JudgedComparison {
  const group = Array.from({ length: 2 * pairs }, (_, at) => at % 2)
  const pair = Int32Array.from(group, (_, at) => at >> 1)
  const compared = comparedOf(group, { pair, unit: Uint32Array.from(pair), units: pairs })
  return { compared, design: 'paired', union: false }
}

describe('figures of what a judge found', () => {
  test("are Newcombe's for independent documents, over those that were judged", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(1), verdict), { minLength: 4, maxLength: 60 }), (rows) => {
        const [figures] = judgedFigures(
          [claim()],
          [Int8Array.from(rows, ([, each]) => each)],
          independent(rows.map(([group]) => group)),
        )
        const count = (group: number, value: number) => rows.filter(([of, each]) => of === group && each === value).length
        const of = (group: number) => ({ successes: count(group, 1), trials: count(group, 0) + count(group, 1) })
        const { target, others, interval, difference } = figures!
        expect(target).toMatchObject({ judged: of(0).trials, holds: of(0).successes, missing: count(0, missing) })
        expect(others[0]).toMatchObject({ judged: of(1).trials, holds: of(1).successes, missing: count(1, missing) })
        const [low, high] = newcombeInterval(of(0), of(1))
        expect(interval[0]).toBeCloseTo(low, 12)
        expect(interval[1]).toBeCloseTo(high, 12)
        if (of(0).trials > 0 && of(1).trials > 0) expect(difference).toBeCloseTo(target.share! - others[0]!.share!, 12)
      }),
      { seed: 1, numRuns: 40 },
    )
  })

  test("are Tango's and McNemar's for pairs; a pair with a missing answer counts for nothing", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(verdict, verdict), { minLength: 2, maxLength: 60 }), (pairs) => {
        const [figures] = judgedFigures([claim()], [Int8Array.from(pairs.flat())], paired(pairs.length))
        const complete = pairs.filter(([a, b]) => a !== missing && b !== missing)
        const b = complete.filter(([x, y]) => x > y).length
        const c = complete.filter(([x, y]) => x < y).length
        const [low, high] = tangoInterval(b, c, complete.length)
        expect(figures!.interval[0]).toBeCloseTo(low, 9)
        expect(figures!.interval[1]).toBeCloseTo(high, 9)
        if (complete.length > 0) expect(figures!.pValue).toBeCloseTo(mcnemarExact(b, c).p, 12)
      }),
      { seed: 2, numRuns: 40 },
    )
  })

  test('widen where answers are missing, and bound what these could have been', () => {
    const random = seededRandom(4)
    for (const pairs of [false, true]) {
      const comparison = pairs ? paired(100) : independent(Array.from({ length: 200 }, (_, at) => at % 2))
      const { group } = comparison.compared
      const all = Int8Array.from(group, (side) => +(random() < (side === 0 ? 0.6 : 0.3)))
      const whole = judgedFigures([claim()], [all], comparison)[0]!
      let width = whole.interval[1] - whole.interval[0]
      expect(whole.bounds).toEqual([whole.difference, whole.difference])
      // Of like documents the same share is lost each time, so that the difference stays and only the numbers fall.
      for (const kept of [0.5, 0.2, 0.05]) {
        const some = all.map((each, at) => ((at >> 1) % 20 < 20 * kept ? each : missing))
        const figures = judgedFigures([claim()], [some], comparison)[0]!
        expect(figures.interval[1] - figures.interval[0]).toBeGreaterThan(width)
        width = figures.interval[1] - figures.interval[0]
        expect(figures.target.judged).toBe(Math.round(100 * kept))
        expect(figures.bounds[0]).toBeLessThanOrEqual(whole.difference)
        expect(figures.bounds[1]).toBeGreaterThanOrEqual(whole.difference)
      }
      const none = judgedFigures([claim()], [all.map(() => missing)], comparison)[0]!
      expect(none).toMatchObject({ difference: 0, interval: [-1, 1], pValue: 1, verified: false })
      expect(none.target.share).toBeNull()
    }
  })

  test('verify only the claimed direction, more than 1 %, with an interval that leaves out 0', () => {
    const comparison = independent(Array.from({ length: 400 }, (_, at) => at % 2))
    const shares = (target: number, other: number) =>
      Int8Array.from({ length: 400 }, (_, at) => +((at >> 1) % 100 < 100 * (at % 2 === 0 ? target : other)))
    const verified = (direction: Direction, target: number, other: number) =>
      judgedFigures([claim(direction)], [shares(target, other)], comparison)[0]!.verified
    expect(verified('up', 0.5, 0.2)).toBe(true)
    expect(verified('down', 0.5, 0.2)).toBe(false)
    expect(verified('down', 0.2, 0.5)).toBe(true)
    expect(verified('up', 0.22, 0.2)).toBe(false)
  })

  test('hardly ever verify what differs by chance, which the paper would verify nearly half the time', () => {
    for (const comparison of [independent(Array.from({ length: 300 }, (_, at) => at % 2)), paired(150)]) {
      const random = seededRandom(8)
      const { group } = comparison.compared
      const hypotheses = Array.from({ length: 400 }, () => claim())
      const found = hypotheses.flatMap((each) =>
        judgedFigures([each], [Int8Array.from(group, () => +(random() < 0.3))], comparison),
      )
      // One-sided 2.5 % is 10 of 400; three standard errors more are 19.
      expect(found.filter(({ verified }) => verified).length).toBeLessThan(20)
      expect(found.filter(passesPaperRule).length).toBeGreaterThan(140)
    }
  })

  test('are against the hardest of several groups', () => {
    const group = Array.from({ length: 600 }, (_, at) => at % 3)
    const judged = (shares: readonly number[]) => Int8Array.from(group, (of, at) => +(Math.floor(at / 3) % 100 < 100 * shares[of]!))
    const figures = (direction: Direction, shares: readonly number[]) =>
      judgedFigures([claim(direction)], [judged(shares)], independent(group))[0]!
    const up = figures('up', [0.5, 0.1, 0.3])
    expect([up.comparedWith, up.verified]).toEqual([1, true])
    expect(up.difference).toBeCloseTo(0.2, 12)
    const down = figures('down', [0.1, 0.5, 0.3])
    expect([down.comparedWith, down.verified]).toEqual([1, true])
    expect(down.difference).toBeCloseTo(-0.2, 12)
    expect(figures('up', [0.5, 0.1, 0.6])).toMatchObject({ verified: false, pValue: 1 })
  })

  test('take all others of a pair together in union mode, and none with a missing answer', () => {
    const group = Array.from({ length: 90 }, (_, at) => at % 3)
    const pair = Int32Array.from(group, (_, at) => Math.floor(at / 3))
    const compared = comparedOf(group, { pair, unit: Uint32Array.from(pair), units: 30 })
    // The target has it in 20 pairs, one of the others in 10 of those, the other in none.
    const judged = Int8Array.from(group, (of, at) => +(of === 0 ? pair[at]! < 20 : of === 1 && pair[at]! < 10))
    const comparison: JudgedComparison = { compared, design: 'paired', union: true }
    expect(judgedFigures([claim()], [judged], comparison)[0]!.difference).toBeCloseTo(10 / 30, 12)
    judged[2] = missing
    const figures = judgedFigures([claim()], [judged], comparison)[0]!
    expect(figures.difference).toBeCloseTo(10 / 29, 12)
    expect(figures.others).toHaveLength(1)
    expect(figures.others[0]).toMatchObject({ judged: 59, holds: 10, missing: 1 })
  })

  test('adjust p over all hypotheses, and name those that hold in the same documents', () => {
    const comparison = independent(Array.from({ length: 200 }, (_, at) => at % 2))
    const one = Int8Array.from({ length: 200 }, (_, at) => +(at % 2 === 0 && at < 60))
    const same = one.map((each, at) => (at === 0 ? 0 : each))
    const other = Int8Array.from({ length: 200 }, (_, at) => +(at % 7 === 0))
    const found = judgedFigures([claim(), claim(), claim('down')], [one, same, other], comparison)
    expect(found.map(({ alike }) => alike)).toEqual([[1], [0], []])
    expect(found.map(({ pAdjusted }) => pAdjusted)).toEqual([...holm(Float64Array.from(found, ({ pValue }) => pValue))])
  })
})

test('Holm adjusts as by hand', () => {
  expect(Array.from(holm(Float64Array.of(0.01, 0.04, 0.03, 0.005)), (each) => +each.toFixed(6))).toEqual([0.03, 0.06, 0.06, 0.02])
  expect([...holm(Float64Array.of(0.9, 0.8))]).toEqual([1, 1])
  expect([...holm(new Float64Array(0))]).toEqual([])
})

describe('coverage', () => {
  test('of pairs is the share of targets that some hypothesis tells from all others of the pair', () => {
    const verdicts = fc.array(fc.tuple(verdict, verdict, verdict, verdict), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(verdicts, (pairs) => {
        const judged = [0, 2].map((first) => Int8Array.from(pairs.flatMap((each) => each.slice(first, first + 2))))
        const hypotheses = [claim(), claim()]
        const share = coverage(hypotheses, judged, paired(pairs.length))
        // By trying what each missing answer could have been: told or not told whatever they are, or open.
        const told = pairs.map(([a, b, c, d]) => {
          const might = (each: number) => (each === missing ? [0, 1] : [each])
          const outcomes = new Set<boolean>()
          for (const w of might(a))
            for (const x of might(b)) for (const y of might(c)) for (const z of might(d)) outcomes.add(w > x || y > z)
          return outcomes.size === 2 ? null : outcomes.has(true)
        })
        const known = told.filter((each) => each !== null)
        if (known.length === 0) expect(share).toBeNull()
        else expect(share).toBeCloseTo(known.filter(Boolean).length / known.length, 12)
      }),
      { seed: 5, numRuns: 40 },
    )
  })

  test('of independent documents is the chance to be told from a random other', () => {
    const group = Array.from({ length: 40 }, (_, at) => at % 2)
    const random = seededRandom(6)
    const judged = [0, 1, 2].map(() => Int8Array.from(group, (side) => +(random() < (side === 0 ? 0.5 : 0.2))))
    const hypotheses = [claim(), claim(), claim('down')]
    let told = 0
    for (let a = 0; a < 40; a += 2)
      for (let b = 1; b < 40; b += 2) told += +[0, 1].some((at) => judged[at]![a] === 1 && judged[at]![b] === 0)
    expect(coverage(hypotheses, judged, independent(group))).toBeCloseTo(told / 400, 12)
    expect(coverage([], [], independent(group))).toBe(0)
  })
})

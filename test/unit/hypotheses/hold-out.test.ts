import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chooseLatents } from '../../../src/main/engine/hypotheses/choose-latents.ts'
import { discovery, halfOfComparison, type HoldOutInput, holdOut, judging } from '../../../src/main/engine/hypotheses/hold-out.ts'
import { comparedOf } from '../analysis/diff/synthetic.ts'

/** Documents whose units, pairs and near-duplicates overlap at random. */
const cases = fc
  .array(fc.tuple(fc.nat(30), fc.integer({ min: -1, max: 20 }), fc.nat(40), fc.boolean()), { minLength: 1, maxLength: 60 })
  .map((rows): HoldOutInput & { seen: Uint8Array } => {
    const names = rows.map(([, , text]) => text)
    return {
      documents: rows.length,
      unit: Uint32Array.from(rows, ([unit]) => unit),
      pair: Int32Array.from(rows, ([, pair]) => pair),
      duplicates: Uint32Array.from(names, (name) => names.indexOf(name)),
      keyOf: (document) => `text ${names[document]}`,
      seed: 5,
      seen: Uint8Array.from(rows, ([, , , seen]) => +seen),
    }
  })

describe('holding out', () => {
  test('never parts documents of a unit, a pair, or nearly the same text', () => {
    fc.assert(
      fc.property(cases, (input) => {
        const { half } = holdOut(input)
        for (let a = 0; a < input.documents; a++)
          for (let b = 0; b < a; b++) {
            const together =
              input.unit[a] === input.unit[b] ||
              input.duplicates[a] === input.duplicates[b] ||
              (input.pair![a]! >= 0 && input.pair![a] === input.pair![b])
            if (together) expect(half[a]).toBe(half[b])
          }
        for (let at = 0; at < input.documents; at++) if (input.seen[at] === 1) expect(half[at]).toBe(discovery)
      }),
      { seed: 1, numRuns: 40 },
    )
  })

  test('does not depend on the order of documents', () => {
    fc.assert(
      fc.property(cases, (input) => {
        const last = input.documents - 1
        const names = Array.from({ length: input.documents }, (_, at) => input.keyOf(last - at))
        const turned = holdOut({
          ...input,
          unit: input.unit.toReversed(),
          pair: input.pair!.toReversed(),
          duplicates: Uint32Array.from(names, (name) => names.indexOf(name)),
          keyOf: (document) => names[document]!,
          seen: input.seen.toReversed(),
        })
        expect(turned.half.toReversed()).toEqual(holdOut(input).half)
      }),
      { seed: 2, numRuns: 40 },
    )
  })

  test('holds out about half, other halves for another seed', () => {
    const documents = 4000
    const own = Uint32Array.from({ length: documents }, (_, at) => at)
    const input = { documents, unit: own, pair: null, duplicates: own, keyOf: (at: number) => `document ${at}` }
    const [a, b] = [holdOut({ ...input, seed: 1 }).half, holdOut({ ...input, seed: 2 }).half]
    expect(Math.abs(a.reduce((sum, each) => sum + each, 0) - 2000)).toBeLessThan(120)
    expect(Math.abs(a.filter((each, at) => each !== b[at]).length - 2000)).toBeLessThan(120)
  })

  test('makes comparisons of both halves that share nothing', () => {
    fc.assert(
      fc.property(cases, (input) => {
        const group = Uint8Array.from({ length: input.documents }, (_, at) => at % 2)
        const compared = comparedOf(group, { unit: input.unit, units: 31, pair: input.pair })
        const held = holdOut(input)
        const [found, kept] = [halfOfComparison(compared, held, discovery), halfOfComparison(compared, held, judging)]
        expect([...found.places, ...kept.places].toSorted((a, b) => a - b)).toEqual([...group.keys()])
        for (const part of [found, kept]) {
          expect(part.compared.half).toHaveLength(part.compared.units)
          part.places.forEach((place, at) => {
            expect(part.compared.group[at]).toBe(group[place])
            expect(part.compared.pair![at]).toBe(input.pair![place])
          })
        }
        const units = ({ places }: typeof found) => new Set(Array.from(places, (place) => input.unit[place]))
        for (const unit of units(found)) expect(units(kept)).not.toContain(unit)
      }),
      { seed: 3, numRuns: 40 },
    )
  })
})

describe('choosing latents', () => {
  const row = (latent: number, difference: number, changes = {}) => ({
    latent,
    label: null,
    family: null,
    target: 0.5 + difference,
    others: [0.5],
    comparedWith: 0,
    difference,
    adjustedDifference: null,
    testable: true,
    qValue: 0.01,
    qAdjusted: null,
    ...changes,
  })

  test('takes discoveries only, the largest first, also after adjustment', () => {
    const rows = [
      row(1, 0.1),
      row(2, 0.3, { qValue: 0.2 }),
      row(3, 0.2, { adjustedDifference: 0.02, qAdjusted: 0.6 }),
      row(4, 0.2, { adjustedDifference: 0.15, qAdjusted: 0.01 }),
      row(5, 0.4, { testable: false }),
      row(6, 0.2, { adjustedDifference: -0.1, qAdjusted: 0.01 }),
      row(7, -0.3),
    ]
    const chosen = chooseLatents(rows, { most: 10, rate: 0.05 })
    expect(chosen.map(({ latent, direction }) => [latent, direction])).toEqual([
      [7, 'down'],
      [4, 'up'],
      [1, 'up'],
    ])
    expect(chosen[2]!.shares).toEqual([0.6, 0.5])
  })

  test('shares the budget between directions, and gives what one leaves to the other', () => {
    const rows = [...Array.from({ length: 8 }, (_, at) => row(at, 0.5 - at / 100)), row(20, -0.1), row(21, -0.2), row(22, -0.05)]
    const count = (most: number) => {
      const chosen = chooseLatents(rows, { most, rate: 0.05 })
      return [
        chosen.filter(({ direction }) => direction === 'up').length,
        chosen.filter(({ direction }) => direction === 'down').length,
      ]
    }
    expect(count(4)).toEqual([2, 2])
    expect(count(8)).toEqual([5, 3])
    expect(count(3)).toEqual([2, 1])
    expect(count(100)).toEqual([8, 3])
  })

  test('takes one latent of a family in each direction', () => {
    const rows = [row(1, 0.1, { family: 0 }), row(2, 0.3, { family: 0 }), row(3, -0.2, { family: 0 }), row(4, 0.05)]
    const chosen = chooseLatents(rows, { most: 10, rate: 0.05 })
    expect(chosen.map(({ latent, alike }) => [latent, alike])).toEqual([
      [2, [1]],
      [3, []],
      [4, []],
    ])
  })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pairSides } from '../../../../src/contract/paired-documents.ts'
import type { Active, Compared } from '../../../../src/main/engine/analysis/diff/compared.ts'
import { layoutOf } from '../../../../src/main/engine/analysis/diff/layout.ts'
import { pairedContrast } from '../../../../src/main/engine/analysis/diff/paired-contrast.ts'
import { sidesOf } from '../../../../src/main/engine/analysis/diff/compared.ts'
import { pairsBySide } from '../../../../src/main/engine/analysis/diff/pairs-by-side.ts'

/** Two groups whose documents are paired by their place; some keys have one side only. */
const comparison = fc
  .array(fc.tuple(fc.boolean(), fc.boolean(), fc.nat(3), fc.nat(3)), { minLength: 1, maxLength: 40 })
  .map((keys) => {
    const documents = keys.flatMap(([target, other, a, b], key) => [
      ...(target ? [{ group: 0, key, maximum: a }] : []),
      ...(other ? [{ group: 1, key, maximum: b }] : []),
    ])
    const compared: Compared = {
      documents: documents.length,
      groups: 2,
      group: Uint8Array.from(documents, ({ group }) => group),
      unit: Uint32Array.from(documents, ({ key }) => key),
      units: keys.length,
      half: new Uint8Array(keys.length),
      tokens: new Uint32Array(documents.length).fill(10),
      control: new Uint32Array(documents.length),
      pair: Int32Array.from(documents, ({ key }) => key),
    }
    const at = [...documents.keys()].filter((document) => documents[document]!.maximum > 0)
    const active: Active = {
      documents: Uint32Array.from(at),
      maxima: Float32Array.from(at, (document) => documents[document]!.maximum),
      tokensActive: new Uint32Array(at.length).fill(1),
      count: at.length,
    }
    return { compared, active, keys }
  })

const presence = { thresholds: Float32Array.of(1), minTokens: 1 }

test('every complete pair stands on one side, and the two discordant counts are those of the test', () => {
  fc.assert(
    fc.property(comparison, ({ compared, active, keys }) => {
      const { used } = layoutOf(compared, false)
      const found = pairsBySide(compared, 1, used, active, presence, 0)
      const complete = keys.filter(([target, other]) => target && other)
      expect(pairSides.reduce((sum, side) => sum + found[side].length, 0)).toBe(complete.length)
      expect(found.target).toHaveLength(complete.filter(([, , a, b]) => a > 1 && b <= 1).length)
      expect(found.both).toHaveLength(complete.filter(([, , a, b]) => a > 1 && b > 1).length)
      for (const { target, other } of pairSides.flatMap((side) => found[side]))
        expect(compared.pair![target]).toBe(compared.pair![other])
      for (const side of pairSides)
        found[side].slice(1).forEach((pair, at) => expect(pair.strongest).toBeLessThanOrEqual(found[side][at]!.strongest))

      const contrast = pairedContrast(sidesOf(compared, 1, used), {
        pair: compared.pair!,
        unit: compared.unit,
        units: compared.units,
      })
      const present = Uint32Array.from([...active.documents].filter((_, at) => active.maxima[at]! > 1))
      contrast.test(present, present.length)
      const difference = complete.length === 0 ? 0 : (found.target.length - found.other.length) / complete.length
      expect(contrast.difference).toBeCloseTo(difference, 12)
    }),
  )
})

test('of several others the one with the latent counts, the strongest of them', () => {
  const compared: Compared = {
    documents: 3,
    groups: 3,
    group: Uint8Array.of(0, 1, 2),
    unit: new Uint32Array(3),
    units: 1,
    half: new Uint8Array(1),
    tokens: new Uint32Array(3),
    control: new Uint32Array(3),
    pair: new Int32Array(3),
  }
  const active: Active = { documents: Uint32Array.of(2), maxima: Float32Array.of(5), tokensActive: Uint32Array.of(1), count: 1 }
  const used = new Uint8Array(3).fill(1)
  expect(pairsBySide(compared, null, used, active, presence, 0).other).toEqual([{ target: 0, other: 2, strongest: 5 }])
  expect(pairsBySide(compared, 1, used, active, presence, 0).neither).toEqual([{ target: 0, other: 1, strongest: 0 }])
  expect(pairsBySide(compared, null, used, null, presence, 0).neither).toHaveLength(1)
})

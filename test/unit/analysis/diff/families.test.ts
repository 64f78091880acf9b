import { expect, test } from 'vitest'
import { familiesOf } from '../../../../src/main/engine/analysis/diff/families.ts'
import { prepareDiff } from '../../../../src/main/engine/analysis/diff/prepare.ts'
import { fisherExact } from '../../../../src/main/engine/numerics/hypergeometric.ts'
import { comparedOf, presenceOf } from './synthetic.ts'

const range = (from: number, to: number) => Uint32Array.from({ length: to - from }, (_, at) => from + at)
// Documents 0-99 are the target's.
const prepared = prepareDiff(comparedOf(Array.from({ length: 200 }, (_, at) => +(at >= 100))), {
  ...presenceOf(9),
  mode: 'maximum',
  rate: 0.05,
})
const member = (latent: number, target: Uint32Array, other: Uint32Array, labelKey: string | null = null) => ({
  latent,
  labelKey,
  difference: (target.length - other.length) / 100,
  present: Uint32Array.from([...target, ...other]),
})

test('links duplicates by direction, by documents and by label, and tests their union', () => {
  const members = [
    member(10, range(0, 40), range(100, 110), 'sorry'),
    member(11, range(60, 90), range(150, 160)),
    member(12, range(0, 38), range(100, 109)),
    member(13, range(45, 60), range(120, 122), 'sorry'),
    member(14, range(62, 64), range(170, 199), 'sorry'),
  ]
  const { families, familyOf } = familiesOf(prepared, members, (a, b) => (a === 1 && b === 3 ? 0.75 : 0))
  expect([...familyOf]).toEqual([1, 1, 1, 1, 0])
  expect(families).toHaveLength(1)
  expect(families[0]).toMatchObject({
    family: 1,
    kind: 'duplicates',
    latents: [10, 11, 12, 13],
    target: 0.85,
    pValue: fisherExact(85, 100, 22, 100).p,
  })
  expect(families[0]!.other).toBeCloseTo(0.22, 12)
})

test('shows absorption: neighbours that move oppositely and together hardly at all', () => {
  const members = [
    member(1, range(0, 50), range(100, 110)),
    member(2, range(50, 60), range(110, 158)),
    member(3, range(90, 92), range(160, 199)),
  ]
  const cosine = (a: number, b: number) => (a + b === 1 || a + b === 2 ? 0.5 : 0)
  const { families, familyOf } = familiesOf(prepared, members, cosine)
  // The third is a neighbour too, but with it the whole differs.
  expect([...familyOf]).toEqual([1, 1, 0])
  expect(families[0]).toMatchObject({ family: 1, kind: 'absorption', latents: [1, 2], target: 0.6 })
  expect(families[0]!.difference).toBeCloseTo(0.02, 12)
})

test('leaves alone what is alone', () => {
  expect(familiesOf(prepared, [], () => 1)).toEqual({ families: [], familyOf: new Uint32Array(0) })
  const apart = familiesOf(
    prepared,
    [member(1, range(0, 30), range(100, 101)), member(2, range(30, 60), range(101, 102))],
    () => 0.1,
  )
  expect(apart.families).toEqual([])
})

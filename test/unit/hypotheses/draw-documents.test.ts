import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drawDocuments } from '../../../src/main/engine/hypotheses/draw-documents.ts'
import { layoutOf } from '../../../src/main/engine/analysis/diff/layout.ts'
import { comparedOf } from '../analysis/diff/synthetic.ts'

const keyOf = (document: number) => `document ${document}`

function drawn(compared: ReturnType<typeof comparedOf>, perGroup: number, seed = 1) {
  const layout = layoutOf(compared, false)
  return { design: layout.design, documents: [...drawDocuments(compared, layout, keyOf, { perGroup, seed })] }
}

describe('drawing the documents that judge', () => {
  test('takes at most as many of each group as may be, and all where there are fewer', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2), { minLength: 3, maxLength: 60 }), fc.integer({ min: 1, max: 30 }), (group, perGroup) => {
        const { documents } = drawn(comparedOf(group, { groups: 3 }), perGroup)
        for (const each of [0, 1, 2]) {
          const all = group.filter((its) => its === each).length
          expect(documents.filter((document) => group[document] === each)).toHaveLength(Math.min(all, perGroup))
        }
        expect(documents).toEqual([...new Set(documents)].toSorted((a, b) => a - b))
      }),
      { seed: 1, numRuns: 40 },
    )
  })

  test('takes whole pairs', () => {
    const group = Array.from({ length: 80 }, (_, at) => at % 2)
    const pair = Int32Array.from(group, (_, at) => (at < 8 ? -1 : at >> 1))
    const { design, documents } = drawn(
      comparedOf(group, { pair, unit: Uint32Array.from(group, (_, at) => at >> 1), units: 40 }),
      11,
    )
    expect(design).toBe('paired')
    expect(documents).toHaveLength(22)
    for (const document of documents) expect(documents).toContain(document ^ 1)
    expect(Math.min(...documents)).toBeGreaterThanOrEqual(8)
  })

  test('takes whole units where these stand on both sides, one that is too large alone', () => {
    const group = Array.from({ length: 120 }, (_, at) => +(at % 6 > 2))
    const unit = Uint32Array.from(group, (_, at) => Math.floor(at / 6))
    const compared = comparedOf(group, { unit, units: 20 })
    const { design, documents } = drawn(compared, 10)
    expect(design).toBe('stratified')
    expect(documents).toHaveLength(18)
    const units = new Set(documents.map((document) => unit[document]!))
    expect(units.size).toBe(3)
    expect(drawn(compared, 2).documents).toHaveLength(6)
  })

  test('draws others for another seed, and keeps its draw where documents are added', () => {
    const group = Array.from({ length: 200 }, (_, at) => at % 2)
    const some = drawn(comparedOf(group), 20).documents
    const others = drawn(comparedOf(group), 20, 2).documents
    expect(some.filter((document) => others.includes(document)).length).toBeLessThan(12)
    const more = drawn(comparedOf([...group, ...group.slice(0, 20)]), 20).documents
    expect(more.filter((document) => some.includes(document)).length).toBeGreaterThanOrEqual(32)
  })
})

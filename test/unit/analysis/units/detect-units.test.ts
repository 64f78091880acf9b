import { describe, expect, test } from 'vitest'
import { detectUnits, noUnit } from '../../../../src/main/engine/analysis/units/detect-units.ts'
import { unitSummary } from '../../../../src/main/engine/analysis/units/effective-units.ts'
import { foldDuplicates } from '../../../../src/main/engine/analysis/units/fold-documents.ts'
import { NearDuplicates } from '../../../../src/main/engine/analysis/units/near-duplicates.ts'
import type { UnitKey } from '../../../../src/main/engine/analysis/units/unit-keys.ts'
import { isMissing, readRows, realFile } from './real-texts.ts'

/** A key with `distinct` values over `documents` rows, in turn. */
const turns = (name: string, documents: number, distinct: number, kind: UnitKey['kind'] = 'column'): UnitKey => ({
  name,
  kind,
  values: Array.from({ length: documents }, (_, at) => `value ${at % distinct}`),
})

const found = (documents: number, ...keys: UnitKey[]) => detectUnits({ documents, keys }).by

describe('the unit found', () => {
  test('is the prompt that rows share', () => {
    const { by, unit, units, sizes } = detectUnits({ documents: 6, keys: [turns('prompt', 6, 3, 'prompt')] })
    expect({ by, units }).toEqual({ by: ['prompt'], units: 3 })
    expect([...unit]).toEqual([0, 1, 2, 0, 1, 2])
    expect([...sizes]).toEqual([2, 2, 2])
  })

  test('is each document where nothing repeats, and where there is nothing', () => {
    expect(found(100, turns('prompt', 100, 100, 'prompt'), turns('prompt_id', 100, 95))).toBe('document')
    expect(detectUnits({ documents: 0, keys: [] })).toMatchObject({ by: 'document', units: 0 })
    expect(found(1, turns('prompt', 1, 1, 'prompt'))).toBe('document')
  })

  test.each(['label', 'model', 'subset', 'author', 'topic', 'split', 'category', 'year', 'genre', 'language', 'rating'])(
    'is never %s, however often it repeats',
    (name) => {
      for (const distinct of [2, 10, 77, 300, 500]) expect(found(1000, turns(name, 1000, distinct))).toBe('document')
    },
  )

  test.each([
    ['source', 1000, 1],
    ['source', 83, 2],
    ['pair', 1800, 2],
    ['group', 4, 2],
    ['group', 900, 30],
    ['topic_id', 1000, 20],
    ['prompt', 1000, 3],
    ['prompt', 6000, 77],
    ['thread', 1000, 2],
  ])('is no label-like %s: %i documents of %i values', (name, documents, distinct) => {
    expect(found(documents, turns(name, documents, distinct))).toBe('document')
  })

  test.each([
    ['prompt', 6598, 440],
    ['question', 400, 10],
    ['promptId', 1000, 200],
    ['Prompt ID', 1000, 200],
    ['conversation-id', 1000, 200],
    ['source', 1000, 200],
    ['pair', 900, 450],
    ['parent', 1000, 800],
  ])('is the column %s: %i documents of %i values', (name, documents, distinct) => {
    expect(found(documents, turns(name, documents, distinct))).toEqual([name])
  })

  test('is the finest of several keys, a pair before a prompt before a column; each is told its verdict', () => {
    const keys = [
      turns('thread', 1000, 100),
      turns('question', 1000, 300),
      turns('id', 1000, 300, 'pair'),
      turns('prompt', 1000, 300, 'prompt'),
      turns('label', 1000, 300),
    ]
    const { by, considered } = detectUnits({ documents: 1000, keys })
    expect(by).toEqual(['id'])
    expect(considered.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['thread', 'coarser'],
      ['question', 'coarser'],
      ['id', 'taken'],
      ['prompt', 'coarser'],
      ['label', 'no-key-by-name'],
    ])
  })

  test('takes no key that half of the documents lack, and leaves those without a value alone', () => {
    const values = ['a', 'a', 'b', 'b', null, ' ']
    expect(detectUnits({ documents: 6, keys: [{ name: 'thread', kind: 'column', values }] })).toMatchObject({
      by: ['thread'],
      unit: Uint32Array.of(0, 0, 1, 1, 2, 3),
    })
    const codes = Int32Array.of(7, 7, 3, -1, -1, -1)
    const { by, considered } = detectUnits({ documents: 6, keys: [{ name: 'thread', kind: 'column', values: codes }] })
    expect(by).toBe('document')
    expect(considered).toEqual([{ name: 'thread', verdict: 'mostly-missing', distinct: 2, filled: 3 }])
  })

  test('compares prompts by their words, and columns as they are', () => {
    const values = ['Why?', 'why', 'How?', 'how ?']
    const units = (kind: UnitKey['kind']) => detectUnits({ documents: 4, keys: [{ name: 'prompt', kind, values }] }).units
    expect(units('prompt')).toBe(2)
    expect(units('column')).toBe(4)
  })
})

describe('the unit asked for', () => {
  const keys = [turns('label', 6, 2), turns('thread', 6, 3)]
  const duplicates = Uint32Array.of(0, 0, 2, 3, 4, 5)

  test('wins over what would be found', () => {
    expect(detectUnits({ documents: 6, keys, by: ['label'] })).toMatchObject({ by: ['label'], units: 2, considered: [] })
    expect(detectUnits({ documents: 6, keys, duplicates, by: 'document' })).toMatchObject({ by: 'document', units: 6 })
    expect(detectUnits({ documents: 6, keys, duplicates, by: 'duplicates' })).toMatchObject({ by: 'duplicates', units: 5 })
  })

  test('by two columns holds the documents that share a value of either', () => {
    const a = { name: 'a', kind: 'column', values: ['x', 'x', 'y', 'z', 'w'] } as const
    const b = { name: 'b', kind: 'column', values: ['1', '2', '2', '3', null] } as const
    expect([...detectUnits({ documents: 5, keys: [a, b], by: ['a', 'b'] }).unit]).toEqual([0, 0, 0, 1, 2])
  })

  test('has to be there', () => {
    expect(() => detectUnits({ documents: 6, keys, by: ['promt'] })).toThrow(
      expect.objectContaining({ code: 'bad-input', hint: 'Choose one of these: label, thread.' }),
    )
  })
})

describe('near-duplicates', () => {
  const keys = [turns('thread', 6, 3)]

  test('are a unit where there is no key, and join units where there is one', () => {
    const duplicates = Uint32Array.of(0, 0, 2, 3, 4, 5)
    expect(detectUnits({ documents: 6, keys: [], duplicates })).toMatchObject({ by: 'duplicates', units: 5, joinedByDuplicates: 1 })
    const joined = detectUnits({ documents: 6, keys, duplicates })
    expect(joined).toMatchObject({ by: ['thread'], units: 2, joinedByDuplicates: 1 })
    expect([...joined.unit]).toEqual([0, 0, 1, 0, 0, 1])
  })

  test('that were folded join nothing, and have no unit', () => {
    const duplicates = Uint32Array.of(0, 0, 2, 3, 4, 0)
    const mask = Uint8Array.of(1, 0, 1, 1, 1, 0)
    const { unit, units, sizes } = detectUnits({ documents: 6, keys, duplicates, mask })
    expect([...unit]).toEqual([0, noUnit, 1, 0, 2, noUnit])
    expect(units).toBe(3)
    expect([...sizes]).toEqual([2, 1, 1])
    expect(unitSummary(unit)).toEqual({ documents: 4, units: 3, largest: 2, effective: 16 / 6 })
  })
})

describe('unitSummary', () => {
  test("is Kish's effective number", () => {
    expect(unitSummary(Uint32Array.of(0, 1, 2, 3))).toEqual({ documents: 4, units: 4, largest: 1, effective: 4 })
    expect(unitSummary(Uint32Array.of(0, 0, 1, 1, 2, 2)).effective).toBe(3)
    expect(unitSummary(Uint32Array.of(0, 0, 0, 1)).effective).toBe(1.6)
    expect(unitSummary(Uint32Array.of(0, 0, 0, 1), Uint8Array.of(1, 0, 0, 1)).effective).toBe(2)
    expect(unitSummary(new Uint32Array())).toEqual({ documents: 0, units: 0, largest: 0, effective: 0 })
  })
})

describe('the answers of two models in xstest', () => {
  const name = 'xstest.jsonl.gz'

  test('are 450 prompts; one refusal joins hundreds of them until duplicates are folded', ({ skip }) => {
    skip(isMissing(name), `the real texts are not at ${realFile(name)}`)
    const rows = readRows(name)
    const documents = rows.length
    const finder = new NearDuplicates({ documents })
    for (const [at, { text }] of rows.entries()) finder.add(at, text)
    const duplicates = finder.groups()
    const keys: UnitKey[] = [
      { name: 'prompt', kind: 'prompt', values: rows.map(({ prompt }) => prompt) },
      { name: 'model', kind: 'column', values: rows.map(({ model }) => model) },
      { name: 'label', kind: 'column', values: rows.map(({ label }) => label) },
    ]
    expect(detectUnits({ documents, keys })).toMatchObject({ by: ['prompt'], units: 450 })
    const models = [...new Set(rows.map(({ model }) => model))]
    const { kept, folded } = foldDuplicates(
      duplicates,
      Uint8Array.from(rows, ({ model }) => models.indexOf(model)),
    )
    const whole = unitSummary(detectUnits({ documents, keys, duplicates }).unit)
    const once = unitSummary(detectUnits({ documents, keys, duplicates, mask: kept }).unit)
    expect(folded).toBe(191)
    expect(whole).toMatchObject({ documents: 900, units: 260, largest: 364 })
    expect(whole.effective).toBeCloseTo(6.05, 2)
    expect(once).toMatchObject({ documents: 709, units: 449, largest: 2 })
    expect(once.effective).toBeCloseTo(409, 1)
  })
})

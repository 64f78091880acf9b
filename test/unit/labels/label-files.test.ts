import fc from 'fast-check'
import { expect, test } from 'vitest'
import { labelFile, parseLabelFile } from '../../../src/main/engine/labels/label-files.ts'

const label = fc.record({
  latent: fc.nat(4095),
  label: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).map((text) => `x${text.replace(/[\r\n\0]/g, ' ')}x`),
  notes: fc.string({ maxLength: 40 }),
  origin: fc.constantFrom('person' as const, 'import' as const),
  author: fc.string({ maxLength: 10 }),
  at: fc.constant('2026-01-01T00:00:00.000Z'),
})

test.each(['jsonl', 'json', 'csv'] as const)('labels written as %s are read back the same', (format) => {
  fc.assert(
    fc.property(fc.uniqueArray(label, { minLength: 1, maxLength: 30, selector: (each) => each.latent }), (labels) => {
      const parsed = parseLabelFile(`labels.${format}`, labelFile(labels, format), 4096)
      expect(parsed.skipped).toBe(0)
      expect(new Map(parsed.labels.map((each) => [each.latent, each.text]))).toEqual(
        new Map(labels.map((each) => [each.latent, each.label])),
      )
    }),
  )
})

test.each([
  [
    'a.jsonl',
    '{"index":"3","description":"three"}\n{"feature_index":4,"label":"four"}\nnonsense\n',
    [
      [3, 'three'],
      [4, 'four'],
    ],
    1,
  ],
  ['a.json', '{"7":"seven","9999":"outside"}', [[7, 'seven']], 1],
  ['a.json', '[{"latent":1,"label":"one"}]', [[1, 'one']], 0],
  ['a.csv', '\ufeffidx,label\r\n2,"two, ""quoted"""\r\n', [[2, 'two, "quoted"']], 0],
  ['a.tsv', '5\tfive\n', [[5, 'five']], 0],
] as const)('%s %j', (name, content, labels, skipped) => {
  const parsed = parseLabelFile(name, content, 4096)
  expect(parsed.labels.map((each) => [each.latent, each.text])).toEqual(labels)
  expect(parsed.skipped).toBe(skipped)
})

test('a file without a label is refused with what was expected', () => {
  expect(() => parseLabelFile('a.jsonl', '{"x":1}\n', 8)).toThrow(/holds no label/)
  expect(() => parseLabelFile('a.bin', '\u0001\u0002', 8)).toThrow(/neither JSON nor JSON Lines/)
})

test('a cell that a spreadsheet would run is defused', () => {
  const csv = labelFile([{ latent: 1, label: '=HYPERLINK("x")', notes: '', origin: 'person', author: '', at: '' }], 'csv')
  expect(csv).toContain(`"'=HYPERLINK(""x"")"`)
})

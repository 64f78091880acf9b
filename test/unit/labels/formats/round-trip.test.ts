import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { labelOrigins } from '../../../../src/contract/latents.ts'
import type { LabelEntry } from '../../../../src/main/engine/labels/formats/label-entry.ts'
import { readLabels } from '../../../../src/main/engine/labels/formats/read-labels.ts'
import { csvCell, guarded, unguarded } from '../../../../src/main/engine/labels/formats/spreadsheet-cell.ts'
import { withoutRoom } from '../../../../src/main/engine/labels/formats/without-room.ts'
import { writeLabelFolder } from '../../../../src/main/engine/labels/formats/write-label-folder.ts'
import { labelText, type LabelFileFormat } from '../../../../src/main/engine/labels/formats/write-labels.ts'
import { suiteFolder, temporaryFolder } from '../../../support/temporary-folder.ts'
import { about, plain, target } from './label-target.ts'

const folder = suiteFolder()
const difficult = fc.constantFrom(
  '=1+1',
  '-ing',
  '+',
  '@a',
  "'=x",
  "''-x",
  '\t=x',
  '＝1',
  'a\r\nb',
  'a\nb',
  '"',
  '",',
  ';',
  '👋🏽',
  'שלום',
  '\u202e',
  '#',
  '""',
  '\\"',
  '\u2028',
)
const text = (longest: number) =>
  fc
    .array(fc.oneof(difficult, fc.string({ maxLength: 8 })), { maxLength: 4 })
    .map((parts) => parts.join('').replaceAll('\0', '').slice(0, longest).toWellFormed())
const name = text(40).map((each) => each.trim())
const version = fc.record({
  latent: fc.nat(31),
  text: text(400).map((each) => each.trim() || 'x'),
  notes: text(60),
  origin: fc.option(fc.constantFrom(...labelOrigins)),
  author: name,
  change: fc.option(name.filter((each) => each !== '')),
  scores: fc.uniqueArray(
    fc.record({ method: name, value: fc.double({ noNaN: true, min: -2, max: 2 }).map((value) => value + 0) }),
    {
      maxLength: 3,
      selector: ({ method }) => method,
    },
  ),
  examples: fc.array(text(40), { maxLength: 3 }),
  at: fc.constantFrom(null, '2026-01-01T00:00:00.000Z'),
})
/** Versions by latent, of each latent one current, anywhere. */
const versions: fc.Arbitrary<readonly LabelEntry[]> = fc.array(version, { minLength: 1, maxLength: 12 }).chain((all) =>
  fc.array(fc.nat(), { minLength: all.length, maxLength: all.length }).map((draws) => {
    const sorted = all.toSorted((a, b) => a.latent - b.latent)
    return sorted.map((each, at): LabelEntry => {
      const first = sorted.findIndex(({ latent }) => latent === each.latent)
      const count = sorted.filter(({ latent }) => latent === each.latent).length
      return { ...each, current: at === first + ((draws[first] ?? 0) % count) }
    })
  }),
)

let written = 0
async function throughFile(format: LabelFileFormat, labels: readonly LabelEntry[], pack = false) {
  const path = join(folder, `file-${written++}`)
  const content = [...labelText(format, labels, about)].join('')
  writeFileSync(path, pack ? gzipSync(content) : content)
  return readLabels(path, target)
}

describe('labels are read back as they were written', () => {
  test.each(['jsonl', 'json', 'csv'] as const)('%s: everything', async (format) => {
    await fc.assert(
      fc.asyncProperty(versions, fc.boolean(), async (labels, pack) => {
        const found = await throughFile(format, labels, pack)
        expect(found.labels).toEqual(labels)
        expect(found).toMatchObject({ skipped: 0, changed: 0 })
        expect(found.about.lens ?? about.lens).toBe(about.lens)
        expect(withoutRoom(format, labels)).toBeNull()
      }),
      { numRuns: 15 },
    )
  })

  test('neuronpedia: all but origins and examples, the current label last', async () => {
    await fc.assert(
      fc.asyncProperty(versions, async (labels) => {
        const found = await throughFile('neuronpedia', labels)
        const wanted = labels.toSorted((a, b) => a.latent - b.latent || Number(a.current) - Number(b.current))
        expect(found.labels).toEqual(wanted.map((label) => ({ ...label, origin: null, examples: [] })))
        const lost = withoutRoom('neuronpedia', labels)
        expect(lost === null).toBe(labels.every(({ origin, examples }) => origin === null && examples.length === 0))
      }),
      { numRuns: 15 },
    )
  })

  test.each(['goodfire', 'goodfire-json', 'saedashboard'] as const)('%s: the current labels', async (format) => {
    await fc.assert(
      fc.asyncProperty(versions, async (labels) => {
        const found = await throughFile(format, labels)
        const wanted = labels.filter(({ current }) => current)
        expect(found.labels.map(({ latent, text: label }) => [latent, label])).toEqual(
          wanted.map(({ latent, text: label }) => [latent, label]),
        )
        if (format === 'saedashboard')
          expect(found.labels.map(({ scores }) => scores[0]?.value)).toEqual(wanted.map(({ scores }) => scores[0]?.value))
      }),
      { numRuns: 10 },
    )
  })

  test('folders of Neuronpedia and delphi', async () => {
    const [labels = []] = fc.sample(versions, { seed: 5, numRuns: 1 })
    for (const format of ['neuronpedia', 'delphi'] as const) {
      const path = join(temporaryFolder(), 'labels')
      await writeLabelFolder(path, format, labels, about)
      const found = await readLabels(path, target)
      expect(found).toMatchObject({ format, skipped: 0, problems: [] })
      const texts = found.labels.filter(({ current }) => current).map(({ latent, text: label }) => [latent, label])
      expect(texts).toEqual(labels.filter(({ current }) => current).map(({ latent, text: label }) => [latent, label]))
      await expect(writeLabelFolder(path, format, labels, about)).rejects.toMatchObject({ code: 'conflict' })
    }
  })

  test('the present files of Etalon are read', async () => {
    const path = join(folder, 'earlier.csv')
    writeFileSync(path, 'latent,label,notes,origin,author,at\r\n3,three,,person,anna,2026-01-01T00:00:00.000Z\r\n')
    const { labels } = await readLabels(path, target)
    expect(labels).toEqual([
      { ...plain, latent: 3, text: 'three', origin: 'person', author: 'anna', at: '2026-01-01T00:00:00.000Z' },
    ])
  })
})

test('no cell of a CSV can be run as a formula, and each is read back', () => {
  fc.assert(
    fc.property(text(60), (given) => {
      const cell = guarded(given)
      expect(/^(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/.test(cell)).toBe(false)
      expect(unguarded(cell)).toBe(given)
    }),
    { numRuns: 150 },
  )
  expect(csvCell(guarded('=HYPERLINK("x")'))).toBe(`"'=HYPERLINK(""x"")"`)
})

test('what a layout has no room for is said', () => {
  const labels: LabelEntry[] = [
    { ...plain, latent: 1, text: 'old', current: false },
    { ...plain, latent: 1, text: 'a', notes: 'n', scores: [{ method: 'detection', value: 0.9 }] },
  ]
  expect(withoutRoom('goodfire', labels)).toBe(
    'Goodfire’s table has no room for notes (1), scores (1), score methods (1), earlier versions (1): they were left out.',
  )
  expect(withoutRoom('jsonl', labels)).toBeNull()
})

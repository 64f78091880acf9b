import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { parquetReadObjects } from 'hyparquet'
import { expect, test } from 'vitest'
import { DraftFile } from '../../../src/main/engine/table-files/draft-file.ts'
import { parquetTable } from '../../../src/main/engine/table-files/parquet-table.ts'
import type { TableColumn, TableRows, TableWriter } from '../../../src/main/engine/table-files/table.ts'
import { csvTable, jsonLinesTable } from '../../../src/main/engine/table-files/text-table.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const columns: readonly TableColumn[] = [
  { name: 'row', type: 'int32' },
  { name: 'text, "quoted"', type: 'text' },
  { name: 'maybe', type: 'text', nullable: true },
  { name: 'score', type: 'float64', nullable: true },
  { name: 'activation', type: 'float32' },
]

type Row = readonly [number, string, string | null, number | null, number]

const formats = {
  parquet: (draft: DraftFile) => parquetTable(draft, columns, 'test'),
  csv: (draft: DraftFile) => csvTable(draft, columns),
  jsonl: (draft: DraftFile) => jsonLinesTable(draft, columns),
}

async function written(make: (draft: DraftFile) => TableWriter, parts: readonly (readonly Row[])[]): Promise<Buffer> {
  const path = join(temporaryFolder(), 'table')
  const draft = await DraftFile.create(path)
  const writer = make(draft)
  for (const part of parts) {
    const rows: TableRows = [
      Int32Array.from(part, (row) => row[0]),
      part.map((row) => row[1]),
      part.map((row) => row[2]),
      part.map((row) => row[3]),
      Float32Array.from(part, (row) => row[4]),
    ]
    await writer.write(rows)
  }
  await writer.finish()
  await draft.complete()
  await draft.publish()
  expect(readFileSync(path).length).toBe(draft.bytes)
  return readFileSync(path)
}

const readers = {
  parquet: async (file: Buffer) => {
    const buffer = new Uint8Array(file).buffer
    return (await parquetReadObjects({ file: buffer })).map((row) =>
      columns.map(({ name }) => (row as Record<string, unknown>)[name] ?? null),
    )
  },
  csv: (file: Buffer) => {
    const [, ...rows] = parse(file, { relax_quotes: false }) as string[][]
    const text = (cell = '') => cell.replace(/^'(?=[=+\-@\t\r])/, '')
    const number = (cell = '') => (cell === '' ? null : Number(cell))
    return rows.map(([row, cell, maybe, score, activation]) => [
      number(row),
      text(cell),
      text(maybe),
      number(score),
      number(activation),
    ])
  },
  jsonl: (file: Buffer) =>
    file
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => columns.map(({ name }) => (JSON.parse(line) as Record<string, unknown>)[name])),
}

const rows = fc.array(
  fc.tuple(
    fc.integer({ min: 0, max: 2 ** 31 - 1 }),
    // An apostrophe before a formula is what CSV itself writes: left out, so that what is read back is what was written.
    fc
      .oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('=1+1', '-5', '@x', '+y', '\tz', '"', ',', '\r\n', 'ünïcødé 🌍'))
      .filter((text) => !text.startsWith("'")),
    fc.option(fc.constantFrom('a', '=b', 'c,d')),
    fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)),
    fc.float({ noNaN: true, noDefaultInfinity: true, min: 0 }).map((value) => value + 0),
  ),
  { maxLength: 12 },
)

test.each(['parquet', 'csv', 'jsonl'] as const)('%s: what is read back is what was written, however it was cut', async (format) => {
  await fc.assert(
    fc.asyncProperty(rows, rows, async (first, second) => {
      const read = await readers[format](await written(formats[format], [first, second]))
      const wanted = [...first, ...second].map((row) => [
        row[0],
        row[1],
        format === 'csv' ? (row[2] ?? '') : row[2],
        row[3],
        row[4],
      ])
      expect(
        read.map(([row, text, maybe, score, activation]) => [row, text, maybe, score, Math.fround(activation as number)]),
      ).toEqual(wanted)
    }),
    { numRuns: 40 },
  )
})

test('Parquet comes in several row groups', async () => {
  const part = Array.from({ length: 40_000 }, (_, at): Row => [at, `text ${at}`, null, at / 3, at])
  const file = await written(formats.parquet, [part, part, part])
  const read = (await readers.parquet(file)) as unknown[][]
  expect(read).toHaveLength(120_000)
  expect(read[79_999]).toEqual([39_999, 'text 39999', null, 39_999 / 3, 39_999])
})

test('a spreadsheet runs nothing of a CSV, its header included', async () => {
  const file = await written((draft) => csvTable(draft, [{ name: '=header', type: 'text' }]), [[[0, 'x', null, null, 0]]])
  expect(file.toString()).toMatch(/^'=header\r\n/)
  expect((await written(formats.csv, [[[1, '=cmd()', null, -1, 2]]])).toString()).toContain("1,'=cmd(),,-1,2\r\n")
})

test('a draft is nowhere to be seen before it is published, and nowhere at all when discarded', async () => {
  const path = join(temporaryFolder({ there: 'old' }), 'there')
  const draft = await DraftFile.create(path)
  await draft.write(Buffer.from('new'))
  await draft.overwrite(Buffer.from('N'), 0)
  await draft.complete()
  expect(readFileSync(path, 'utf8')).toBe('old')
  await draft.publish()
  expect(readFileSync(path, 'utf8')).toBe('New')
  const other = await DraftFile.create(path)
  await other.discard()
  expect(readFileSync(path, 'utf8')).toBe('New')
})

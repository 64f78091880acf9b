import { gzipSync } from 'node:zlib'
import { parquetWriteBuffer } from 'hyparquet-writer'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Failure } from '../../../src/contract/failure.ts'
import { importCorpus, writeCorpus } from './corpus-folder.ts'

const rows = Array.from({ length: 60 }, (_, row) => ({
  id: `row-${row}`,
  text: `The text, "${row}", of a row.\nIt has two lines.`,
  n: row,
}))
const lines = rows.map((row) => JSON.stringify(row)).join('\n')
const files: readonly (readonly [name: string, content: Buffer])[] = [
  ['a.jsonl', Buffer.from(lines)],
  ['a.jsonl.gz', gzipSync(lines)],
  ['a.json', Buffer.from(JSON.stringify(rows, null, 1))],
  ['a.csv', Buffer.from(`id,text,n\n${rows.map(({ id, text, n }) => `${id},"${text.replaceAll('"', '""')}",${n}`).join('\n')}`)],
  [
    'a.parquet',
    Buffer.from(
      parquetWriteBuffer({
        columnData: [
          { name: 'id', data: rows.map(({ id }) => id), type: 'STRING' },
          { name: 'text', data: rows.map(({ text }) => text), type: 'STRING' },
          { name: 'n', data: rows.map(({ n }) => n), type: 'INT32' },
        ],
        rowGroupSize: 20,
      }),
    ),
  ],
]

describe('a spoiled file', () => {
  it.each(files)('%s is read in part or refused, never a crash', async (name, content) => {
    const place = fc.tuple(fc.nat(content.length - 1), fc.nat(255))
    const property = fc.asyncProperty(
      fc.array(place, { maxLength: 8 }),
      fc.nat(content.length),
      fc.boolean(),
      async (places, end, isCut) => {
        const spoiled = Buffer.from(content)
        for (const [at, byte] of places) spoiled[at] = byte
        try {
          const { documents } = await importCorpus(await writeCorpus(name, isCut ? spoiled.subarray(0, end) : spoiled))
          expect(documents.length).toBeGreaterThan(0)
        } catch (error) {
          expect(error).toBeInstanceOf(Failure)
        }
      },
    )
    await fc.assert(property, { numRuns: 60, seed: 1 })
  })
})

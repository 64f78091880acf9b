import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { gzipSync } from 'node:zlib'
import { parquetMetadata } from 'hyparquet'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { describe, expect, it } from 'vitest'
import { importCorpus, readFields, readRows, writeCorpus } from './corpus-folder.ts'

type Columns = Parameters<typeof parquetWriteBuffer>[0]['columnData']

const write = (columnData: Columns, options: Partial<Parameters<typeof parquetWriteBuffer>[0]> = {}) =>
  Buffer.from(parquetWriteBuffer({ columnData, ...options }))
const numbered = (count: number) => Array.from({ length: count }, (_, row) => row)

describe('Parquet', () => {
  it('reads every kind of column', async () => {
    const path = await writeCorpus(
      'a.parquet',
      write([
        { name: 'id', data: [9007199254740993n, 2n], type: 'INT64' },
        { name: 'text', data: ['one', 'zwölf 😀'], type: 'STRING' },
        { name: 'score', data: [0.5, Number.NaN], type: 'DOUBLE' },
        { name: 'flag', data: [true, null], type: 'BOOLEAN' },
        { name: 'when', data: [new Date(0), new Date(1.7e12)], type: 'TIMESTAMP' },
        { name: 'extra', data: [{ a: [1, { b: 'x' }] }, null], type: 'JSON' },
        { name: 'image', data: [Uint8Array.of(0xff, 0xd8), Uint8Array.of(0xff, 0xd9)], type: 'BYTE_ARRAY' },
      ]),
    )
    const { documents, notices, preview } = await importCorpus(path)
    expect(preview.mapping).toEqual({ id: 'id', channels: [{ name: 'text', field: 'text' }] })
    expect(JSON.parse(JSON.stringify(documents))).toEqual([
      {
        row: 1,
        id: '9007199254740993',
        texts: { text: 'one' },
        metadata: { score: 0.5, flag: true, when: '1970-01-01T00:00:00.000Z', extra: { a: [1, { b: 'x' }] }, image: null },
      },
      {
        row: 2,
        id: '2',
        texts: { text: 'zwölf 😀' },
        metadata: { score: null, flag: null, when: '2023-11-14T22:13:20.000Z', extra: null, image: null },
      },
    ])
    expect(notices).toMatchObject([{ row: 1, reason: 'has binary data in "image", left out here and in later rows' }])
  })

  it('reads lists and structs, such as conversations', async () => {
    const messages = [
      [
        { role: 'user', content: 'Q' },
        { role: 'assistant', content: 'A' },
      ],
      [{ role: 'assistant', content: 'B' }],
    ]
    const buffer = write(
      [
        { name: 'messages', data: messages },
        { name: 'tags', data: [['a', 'b'], []] },
      ],
      {
        schema: [
          { name: 'root', num_children: 2 },
          { name: 'messages', repetition_type: 'OPTIONAL', converted_type: 'LIST', num_children: 1 },
          { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
          { name: 'element', repetition_type: 'OPTIONAL', num_children: 2 },
          { name: 'role', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
          { name: 'content', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
          { name: 'tags', repetition_type: 'OPTIONAL', converted_type: 'LIST', num_children: 1 },
          { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
          { name: 'element', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
        ],
      },
    )
    const path = await writeCorpus('a.parquet', buffer)
    expect(await readFields(path)).toEqual([
      { messages: messages[0], tags: ['a', 'b'] },
      { messages: messages[1], tags: [] },
    ])
    expect((await importCorpus(path)).documents.map(({ texts }) => ({ ...texts }))).toEqual([
      { response: 'A', prompt: 'Q' },
      { response: 'B' },
    ])
  })

  it.each([
    ['small row groups', { rowGroupSize: 700 }, true],
    ['one row group, with a page index', { rowGroupSize: 100_000, pageSize: 4096 }, true],
    ['one row group, without', { rowGroupSize: 100_000, pageSize: 4096 }, false],
  ])('reads many rows in order: %s', async (_, options, offsetIndex) => {
    const rows = numbered(5000)
    const buffer = write(
      [
        { name: 'id', data: rows, type: 'INT32', offsetIndex },
        { name: 'text', data: rows.map((row) => `text ${row} ${'x'.repeat(row % 50)}`), type: 'STRING', offsetIndex },
        { name: 'kind', data: rows.map((row) => `kind ${row % 3}`), type: 'STRING', offsetIndex },
      ],
      options,
    )
    const read = await readRows(await writeCorpus('a.parquet', buffer))
    expect(read.problems).toEqual([])
    expect(read.rows.map(({ row, fields }) => [row, fields['id'], fields['text'], fields['kind']])).toEqual(
      rows.map((row) => [row + 1, row, `text ${row} ${'x'.repeat(row % 50)}`, `kind ${row % 3}`]),
    )
  })

  it('reads steps of a row group that is too large for one, without a page index', async () => {
    const rows = numbered(600)
    const long = (row: number) => `${row} `.repeat(20_000)
    const columnData: Columns = [
      { name: 'text', data: rows.map(long), offsetIndex: false },
      { name: 'kind', data: rows.map((row) => (row % 7 === 0 ? null : `kind ${row % 3}`)), offsetIndex: false },
      { name: 'tags', data: rows.map((row) => numbered(row % 4).map((tag) => `tag ${tag}`)), offsetIndex: false },
    ]
    const schema: Parameters<typeof parquetWriteBuffer>[0]['schema'] = [
      { name: 'root', num_children: 3 },
      { name: 'text', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
      { name: 'kind', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
      { name: 'tags', repetition_type: 'OPTIONAL', converted_type: 'LIST', num_children: 1 },
      { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      { name: 'element', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
    ]
    const { rows: read } = await readRows(
      await writeCorpus('a.parquet', write(columnData, { schema, rowGroupSize: 1000, pageSize: 100_000 })),
    )
    expect(read).toHaveLength(600)
    for (const [position, { row, fields }] of read.entries()) {
      expect(row).toBe(position + 1)
      expect(fields['text'] === long(position)).toBe(true)
      expect(fields['kind']).toBe(columnData[1]?.data[position])
      expect(fields['tags']).toEqual(columnData[2]?.data[position])
    }
  })

  it('reads .parquet.gz through a temporary file that does not stay', async () => {
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('etalon-parquet-'))
    const buffer = write([{ name: 'text', data: ['a', 'b'], type: 'STRING' }])
    expect(await readFields(await writeCorpus('a.parquet.gz', gzipSync(buffer)))).toEqual([{ text: 'a' }, { text: 'b' }])
    await expect(readRows(await writeCorpus('a.parquet.gz', gzipSync(buffer).subarray(0, 60)))).rejects.toMatchObject({
      code: 'bad-input',
      message: 'a.parquet.gz is not whole: the gzip data is cut short.',
    })
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('etalon-parquet-'))).toEqual(before)
  })

  it('lists texts that are not UTF-8', async () => {
    const text = [Buffer.from('good'), Buffer.from('caf\xe9', 'latin1')]
    const path = await writeCorpus('a.parquet', write([{ name: 'text', data: text, type: 'BYTE_ARRAY' }]))
    const { documents, problems } = await importCorpus(path, { text: 'text' })
    expect(documents.map(({ row }) => row)).toEqual([1])
    expect(problems).toMatchObject([{ row: 2, file: 'a.parquet', reason: 'has no valid UTF-8 in "text"' }])
  })

  it('lists a row group that is damaged and reads the others', async () => {
    const rows = numbered(3000)
    const buffer = write([{ name: 'text', data: rows.map((row) => `unique ${Math.sin(row)}`), type: 'STRING' }], {
      rowGroupSize: 1000,
    })
    const page = parquetMetadata(buffer).row_groups[1]?.columns[0]?.meta_data?.data_page_offset
    buffer.fill(0xff, Number(page), Number(page) + 200)
    const { rows: read, problems } = await readRows(await writeCorpus('a.parquet', buffer))
    expect(read.map(({ row }) => row)).toEqual(rows.map((row) => row + 1).filter((row) => row <= 1000 || row > 2000))
    expect(problems).toMatchObject([{ row: 1001, reason: expect.stringMatching(/^to row 2000 cannot be decoded: /) }])
  })

  it.each([
    [
      'cut short',
      (whole: Buffer) => whole.subarray(0, whole.length - 20),
      'a.parquet is cut short: the table of contents at its end is missing.',
    ],
    ['empty', () => Buffer.alloc(0), 'a.parquet is not a Parquet file: it is empty.'],
    ['text', () => Buffer.from('id,text\n1,hello\n'), 'a.parquet is not a Parquet file: it holds text.'],
    [
      'an image',
      () => Buffer.from([0xff, 0xd8, 0xff, ...new Array<number>(20).fill(1)]),
      'a.parquet is not a Parquet file: it holds a JPEG image.',
    ],
    [
      'damaged at the end',
      (whole: Buffer) => Buffer.concat([whole.subarray(0, -60), Buffer.alloc(52, 0xee), whole.subarray(-8)]),
      'a.parquet is damaged: the table of contents at its end cannot be read.',
    ],
  ])('refuses one that is %s', async (_, spoil, message) => {
    const whole = write([{ name: 'text', data: ['a', 'b'], type: 'STRING' }])
    await expect(readRows(await writeCorpus('a.parquet', spoil(whole)))).rejects.toMatchObject({ code: 'bad-input', message })
  })
})

import { gzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readFields, readRows, writeCorpus } from './corpus-folder.ts'

const row = (text: string) => writeCorpus('a.csv', text)

describe('CSV', () => {
  it('reads quotes, doubled quotes, delimiters and line ends in cells, a byte order mark, CRLF', async () => {
    const path = await row('\uFEFFid,text,note\r\n1,"a, ""b""\r\nc",x\r\n2,plain,""\r\n')
    expect(await readFields(path)).toEqual([
      { id: '1', text: 'a, "b"\r\nc', note: 'x' },
      { id: '2', text: 'plain', note: '' },
    ])
  })

  it('numbers records without the header and tells the line', async () => {
    const { rows } = await readRows(await row('id,text\n1,"a\nb\nc"\n\n2,d'))
    expect(rows.map(({ row: number, line, fields }) => [number, line, fields['text']])).toEqual([
      [1, 2, 'a\nb\nc'],
      [2, 6, 'd'],
    ])
  })

  it('lists ragged records and never shifts a cell', async () => {
    const { rows, problems } = await readRows(await row('id,text,label\n1,a,x\n2,b\n3,c,d,y\n4,e,z,,\n5,f,x\n'))
    expect(rows.map(({ fields }) => [fields['id'], fields['text'], fields['label']])).toEqual([
      ['1', 'a', 'x'],
      ['4', 'e', 'z'],
      ['5', 'f', 'x'],
    ])
    expect(problems).toEqual([
      { row: 2, file: 'a.csv', reason: 'has 2 cells where the header has 3 (line 3)', excerpt: '2 · b' },
      { row: 3, file: 'a.csv', reason: 'has 4 cells where the header has 3 (line 4)', excerpt: '3 · c · d · y' },
    ])
  })

  it('keeps a stray quote to its own line', async () => {
    const { rows, problems } = await readRows(
      await row('id,text\n1,5" disk\n2,"never closed\n3,he said "yes"\n4,"ended" early\n5,"fine"\n'),
    )
    expect(problems).toEqual([])
    expect(rows.map(({ fields }) => fields['text'])).toEqual(['5" disk', '"never closed', 'he said "yes"', '"ended" early', 'fine'])
  })

  it('reads quotes after spaces, as written by hand', async () => {
    expect(await readFields(await row('id, text\n1, "a, b"\n2,  "c" \n'))).toEqual([
      { id: '1', text: 'a, b' },
      { id: '2', text: 'c' },
    ])
  })

  it.each([
    ['semicolons', 'id;text\n1;a, b\n2;c\n'],
    ['tabs', 'id\ttext\n1\ta, b\n2\tc\n'],
    ['bars', 'id|text\n1|a, b\n2|c\n'],
    ["Excel's first line", 'sep=;\r\nid;text\r\n1;a, b\r\n2;c\r\n'],
    ['carriage returns', 'id,text\r1,"a, b"\r2,c\r'],
  ])('finds %s', async (_, text) => {
    expect(await readFields(await row(text))).toEqual([
      { id: '1', text: 'a, b' },
      { id: '2', text: 'c' },
    ])
  })

  it('reads tabs in .tsv and gzip in both', async () => {
    expect(await readFields(await writeCorpus('a.tsv', 'id\ttext\n1\ta,b\n'))).toEqual([{ id: '1', text: 'a,b' }])
    expect(await readFields(await writeCorpus('a.tsv.gz', gzipSync('id\ttext\n1\ta,b\n')))).toEqual([{ id: '1', text: 'a,b' }])
  })

  it('takes whole lines where there is one column', async () => {
    expect(await readFields(await row('text\nHello, world; and more\n"quoted, too"\n'))).toEqual([
      { text: 'Hello, world; and more' },
      { text: 'quoted, too' },
    ])
  })

  it('numbers columns that have no name or the name of another', async () => {
    expect(await readFields(await row(',text,text,__proto__\n1,a,b,c\n'))).toEqual([
      Object.fromEntries([
        ['column 1', '1'],
        ['text', 'a'],
        ['text 2', 'b'],
        ['__proto__', 'c'],
      ]),
    ])
  })

  it('sees that there is no header', async () => {
    const fields = [
      { 'column 1': '17', 'column 2': 'I love it', 'column 3': 'positive' },
      { 'column 1': '18', 'column 2': 'meh', 'column 3': 'negative' },
    ]
    expect(await readFields(await row('17,I love it,positive\n18,meh,negative\n'))).toEqual(fields)
    expect((await readRows(await row(`${'word '.repeat(40)}\nshort\n`))).rows).toHaveLength(2)
    // numbers as names, as pandas writes a table without any
    expect(await readFields(await row('0,1\n17,x\n'))).toEqual([{ '0': '17', '1': 'x' }])
  })

  it('lists records that are not UTF-8', async () => {
    const { rows, problems } = await readRows(await writeCorpus('a.csv', Buffer.from('id,text\n1,caf\xe9\n2,ok\n', 'latin1')))
    expect(rows.map(({ fields }) => fields['text'])).toEqual(['ok'])
    expect(problems).toEqual([{ row: 1, file: 'a.csv', reason: 'is not valid UTF-8 (line 2)', excerpt: '1 · caf\ufffd' }])
  })

  it('drops the record at which a gzip breaks off', async () => {
    const lines = Array.from({ length: 20_000 }, (_, id) => `${id},"text\n${Math.sin(id)}\n end"`).join('\n')
    const whole = gzipSync(`id,text\n${lines}\n`)
    const { rows, problems } = await readRows(await writeCorpus('a.csv.gz', whole.subarray(0, whole.length * 0.6)))
    expect(rows.every(({ fields }) => String(fields['text']).endsWith(' end'))).toBe(true)
    expect(problems).toMatchObject([{ row: rows.length + 1, reason: expect.stringContaining('cut short') }])
  })

  it('does not wait for a closing quote through the whole file', async () => {
    const line = `1,${'x'.repeat(1000)}\n`
    const bytes = Buffer.concat([Buffer.from('id,text\n0,"open\n'), Buffer.from(line.repeat(70_000))])
    const { rows } = await readRows(await writeCorpus('a.csv', bytes))
    expect(rows).toHaveLength(70_001)
    expect(rows[0]?.fields['text']).toBe('"open')
  })
})

const cell = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', ';', '\t', ' ', 'a', 'é', '😀', "'") }),
)
/** A file of which a quarter is NUL counts as binary. */
const withoutNull = cell.map((text) => text.replaceAll('\0', '0'))
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`

describe('CSV, any cells', () => {
  it('come back as they were written, with any delimiter and line end', async () => {
    const table = fc
      .integer({ min: 2, max: 4 })
      .chain((width) => fc.array(fc.array(withoutNull, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 20 }))
    const property = fc.asyncProperty(
      table,
      fc.constantFrom(',', ';', '\t'),
      fc.constantFrom('\n', '\r\n'),
      async (cells, delimiter, newline) => {
        const names = (cells[0] ?? []).map((_, column) => `c${column}`)
        const text = [names, ...cells].map((cellsOfRow) => cellsOfRow.map(quoted).join(delimiter) + newline).join('')
        const { rows, problems } = await readRows(await row(text))
        expect(problems).toEqual([])
        expect(rows.map(({ fields }) => Object.values(fields))).toEqual(
          cells.map((cellsOfRow) => cellsOfRow.map((each) => each.toWellFormed())),
        )
      },
    )
    await fc.assert(property, { numRuns: 150 })
  })

  it('are read as csv-parse reads them where a table is well formed', async () => {
    const plain = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '😀', '.', "'", ' ') })
    const written = fc.oneof(
      plain,
      withoutNull.map((text) => quoted(text.toWellFormed())),
    )
    const table = fc.array(fc.tuple(written, written, written), { minLength: 1, maxLength: 15 })
    const property = fc.asyncProperty(table, fc.constantFrom('\n', '\r\n'), async (cells, newline) => {
      const text = ['x,y,z', ...cells.map((each) => each.join(','))].join(newline)
      const expected = parse(text, { record_delimiter: newline }) as string[][]
      const { rows } = await readRows(await row(text))
      expect(rows.map(({ fields }) => Object.values(fields))).toEqual(expected.slice(1))
    })
    await fc.assert(property, { numRuns: 150 })
  })
})

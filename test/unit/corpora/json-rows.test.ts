import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { describeSource } from '../../../src/main/engine/corpora/discover.ts'
import { readRawRows } from '../../../src/main/engine/corpora/raw-rows.ts'
import { readFields, readRows, writeCorpus } from './corpus-folder.ts'

describe('JSON lines', () => {
  it('numbers rows by line, passes over blank lines, and reads the last line without a line end', async () => {
    const path = await writeCorpus('a.jsonl', '{"text":"one"}\r\n\r\n  \t\n{"text":"four"}\n{"text":"five"}')
    const { rows, problems } = await readRows(path)
    expect(rows.map(({ row, fields }) => [row, fields['text']])).toEqual([
      [1, 'one'],
      [4, 'four'],
      [5, 'five'],
    ])
    expect(problems).toEqual([])
  })

  it('lists lines that are no object, broken, or not UTF-8, and reads the others', async () => {
    const lines = ['{"text":"ok"}', '[1,2]', '"word"', '12', 'null', '{"text":', '{"text":"\x01"}'].map((line) => Buffer.from(line))
    const invalid = Buffer.from([...Buffer.from('{"text":"'), 0xff, 0xfe, ...Buffer.from('"}')])
    const bytes = Buffer.concat([...lines, invalid, Buffer.from('{"text":"end"}')].flatMap((line) => [line, Buffer.from('\n')]))
    const { rows, problems } = await readRows(await writeCorpus('a.jsonl', bytes))
    expect(rows.map(({ row }) => row)).toEqual([1, 9])
    expect(problems.map(({ row, file }) => [row, file])).toEqual([2, 3, 4, 5, 6, 7, 8].map((row) => [row, 'a.jsonl']))
    expect(problems.map(({ reason }) => reason)).toEqual([
      'is a list, not a JSON object',
      'is a string, not a JSON object',
      'is a number, not a JSON object',
      'is null, not a JSON object',
      'is not valid JSON: Unexpected end of JSON input',
      'is not valid JSON: Bad control character in string literal in JSON at position 9',
      'is not valid UTF-8',
    ])
  })

  it('keeps integers past 2^53 exact, and reads what Python writes for NaN', async () => {
    const path = await writeCorpus(
      'a.jsonl',
      '{"id": 12345678901234567890, "n": -9007199254740993, "f": 0.12345678901234567890, "e": 1e300, "s": "12345678901234567890"}\n' +
        '{"id": 1, "score": NaN, "low": -Infinity, "text": "NaN and \\"Infinity\\""}\n',
    )
    expect(await readFields(path)).toEqual([
      { id: 12345678901234567890n, n: -9007199254740993n, f: 0.12345678901234568, e: 1e300, s: '12345678901234567890' },
      { id: 1, score: null, low: null, text: 'NaN and "Infinity"' },
    ])
  })

  it('is not harmed by columns named like parts of an object', async () => {
    const path = await writeCorpus('a.jsonl', '{"__proto__": {"polluted": 1}, "constructor": 2, "toString": 3, "text": "x"}\n')
    const { rows } = await readRows(path)
    expect(Object.getPrototypeOf(rows[0]?.fields)).toBe(null)
    expect(Object.keys(rows[0]?.fields ?? {})).toEqual(['__proto__', 'constructor', 'toString', 'text'])
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })

  it('reads a list of objects that is named .jsonl', async () => {
    expect(await readFields(await writeCorpus('a.jsonl', '[{"a":1},{"a":2}]'))).toEqual([{ a: 1 }, { a: 2 }])
  })

  it('survives nesting that has no end', async () => {
    const deep = `{"text":"deep","x":${'['.repeat(200_000)}${']'.repeat(200_000)}}`
    const { rows } = await readRows(await writeCorpus('a.jsonl', `${deep}\n{"text":"ok"}\n`))
    expect(rows.at(-1)?.fields['text']).toBe('ok')
  })

  it('passes over a line that does not fit in memory', async () => {
    const long = Buffer.alloc(65 * 1024 * 1024, 'x')
    const { rows, problems } = await readRows(
      await writeCorpus('a.jsonl', Buffer.concat([Buffer.from('{"a":1}\n'), long, Buffer.from('\n{"a":3}\n')])),
    )
    expect(rows.map(({ row }) => row)).toEqual([1, 3])
    expect(problems).toMatchObject([{ row: 2, file: 'a.jsonl', reason: 'is larger than 64 MiB; split it into several rows' }])
  })
})

describe('a JSON list', () => {
  it('is read element by element, over as many lines as it takes', async () => {
    const path = await writeCorpus(
      'a.json',
      `\uFEFF[\n  {"text": "a ] } \\" \\\\", "tags": [{"x": []}]},\n {"text": "b"} ,{"text":"c"}\n]\n`,
    )
    expect(await readFields(path)).toEqual([{ text: 'a ] } " \\', tags: [{ x: [] }] }, { text: 'b' }, { text: 'c' }])
  })

  it('lists elements that are none or broken and reads on', async () => {
    const { rows, problems } = await readRows(await writeCorpus('a.json', '[{"a":1}, 5, "s", {"a":}, {"a":"open\n}, {"a":6}]'))
    expect(rows.map(({ fields }) => fields['a'])).toEqual([1, 6])
    expect(problems.map(({ row }) => row)).toContain(4)
  })

  it('says when it is cut short, or followed by something', async () => {
    const cut = await readRows(await writeCorpus('a.json', '[{"a":1},{"a":2},{"a"'))
    expect(cut.rows).toHaveLength(2)
    expect(cut.problems).toMatchObject([{ row: 3, reason: expect.stringContaining('not complete') }])
    const open = await readRows(await writeCorpus('a.json', '[{"a":1}\n'))
    expect(open.problems).toMatchObject([{ row: 2, reason: expect.stringContaining('list is not closed') }])
    const more = await readRows(await writeCorpus('a.json', '[{"a":1}]\n\n{"a":2}'))
    expect(more.problems).toMatchObject([{ row: 2, reason: expect.stringContaining('after the end of the list') }])
  })

  it('may also be objects one after the other, on one line each or several', async () => {
    expect(await readFields(await writeCorpus('a.json', '{"a":1}\n{"a":2}\n'))).toEqual([{ a: 1 }, { a: 2 }])
    expect(await readFields(await writeCorpus('a.json', '{\n "a": 1\n}\n{\n "a": 2\n}'))).toEqual([{ a: 1 }, { a: 2 }])
    expect((await readRows(await writeCorpus('a.json', '{"a":1}\n{"a":\n{"a":3}\n'))).rows.map(({ row }) => row)).toEqual([1, 3])
  })
})

describe('compression and encodings', () => {
  it('reads gzip by content, whatever the name, and several members', async () => {
    const bytes = Buffer.concat([gzipSync('{"a":1}\n{"a"'), gzipSync(':2}\n')])
    expect(await readFields(await writeCorpus('a.jsonl', bytes))).toEqual([{ a: 1 }, { a: 2 }])
    expect(await readFields(await writeCorpus('a.jsonl.gz', '{"a":1}\n'))).toEqual([{ a: 1 }])
  })

  it('reads UTF-16 with a byte order mark', async () => {
    const little = Buffer.from('\uFEFF{"text":"aä😀"}\n{"text":"b"}\n', 'utf16le')
    const expected = [{ text: 'aä😀' }, { text: 'b' }]
    expect(await readFields(await writeCorpus('a.jsonl', little))).toEqual(expected)
    expect(await readFields(await writeCorpus('a.jsonl', Buffer.from(little).swap16()))).toEqual(expected)
  })

  it('reads a gzip that is cut short as far as it goes, the same every time, and says so', async () => {
    const lines = Array.from({ length: 20_000 }, (_, row) => JSON.stringify({ row, text: `text ${Math.sin(row)}` })).join('\n')
    const whole = gzipSync(lines)
    const path = await writeCorpus('a.jsonl.gz', whole.subarray(0, whole.length * 0.6))
    const first = await readRows(path)
    expect(first.rows.length).toBeGreaterThan(10_000)
    expect(first.rows.every(({ row, fields }) => fields['row'] === row - 1)).toBe(true)
    expect(first.problems.at(-1)?.reason).toContain('the gzip data is cut short')
    expect((await readRows(path)).rows.length).toBe(first.rows.length)
  })

  it.each([
    ['a JPEG image', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x10])],
    ['a ZIP archive or an Office document', Buffer.from('PK\x03\x04xxxx')],
    ['a Parquet table', Buffer.from('PAR1xxxx')],
    ['binary data', Buffer.from(Array.from({ length: 300 }, (_, position) => (position % 250) + 1))],
    ['UTF-16', Buffer.from('{"text":"x"}', 'utf16le')],
  ])('refuses %s in one sentence', async (what, bytes) => {
    const path = await writeCorpus('photo.csv', bytes)
    await expect(readRows(path)).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(/^photo\.csv is not a text file: it holds /),
    })
    await expect(readRows(path)).rejects.toThrow(what)
  })
})

describe('readRawRows', () => {
  it('gives batches of at most 256 rows, and progress up to the size of the file', async () => {
    const path = await writeCorpus('a.jsonl', '{"text":"x"}\n'.repeat(1000))
    const source = await describeSource(path)
    const sizes: number[] = []
    let read = 0
    for await (const { items, bytesRead } of readRawRows(source)) {
      sizes.push(items.length)
      read = bytesRead
    }
    expect(Math.max(...sizes)).toBe(256)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(1000)
    expect(read).toBe(source.bytes)
  })

  it('stops with the reason of the signal', async () => {
    const source = await describeSource(await writeCorpus('a.jsonl', '{"text":"x"}\n'.repeat(1000)))
    const controller = new AbortController()
    const reading = async () => {
      for await (const { items } of readRawRows(source, controller.signal))
        if (items.length > 0) controller.abort(new Error('enough'))
    }
    await expect(reading()).rejects.toThrow('enough')
  })

  it('reads nothing before it is asked', async () => {
    const source = await describeSource(await writeCorpus('a.jsonl', '{"text":"x"}\n'))
    await readRawRows(source).return(undefined)
  })
})

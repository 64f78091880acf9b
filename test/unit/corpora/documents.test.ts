import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { importCorpus, readRows, writeCorpus } from './corpus-folder.ts'

const lines = (...rows: readonly unknown[]) =>
  writeCorpus('a.jsonl', rows.map((row) => `${typeof row === 'string' ? row : JSON.stringify(row)}\n`).join(''))

describe('ids', () => {
  it('are text, whatever they were, and exact', async () => {
    const path = await lines('{"id":12345678901234567890,"text":"a"}', '{"id":7,"text":"b"}', '{"id":" x ","text":"c"}')
    expect((await importCorpus(path)).documents.map(({ id }) => id)).toEqual(['12345678901234567890', '7', ' x '])
  })

  it('are row numbers where there is no id column', async () => {
    const { documents, notices, preview } = await importCorpus(await lines({ text: 'a' }, '', { text: 'b' }))
    expect(preview.mapping.id).toBe(null)
    expect(documents.map(({ id }) => id)).toEqual(['1', '3'])
    expect(notices).toEqual([])
  })

  it('are made unique, with a notice', async () => {
    const path = await lines(
      ...['a', 'b', 'a', 'a', 'a#2'].map((id) => ({ id, text: 'x' })),
      { text: 'none' },
      { id: null, text: 'none' },
      { id: '', text: 'none' },
      { id: ['list'], text: 'none' },
      { id: '6', text: 'a number that is taken' },
    )
    const { documents, notices } = await importCorpus(path)
    expect(documents.map(({ id }) => id)).toEqual(['a', 'b', 'a#2', 'a#3', 'a#2#2', '6', '7', '8', '9', '6#2'])
    expect(notices).toHaveLength(8)
    expect(notices.slice(0, 4)).toMatchObject([
      { row: 3, file: 'a.jsonl', reason: 'has the id "a" of an earlier row; its id here is "a#2"' },
      { row: 4 },
      { row: 5 },
      { row: 6, reason: 'has no id in "id"; its row number is its id' },
    ])
  })

  it('stay unique over many, and one id a thousand times', async () => {
    const rows = Array.from({ length: 6000 }, (_, row) => ({ id: row % 6 === 0 ? 'same' : `id-${row}`, text: 'x' }))
    const { documents } = await importCorpus(await lines(...rows), { id: 'id' })
    expect(new Set(documents.map(({ id }) => id)).size).toBe(6000)
    expect(documents.at(-6)?.id).toBe('same#1000')
  })
})

describe('texts', () => {
  it('that are missing or empty are skipped and listed', async () => {
    const path = await lines(
      { text: 'a' },
      { text: '' },
      { text: ' \n\t' },
      { text: null },
      { other: 1 },
      { text: { x: 1 } },
      { text: [1] },
      { text: 'b' },
    )
    const { documents, problems } = await importCorpus(path)
    expect(documents.map(({ row }) => row)).toEqual([1, 8])
    expect(problems.map(({ row, reason }) => [row, reason])).toEqual([
      [2, 'has an empty "text"'],
      [3, 'has an empty "text"'],
      [4, 'has an empty "text"'],
      [5, 'has no "text"'],
      [6, 'has an object in "text", not text'],
      [7, 'has a list of other things in "text", not text'],
    ])
  })

  it('that are numbers or lists of strings are written out', async () => {
    const { documents } = await importCorpus(await lines({ text: 'a' }, { text: 42 }, { text: true }, { text: ['one', 'two'] }))
    expect(documents.map(({ texts }) => texts['text'])).toEqual(['a', '42', 'true', 'one\n\ntwo'])
  })

  it('that are too long are skipped with advice', async () => {
    const { documents, problems } = await importCorpus(
      await lines({ text: 'x'.repeat(2_000_000) }, { text: 'x'.repeat(2_000_001) }),
    )
    expect(documents).toHaveLength(1)
    expect(problems).toMatchObject([
      { row: 2, file: 'a.jsonl', reason: 'has 2,000,001 characters in "text", more than 2,000,000; split it into several rows' },
    ])
  })

  it('with NUL or half a surrogate pair are kept, changed, with a notice', async () => {
    const { documents, notices } = await importCorpus(
      await lines('{"text":"a\\u0000b"}', '{"text":"a\\ud83db"}', '{"text":"\\ud83d\\ude00"}'),
    )
    expect(documents.map(({ texts }) => texts['text'])).toEqual(['a\uFFFDb', 'a\uFFFDb', '😀'])
    expect(notices.map(({ row, reason }) => [row, reason])).toEqual([
      [1, 'has NUL characters in "text", read as U+FFFD'],
      [2, 'has half a surrogate pair in "text", read as U+FFFD'],
    ])
  })
})

describe('channels', () => {
  it('beside the main one may be missing, and a bad one is left out with a notice', async () => {
    const path = await lines(
      { text: 'a', prompt: 'p' },
      { text: 'b', prompt: '' },
      { text: 'c', prompt: { no: 1 } },
      { text: '', prompt: 'd' },
    )
    const { documents, notices, problems } = await importCorpus(path)
    expect(documents.map(({ texts }) => ({ ...texts }))).toEqual([{ text: 'a', prompt: 'p' }, { text: 'b' }, { text: 'c' }])
    expect(notices).toMatchObject([{ row: 3, reason: 'is kept without its prompt: it has an object in "prompt", not text' }])
    expect(problems).toMatchObject([{ row: 4 }])
  })
})

describe('metadata', () => {
  it('is every other column, as JSON', async () => {
    const path = await lines(
      '{"id":1,"text":"a","prompt":"p","nested":{"x":[1,{"y":null}]},"big":12345678901234567890,"list":["a"],"__proto__":{"z":1}}',
    )
    const { documents } = await importCorpus(path)
    expect(JSON.stringify(documents[0]?.metadata)).toBe(
      '{"nested":{"x":[1,{"y":null}]},"big":"12345678901234567890","list":["a"],"__proto__":{"z":1}}',
    )
    expect(({} as { z?: number }).z).toBeUndefined()
  })

  it('nested without end is left out, once said', async () => {
    const deep = (depth: number) => `{"text":"a","deep":${'['.repeat(depth)}${']'.repeat(depth)}}`
    const { documents, notices } = await importCorpus(await lines(deep(60), deep(5000), deep(5000)))
    expect(documents).toHaveLength(3)
    expect(notices.map(({ row }) => row)).toEqual([2])
  })
})

describe('a corpus of which nothing can be read', () => {
  it.each([
    ['empty.csv', '', 'empty.csv is empty.'],
    ['header.csv', 'id,text\n', 'header.csv has no rows.'],
    ['broken.jsonl', 'not json\nnor this\n', 'broken.jsonl has no row that can be read: row 1 is not valid JSON'],
    ['single.json', '{"settings": {"a": 1}}', 'single.json has no column with text.'],
    ['numbers.csv', 'a,b\n1,2\n', 'numbers.csv has no column with text.'],
  ])('%s is refused in one sentence', async (name, content, message) => {
    await expect(importCorpus(await writeCorpus(name, content))).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining(message),
      hint: expect.stringMatching(/^.{20,}\.$/),
    })
  })

  it('is refused also when only its texts are', async () => {
    const path = await lines({ text: 'a', note: 'x' })
    await expect(importCorpus(path, {}, { id: null, channels: [{ name: 'text', field: 'gone' }] })).rejects.toMatchObject({
      code: 'bad-input',
      message: 'a.jsonl has no row that can be read: row 1 has no "gone".',
    })
  })

  it('is found out although it begins with hundreds of bad rows', async () => {
    const path = await lines(...Array.from({ length: 1000 }, () => 'bad'), { text: 'good at last' })
    const { documents, problems } = await importCorpus(path)
    expect(documents).toHaveLength(1)
    expect(problems).toHaveLength(1000)
  })
})

describe('any rows', () => {
  const text = fc.string({ unit: 'binary' }).filter((each) => each.trim() !== '' && each.isWellFormed() && !each.includes('\0'))
  // integers that a double does not hold come back as text, by design
  const asWritten = (_: string, value: unknown) => (Number.isInteger(value) && !Number.isSafeInteger(value) ? 0 : value)
  const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value), asWritten) as unknown)

  it('come back from JSON lines with their ids, texts and metadata', async () => {
    const row = fc.record({ id: fc.uuid(), text, note: json, tags: fc.array(fc.string()) })
    const property = fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows) => {
      const { documents, problems } = await importCorpus(await lines(...rows), { text: 'text', id: 'id' })
      expect(problems).toEqual([])
      const plain = JSON.parse(JSON.stringify(documents)) as unknown
      expect(plain).toEqual(
        rows.map(({ id, text: written, ...metadata }, position) => ({ row: position + 1, id, texts: { text: written }, metadata })),
      )
    })
    await fc.assert(property, { numRuns: 100 })
  })

  it('are read the same from a list as from lines', async () => {
    const rows = fc.array(fc.record({ a: fc.string({ unit: 'binary' }), b: json }), { minLength: 1, maxLength: 10 })
    const property = fc.asyncProperty(rows, fc.constantFrom(undefined, 2), async (values, indent) => {
      const list = await readRows(await writeCorpus('a.json', JSON.stringify(values, null, indent)))
      expect(list).toEqual(await readRows(await lines(...values)))
    })
    await fc.assert(property, { numRuns: 100 })
  })
})

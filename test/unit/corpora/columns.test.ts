import { describe, expect, it } from 'vitest'
import { importCorpus, writeCorpus } from './corpus-folder.ts'

type Row = Readonly<Record<string, unknown>>
const write = (rows: readonly Row[]) => writeCorpus('a.jsonl', rows.map((row) => JSON.stringify(row)).join('\n'))
const many = (row: (number: number) => Row) => Array.from({ length: 40 }, (_, number) => row(number))
const prose = (number: number) => `Sentence ${number} of some length, which is about nothing in particular.`

async function mappingOf(rows: readonly Row[]) {
  const { mapping } = (await importCorpus(await write(rows))).preview
  return {
    id: mapping.id,
    ...Object.fromEntries(mapping.channels.map(({ name, field, role }) => [name, role === undefined ? field : `${field}/${role}`])),
  }
}

describe('columns', () => {
  it.each<[string, (n: number) => Row, Row]>([
    ['text before all', (n) => ({ text: prose(n), title: 'Title', body: prose(n + 1) }), { text: 'text' }],
    ['a usual name, however written', (n) => ({ 'Review Text': prose(n), Clothing: 'dress' }), { text: 'Review Text' }],
    ['prompt and text', (n) => ({ prompt: prose(n), text: prose(n + 1) }), { text: 'text', prompt: 'prompt' }],
    ['one prompt for all', (n) => ({ prompt: prose(0), text: prose(n) }), { text: 'text', prompt: 'prompt' }],
    ['output', (n) => ({ instruction: prose(n), input: '', output: prose(n + 1) }), { response: 'output', prompt: 'instruction' }],
    ['question and answer', (n) => ({ question: prose(n), answer: prose(n + 1) }), { response: 'answer', prompt: 'question' }],
    ['preferences', (n) => ({ chosen: prose(n), rejected: prose(n + 1) }), { chosen: 'chosen', rejected: 'rejected' }],
    [
      'an unknown name',
      (n) => ({ kurz: `kurz ${n}`, absatz: prose(n), url: `https://x.org/${'x'.repeat(200)}${n}` }),
      { text: 'absatz' },
    ],
    ['only a prompt', (n) => ({ prompt: prose(n) }), { text: 'prompt' }],
  ])('finds %s', async (_, row, expected) => {
    expect(await mappingOf(many(row))).toEqual({ id: null, ...expected })
  })

  it('passes over a usual name that holds labels', async () => {
    const rows = many((number) => ({ content: number % 2 === 0 ? 'spam' : 'ham', sms: prose(number) }))
    expect(await mappingOf(rows)).toMatchObject({ text: 'sms' })
  })

  it.each<[string, (number: number) => Row, string | null]>([
    ['id', (number) => ({ id: number, text: prose(number) }), 'id'],
    ['_id before uid', (number) => ({ uid: `u${number}`, _id: `m${number}`, text: prose(number) }), '_id'],
    ['doc_id', (number) => ({ doc_id: number, label: 'x', text: prose(number) }), 'doc_id'],
    ['a name that ends in id', (number) => ({ movieId: number, text: prose(number) }), 'movieId'],
    ['no user', (number) => ({ user_id: number, text: prose(number) }), null],
    ['no id that repeats', (number) => ({ id: number % 3, text: prose(number) }), null],
    ['no id that is mostly missing', (number) => ({ ...(number < 3 ? { id: number } : {}), text: prose(number) }), null],
  ])('finds as id %s', async (_, row, expected) => {
    expect((await mappingOf(many(row))).id).toBe(expected)
  })

  it('are described with kind, counts and examples', async () => {
    const csv = 'id,text,score,flag,none\n1,one two,0.5,true,\n2,three,-1e3,false,\n3,,7,true,\n'
    const { columns } = (await importCorpus(await writeCorpus('a.csv', csv), { text: 'text' })).preview
    expect(columns).toEqual([
      { name: 'id', kind: 'number', filled: 3, distinct: 3, medianLength: 1, examples: ['1', '2', '3'] },
      { name: 'text', kind: 'text', filled: 2, distinct: 2, medianLength: 7, examples: ['one two', 'three'] },
      { name: 'score', kind: 'number', filled: 3, distinct: 3, medianLength: 3, examples: ['0.5', '-1e3', '7'] },
      { name: 'flag', kind: 'boolean', filled: 3, distinct: 2, medianLength: 4, examples: ['true', 'false'] },
      { name: 'none', kind: 'empty', filled: 0, distinct: 0, medianLength: 0, examples: [] },
    ])
    const row = { text: 'x', list: [1], object: { a: 1 }, none: [], number: 1, mixed: 1 }
    const preview = (await importCorpus(await write([row, { ...row, mixed: 'text' }]))).preview
    expect(preview.columns.map(({ kind }) => kind)).toEqual(['text', 'list', 'object', 'empty', 'number', 'text'])
  })
})

describe('choices', () => {
  const rows = many((number) => ({ id: number, code: `c${number}`, text: prose(number), note: `Note ${number}` }))

  it('replace what would be found', async () => {
    const { documents, preview } = await importCorpus(await write(rows), { text: 'note', id: 'code', channels: { full: 'text' } })
    expect(preview.mapping).toEqual({
      id: 'code',
      channels: [
        { name: 'text', field: 'note' },
        { name: 'full', field: 'text' },
      ],
    })
    expect(documents[1]).toMatchObject({ id: 'c1', texts: { text: 'Note 1', full: prose(1) }, metadata: { id: 1 } })
  })

  it('of channels alone make the first the main one', async () => {
    const { preview } = await importCorpus(await write(rows), { channels: { b: 'note', a: 'text' } })
    expect(preview.mapping.channels.map(({ name }) => name)).toEqual(['b', 'a'])
  })

  it('of a column that is not there are refused, with those there are', async () => {
    const path = await write(rows)
    for (const choice of [{ text: 'toString' }, { id: 'body' }, { channels: { x: 'body' } }]) {
      await expect(importCorpus(path, choice)).rejects.toMatchObject({
        code: 'bad-input',
        hint: 'Its columns are id, code, text, note.',
      })
    }
    await expect(importCorpus(path, { channels: { 'a b': 'text' } })).rejects.toMatchObject({
      message: '"a b" cannot be the name of a channel.',
    })
  })
})

describe('the preview', () => {
  it('shows the first rows as JSON, long texts cut, and what cannot be read', async () => {
    const path = await writeCorpus(
      'a.jsonl',
      `{"text":"${'x'.repeat(5000)}","n":12345678901234567890}\nbroken\n${'{"text":"y"}\n'.repeat(300)}`,
    )
    const { preview } = await importCorpus(path)
    expect(preview.rows).toHaveLength(5)
    expect(preview.rows[0]).toMatchObject({ row: 1, fields: { text: `${'x'.repeat(2000)}…`, n: '12345678901234567890' } })
    expect(preview.problems).toMatchObject([{ row: 2, file: 'a.jsonl' }])
    expect(JSON.parse(JSON.stringify(preview))).toEqual(preview)
  })
})

import { parquetReadObjects } from 'hyparquet'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LatentFilter } from '../../src/contract/latents.ts'
import { examplesInput, latentsInput } from '../../src/contract/latents.ts'
import { exportTableInput, wholeTableInput } from '../../src/contract/latent-table.ts'
import { latentGroupsInput, logitsInput } from '../../src/contract/latent-page.ts'
import { resemblingInput } from '../../src/contract/search.ts'
import type { Engine } from '../../src/main/engine/engine.ts'
import { readDemo } from '../support/demo-project.ts'
import { suiteFolder } from '../support/temporary-folder.ts'

// The table of latents, what a latent's page asks for, and the map, over what the bundled lens reads of 128 answers of the demo.

const panes = ['assistant-a', 'assistant-b']
const folder = suiteFolder()
let engine: Engine
const latents = () => engine.operations.latents
type Asked = Partial<LatentFilter> & { sort?: string; descending?: boolean; limit?: number; panes?: string[]; channel?: string }
const list = (asked: Asked = {}) => latents().list(latentsInput.parse({ limit: 5000, ...asked }))

beforeAll(async () => {
  engine = (await readDemo(folder)).engine
}, 120_000)
afterAll(() => engine.close())

test('each condition leaves exactly the rows that answer it', async () => {
  // Panes show the first channel of their corpora.
  const channel = 'text'
  const all = (await list({ panes, channel })).rows
  expect(all.length).toBeGreaterThan(500)
  const numbers = async (filter: Partial<LatentFilter>) =>
    (await list({ ...filter, channel })).rows.map(({ latent }) => latent).sort((a, b) => a - b)
  const among = (passes: (row: (typeof all)[number]) => boolean) =>
    all
      .filter(passes)
      .map(({ latent }) => latent)
      .sort((a, b) => a - b)
  expect(await numbers({ score: { atLeast: 0.9 } })).toEqual(among(({ score }) => score !== null && score >= 0.9))
  expect(await numbers({ documentFrequency: { atLeast: 0.1, atMost: 0.3 } })).toEqual(
    among(({ documentFrequency }) => documentFrequency >= 0.1 && documentFrequency <= 0.3),
  )
  expect(await numbers({ maxActivation: { atLeast: 5 } })).toEqual(among(({ maxActivation }) => maxActivation >= 5))
  expect(await numbers({ origins: ['language-model'] })).toEqual(among(({ origin }) => origin === 'language-model'))
  expect(await numbers({ presentIn: panes })).toEqual(among((row) => row.panes.every((share) => share !== null && share > 0)))
  expect(await numbers({ search: '^the (verb|word)', searchBy: 'pattern' })).toEqual(
    among(({ label }) => /^the (verb|word)/i.test(label ?? '')),
  )
  expect(await numbers({ among: [7, 7, 3, 999_999], alive: false })).toEqual([3, 7])
})

test('meaning finds the labels that are most about some words, the most alike first', async () => {
  const { rows } = await list({ search: 'cooking and food', searchBy: 'meaning', sort: 'meaning' })
  expect(rows.length).toBeGreaterThanOrEqual(50)
  expect(rows.slice(0, 5).some(({ label }) => /food|cook|recipe|dish|meal|bake/i.test(label ?? ''))).toBe(true)
  const alike = rows.map(({ meaning }) => meaning ?? NaN)
  expect(alike).toEqual(alike.toSorted((a, b) => b - a))
})

test('what has no value comes last whichever way a column is sorted', async () => {
  for (const descending of [true, false]) {
    const { rows } = await latents().list(latentsInput.parse({ sort: 'score', descending, limit: 5000, alive: false }))
    const first = rows.findIndex(({ score }) => score === null)
    expect(rows.slice(first).every(({ score }) => score === null) || first < 0).toBe(true)
  }
})

test('the whole table as columns has the order and the numbers of its rows', async () => {
  const asked = { panes, sort: 'difference', search: 'the' }
  const { rows } = await list(asked)
  const columns = await latents().columns(wholeTableInput.parse(asked))
  expect([...columns.latents]).toEqual(rows.map(({ latent }) => latent))
  for (const row of rows.slice(0, 20)) {
    expect(columns.documentFrequency[row.latent]).toBeCloseTo(row.documentFrequency, 6)
    expect(columns.difference[row.latent]).toBeCloseTo(row.difference ?? NaN, 6)
  }
})

test('the table is taken away as CSV, JSONL, Markdown and Parquet with the same rows', async () => {
  const asked = { panes, sort: 'latent', descending: false, search: 'the', columns: ['latent', 'label', 'panes', 'difference'] }
  const { rows } = await list({ ...asked, limit: 5000 })
  const taken = async (format: string) => latents().export(exportTableInput.parse({ ...asked, format }))
  const text = async (format: string) => new TextDecoder().decode((await taken(format)).bytes)
  const lines = (await text('jsonl')).trim().split('\n')
  expect(lines.map((line) => (JSON.parse(line) as { latent: number }).latent)).toEqual(
    rows.map(({ latent }) => latent).sort((a, b) => a - b),
  )
  expect((await text('csv')).split('\r\n')[0]).toBe(
    'latent,label,documentFrequency:assistant-a,documentFrequency:assistant-b,difference,differenceLow,differenceHigh',
  )
  expect((await text('markdown')).trim().split('\n')).toHaveLength(rows.length + 2)
  const { bytes } = await taken('parquet')
  const objects = await parquetReadObjects({ file: Uint8Array.from(bytes).buffer })
  expect(objects.map((each) => each['label'])).toEqual(lines.map((line) => (JSON.parse(line) as { label: string }).label))
})

test('stars and flags of many latents are set at once and given back', async () => {
  await latents().mark({ marks: [{ latent: 3, flag: 'first' }] })
  const before = await latents().mark({ marks: [3, 4].map((latent) => ({ latent, starred: true, flag: '' })) })
  expect(before).toEqual([
    { latent: 3, starred: false, flag: 'first' },
    { latent: 4, starred: false, flag: null },
  ])
  const marked = async () =>
    (await list({ flagged: true, alive: false, sort: 'latent', descending: false })).rows.map(({ latent, flag, starred }) => [
      latent,
      flag,
      starred,
    ])
  expect(await marked()).toEqual([
    [3, '', true],
    [4, '', true],
  ])
  await latents().mark({ marks: before })
  expect(await marked()).toEqual([[3, 'first', false]])
  await expect(latents().mark({ marks: [{ latent: 99_999, starred: true }] })).rejects.toThrow('has no latent 99999')
})

test('a filter is kept as a rule under its name', async () => {
  const rule = { filter: { score: { atLeast: 0.9 }, alive: true }, sort: 'score', descending: true } as const
  await latents().saveFilter({ name: 'sure', rule })
  await latents().saveFilter({ name: 'sure', rule: { ...rule, descending: false } })
  expect((await latents().filters()).map(({ name, rule: kept }) => ({ name, kept }))).toEqual([
    { name: 'sure', kept: { ...rule, descending: false } },
  ])
  await latents().removeFilter({ name: 'sure' })
  expect(await latents().filters()).toEqual([])
})

test('groups of a column count the same documents as the corpora, and their examples are of that group', async () => {
  const [row] = (await list({ sort: 'documentFrequency', documentFrequency: { atMost: 0.6 } })).rows
  const latent = row?.latent ?? 0
  const asked = 'topic'
  const page = await latents().get({ latent })
  const { groups, values } = await latents().groups(latentGroupsInput.parse({ latent, column: asked, limit: 200 }))
  expect(groups).toHaveLength(Math.min(200, values))
  const sum = (of: (each: { documents: number; present: number }) => number) => groups.reduce((total, each) => total + of(each), 0)
  expect(sum(({ documents }) => documents)).toBe(page.perCorpus.reduce((total, { documents }) => total + documents, 0))
  expect(sum(({ present }) => present)).toBe(page.perCorpus.reduce((total, { present }) => total + present, 0))
  const group = groups.find(({ value, present }) => value !== null && present > 0)
  const where = { [asked]: group?.value ?? '' }
  for (const kind of ['top', 'quantile'] as const) {
    const { examples } = await latents().examples(examplesInput.parse({ latent, kind, where, limit: 100 }))
    expect(examples.length).toBeGreaterThan(0)
    for (const { corpus, channel, document, text, from, start, end } of examples) {
      const found = await engine.operations.documents.get({ corpus, channel, id: document, limit: 1 })
      expect(String(found.metadata[asked])).toBe(group?.value)
      expect(found.text.slice(from, from + text.length)).toBe(text)
      expect(start >= from && end <= from + text.length).toBe(true)
    }
  }
  await expect(latents().groups(latentGroupsInput.parse({ latent, column: 'nowhere' }))).rejects.toThrow('has a column "nowhere"')
})

test('examples chosen from a group are those that were kept while reading, where they are of it', async () => {
  const [row] = (await list({ sort: 'documentFrequency', documentFrequency: { atMost: 0.3 } })).rows
  const asked = { latent: row?.latent ?? 0, corpora: ['assistant-a'], channel: 'text', kind: 'top', limit: 100 } as const
  const { examples: kept } = await latents().examples(examplesInput.parse(asked))
  expect(kept.length).toBeGreaterThan(3)
  for (const { marks, duplicates: _, ...example } of kept.slice(0, 5)) {
    const { corpus, channel, ordinal } = example
    const { metadata } = await engine.operations.documents.get({ corpus, channel, ordinal, limit: 1 })
    const where = { topic: String(metadata['topic']) }
    const { examples } = await latents().examples(examplesInput.parse({ ...asked, where }))
    const same = examples.find((each) => each.ordinal === ordinal)
    expect(same).toMatchObject(example)
    expect(same?.marks.map(({ start, end }) => [start, end])).toEqual(marks.map(({ start, end }) => [start, end]))
    // What was kept is to 8 bits of the example's maximum, what is chosen anew to 8 bits of the latent's in the block.
    same?.marks.forEach(({ activation }, at) => expect(activation).toBeCloseTo(marks[at]?.activation ?? NaN, 0))
  }
})

test('tokens that a latent writes are words of the reader, the largest weights first', async () => {
  const logits = await latents().logits(logitsInput.parse({ latent: 17 }))
  if (logits.head === null) throw new Error(logits.reason)
  expect(logits.promoted).toHaveLength(10)
  const weights = logits.promoted.map(({ weight }) => weight)
  expect(weights).toEqual(weights.toSorted((a, b) => b - a))
  expect(logits.suppressed.every(({ weight }) => weight < 0)).toBe(true)
})

test('a text that is a document of the project resembles that document most', async () => {
  const { text } = await engine.operations.documents.get({ corpus: 'assistant-b', ordinal: 7, limit: 1 })
  const read = await engine.operations.documents.read({ text, limit: 500 })
  const { hits } = await engine.operations.analyses.resembling(resemblingInput.parse({ latents: [...read.latents], limit: 3 }))
  expect(hits[0]).toMatchObject({ corpus: 'assistant-b', ordinal: 7 })
  expect(hits[0]?.why.length).toBeGreaterThan(0)
  expect((await engine.operations.analyses.resembling(resemblingInput.parse({ latents: [] }))).hits).toEqual([])
})

test('the map gives every latent a place, is kept, and puts near directions near', async () => {
  const map = await latents().map({})
  expect(map.x).toHaveLength(4096)
  expect(map.x.every(Number.isFinite) && map.y.every(Number.isFinite)).toBe(true)
  const again = await latents().map({})
  expect(again.seconds).toBeNull()
  expect(again.x).toEqual(map.x)
  const far = (a: number, b: number) => Math.hypot(map.x[a]! - map.x[b]!, map.y[a]! - map.y[b]!)
  const near: number[] = []
  const any: number[] = []
  for (const latent of [17, 400, 1200, 2500, 4000]) {
    const { neighbours } = await latents().get({ latent })
    near.push(...neighbours.slice(0, 3).map((each) => far(latent, each.latent)))
    any.push(...[500, 1000, 1500].map((step) => far(latent, (latent + step) % 4096)))
  }
  const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN
  expect(median(near)).toBeLessThan(median(any) * 0.7)
})

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import type { z } from 'zod'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clusterInput } from '../../src/contract/clusters.ts'
import { correlateInput } from '../../src/contract/correlations.ts'
import { diffInput } from '../../src/contract/differences.ts'
import { keepInput } from '../../src/contract/findings.ts'
import { searchInput } from '../../src/contract/search.ts'
import type { Engine } from '../../src/main/engine/engine.ts'
import { readDemo } from '../support/demo-project.ts'
import { suiteFolder } from '../support/temporary-folder.ts'

const folder = suiteFolder()
const both = { corpora: ['assistant-a', 'assistant-b'] }
const plot =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><script>alert(1)</script><rect width="5" height="5" fill="#246"/></svg>'
let engine: Engine
let numbers: Readonly<Record<'diff' | 'correlate' | 'cluster' | 'search', number>>
let latent: number

const keep = (input: z.input<typeof keepInput>) => engine.operations.findings.keep(keepInput.parse(input))
const list = () => engine.operations.findings.list()

beforeAll(async () => {
  ;({ engine } = await readDemo(folder))
  const { analyses } = engine.operations
  const diff = await analyses.diff(
    diffInput.parse({ target: { corpora: ['assistant-b'] }, against: [{ corpora: ['assistant-a'] }], limit: 5 }),
  )
  latent = diff.rows[0]?.latent ?? -1
  const correlate = await analyses.correlate(correlateInput.parse({ group: both, minSupport: 3, limit: 3 }))
  const cluster = await analyses.cluster(clusterInput.parse({ group: both, k: 3 }))
  const search = await analyses.search(searchInput.parse({ group: both, query: 'boil an egg', limit: 2 }))
  numbers = {
    diff: diff.analysis ?? 0,
    correlate: correlate.analysis ?? 0,
    cluster: cluster.analysis ?? 0,
    search: search.analysis ?? 0,
  }
}, 120_000)
afterAll(() => engine.close())

test('anything can be kept: a row, some, or the whole of an analysis, a choice on the map, a text, a section', async () => {
  const whole = await keep({ kind: 'difference', analysis: numbers.diff, figure: plot })
  expect(whole).toMatchObject({ figure: true, stale: null, sameAs: null, analysis: numbers.diff })
  expect(whole.evidence.table?.rows).toHaveLength(5)
  expect(await engine.operations.findings.figure({ id: whole.id })).toBe(plot.replace(/<script.*script>/, ''))
  const some = await keep({ kind: 'difference', analysis: numbers.diff, latents: [latent] })
  expect(some.title).toBe('1 latent, assistant-b against assistant-a')
  expect((await keep({ kind: 'pair', analysis: numbers.correlate })).title).toBe('Pairs in assistant-a, assistant-b')
  expect((await keep({ kind: 'cluster', analysis: numbers.cluster })).evidence.table?.rows).toHaveLength(3)
  const chosen = await keep({ kind: 'cluster', analysis: numbers.cluster, points: [0, 1, 70, 70] })
  expect(chosen.title).toBe('3 of 128 documents on the map')
  expect(chosen.evidence.quotations.map(({ corpus }) => corpus)).toContain('assistant-b')
  expect((await keep({ kind: 'search', analysis: numbers.search })).evidence.quotations).toHaveLength(2)
  const text = await keep({ kind: 'text', text: 'Great question! I’m sorry.' })
  expect(text.evidence.quotations).toMatchObject([{ corpus: '', text: 'Great question! I’m sorry.' }])
  expect(text.evidence.quotations[0]?.marks.length).toBeGreaterThan(0)
  expect(text.evidence.table?.rows.length).toBeGreaterThan(1)
  const section = await keep({ kind: 'section', title: 'What they do', note: 'In *short*.', before: some.id })
  expect((await list()).map(({ kind }) => kind)).toEqual([
    'difference',
    'section',
    'difference',
    'pair',
    'cluster',
    'cluster',
    'search',
    'text',
  ])
  expect((await keep({ kind: 'difference', analysis: numbers.diff, note: 'again' })).sameAs).toBe(whole.id)
  expect(section.sameAs).toBeNull()
  await expect(keep({ kind: 'pair', analysis: numbers.diff })).rejects.toMatchObject({ code: 'bad-input' })
  await expect(keep({ kind: 'cluster', analysis: numbers.cluster, points: [128] })).rejects.toMatchObject({ code: 'not-found' })
  await expect(keep({ kind: 'latent', latent, figure: '<p>' })).rejects.toMatchObject({ code: 'bad-input' })
})

test('the report is written whole with its plots beside it, and replaced with them; a page has them inside', async () => {
  const { report, remove, list: findings } = engine.operations.findings
  const out = join(folder, 'reports', 'my report.md')
  const first = await report({ format: 'md', out })
  expect(first).toMatchObject({ text: null, findings: 8, figures: [join(folder, 'reports', 'my report-figures', 'finding-1.svg')] })
  expect(readFileSync(first.figures[0] ?? '', 'utf8')).not.toContain('script')
  const written = readFileSync(out, 'utf8')
  expect(written).toContain('](my%20report-figures/finding-1.svg)')
  expect(written).toContain('## What they do\n\nIn *short*.\n\n### 2. 1 latent')
  const [{ settings } = { settings: null }] = await findings()
  expect(written).toContain(`lens ${settings?.lens} (${settings?.lensHash}`)
  expect(written).toContain(`${settings?.recipe?.inputs[0]?.encoding.slice(0, 16)}`)
  const page = join(folder, 'reports', 'report.html')
  await report({ format: 'html', out: page })
  expect(readFileSync(page, 'utf8')).toContain('<img src="data:image/svg+xml;base64,')
  for (const each of (await findings()).filter(({ figure }) => figure)) await remove({ id: each.id })
  expect((await report({ format: 'md', out })).figures).toEqual([])
  expect(readdirSync(join(folder, 'reports')).sort()).toEqual(['my report.md', 'report.html'])
  writeFileSync(join(folder, 'reports', 'mine.html'), '<p>Made with Etalon</p>')
  await expect(report({ format: 'html', out: join(folder, 'reports', 'mine.html') })).rejects.toMatchObject({ code: 'conflict' })
})

test('tables behind findings have every row, not only those that were asked for', async () => {
  const { exportTables } = engine.operations.findings
  const out = join(folder, 'tables')
  const { files } = await exportTables({ out, format: 'jsonl' })
  const named = (kind: keyof typeof numbers, table: string, ending = 'jsonl') => `${kind}-${numbers[kind]}-${table}.${ending}`
  const rowsOf = (name: string) =>
    readFileSync(join(out, name), 'utf8')
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>)
  const diff = await engine.operations.analyses.get({ id: numbers.diff })
  const pairs = await engine.operations.analyses.get({ id: numbers.correlate })
  if (diff.kind !== 'diff' || pairs.kind !== 'correlate') throw new Error('of another kind')
  expect(diff.result.rows).toHaveLength(5)
  const rows = rowsOf(named('diff', 'differences'))
  expect(rows).toHaveLength(diff.result.total)
  expect(rows[0]).toMatchObject({ latent, label: diff.result.rows[0]?.label, qValue: diff.result.rows[0]?.qValue })
  expect(rowsOf(named('correlate', 'pairs'))).toHaveLength(pairs.result.total)
  expect(rowsOf(named('cluster', 'map'))).toHaveLength(128)
  expect(files.map(({ path }) => path)).toContain(join(out, named('search', 'hits')))
  const settings = JSON.parse(readFileSync(join(out, 'settings.json'), 'utf8')) as { analyses: { recipe: unknown }[] }
  expect(settings.analyses.map(({ recipe }) => recipe)).toContainEqual(diff.recipe)
  const asParquet = await exportTables({ out, format: 'parquet' })
  expect(asParquet.files.map(({ rows: written }) => written)).toEqual(files.map(({ rows: written }) => written))
  await exportTables({ out, format: 'parquet', analyses: [numbers.diff] })
  expect(readdirSync(out).sort()).toEqual([named('diff', 'differences', 'parquet'), 'settings.json'])
  const file = await asyncBufferFromFile(join(out, named('diff', 'differences', 'parquet')))
  expect(await parquetReadObjects({ file })).toHaveLength(diff.result.total)
  await expect(exportTables({ out: join(folder, 'project'), format: 'csv' })).rejects.toMatchObject({ code: 'conflict' })
})

test('a finding says what changed since: its label, its corpus', async () => {
  const { id } = await keep({ kind: 'latent', latent })
  const stale = async () => (await list()).find((each) => each.id === id)?.stale
  expect(await stale()).toBeNull()
  await engine.operations.labels.set({ latent, text: 'something else', notes: '' })
  expect(await stale()).toBe(`Latent ${latent} is now labelled “something else”.`)
  await engine.operations.corpora.remove({ corpus: 'assistant-a' })
  expect(await stale()).toMatch(/^assistant-a \(\w+\) has changed or was removed since\.$/)
  expect(existsSync(join(folder, 'project', 'assistant-a.jsonl'))).toBe(true)
})

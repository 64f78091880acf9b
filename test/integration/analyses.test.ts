import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { correlateInput } from '../../src/contract/correlations.ts'
import { clusterInput } from '../../src/contract/clusters.ts'
import { diffInput } from '../../src/contract/differences.ts'
import { rangesOf } from '../../src/contract/ordinal-ranges.ts'
import type { PairSide } from '../../src/contract/paired-documents.ts'
import { searchInput } from '../../src/contract/search.ts'
import { trendInput } from '../../src/contract/trends.ts'
import { migrate } from '../../src/main/engine/store/migrate.ts'
import { first } from '../../src/main/engine/store/migrations/0001-first.ts'
import type { Engine } from '../../src/main/engine/engine.ts'
import { copyDemo, finished, testEngine } from '../support/demo-project.ts'
import { suiteFolder } from '../support/temporary-folder.ts'

const folder = suiteFolder()
let engine: Engine

/** Short texts of two kinds with what is known of them. */
const reviews = Array.from({ length: 48 }, (_, at) => ({
  id: `r-${at}`,
  text:
    at % 2 === 0
      ? `The kettle number ${at} boils water quickly and I love it!`
      : `Never again: lamp ${at} broke after a day. Terrible.`,
  mood: at % 2 === 0 ? 'glad' : 'angry',
  tags: at % 3 === 0 ? ['kitchen', 'gift'] : ['home'],
  stars: at % 2 === 0 ? 5 : 1,
}))

beforeAll(async () => {
  engine = testEngine(folder)
  const project = copyDemo(folder)
  writeFileSync(join(project, 'reviews.jsonl'), reviews.map((row) => JSON.stringify(row)).join('\n'))
  writeFileSync(join(project, 'single.jsonl'), JSON.stringify({ id: 'one', text: 'Only this one.' }))
  writeFileSync(
    join(project, 'repeated.jsonl'),
    Array.from({ length: 30 }, (_, at) =>
      JSON.stringify({ id: `c-${at}`, text: 'I am sorry, but I cannot help you with that request today.' }),
    ).join('\n'),
  )
  await engine.operations.project.open({ folder: project })
  await finished(engine, await engine.operations.corpora.import({}))
  await finished(engine, await engine.operations.corpora.encode({}))
})
afterAll(() => engine.close())

const diff = (input: unknown) => engine.operations.analyses.diff(diffInput.parse(input))
const correlate = (input: unknown) => engine.operations.analyses.correlate(correlateInput.parse(input))
const cluster = (input: unknown) => engine.operations.analyses.cluster(clusterInput.parse(input))
const search = (input: unknown) => engine.operations.analyses.search(searchInput.parse(input))
const only = (...corpora: string[]) => ({ corpora })

test('two assistants that answer the same questions are paired, their lengths said and adjusted for', async () => {
  const result = await diff({ target: only('assistant-b'), against: [only('assistant-a')], limit: 50 })
  expect(result.design).toBe('paired')
  expect(result.groups.map(({ documents, unpaired }) => [documents, unpaired])).toEqual([
    [64, 0],
    [64, 0],
  ])
  expect(result.adjustment.kind).toBe('cut')
  expect(result.warnings[0]).toMatch(/as long as the others/)
  expect(result.discoveries).toBeGreaterThan(0)
  expect(result.adjustedDiscoveries).toBeLessThanOrEqual(result.discoveries)
  for (const row of result.rows) {
    expect(row.difference).toBeCloseTo(row.target - (row.others[0] ?? NaN), 12)
    expect(row.interval[0]).toBeLessThanOrEqual(row.difference)
    expect(row.interval[1]).toBeGreaterThanOrEqual(row.difference)
    for (const quote of [...(row.examples?.target ?? []), ...(row.examples?.others ?? [])])
      expect(quote.text.slice((quote.start ?? 0) - quote.from, (quote.end ?? 0) - quote.from)).not.toBe('')
  }
  const back = await diff({ target: only('assistant-a'), against: [only('assistant-b')], limit: 4096, sort: 'latent' })
  const there = await diff({ target: only('assistant-b'), against: [only('assistant-a')], limit: 4096, sort: 'latent' })
  const mirrored = new Map(back.rows.map((row) => [row.latent, row]))
  for (const row of there.rows) {
    expect(mirrored.get(row.latent)?.difference).toBeCloseTo(-row.difference, 12)
    expect(mirrored.get(row.latent)?.pValue).toBeCloseTo(row.pValue, 12)
  }
})

test('the pairs of a comparison are told by which document has a latent, and both documents are quoted', async () => {
  const result = await diff({ target: only('assistant-b'), against: [only('assistant-a')], limit: 20 })
  const id = result.analysis ?? 0
  const paired = (latent: number, side: PairSide, limit = 1000) =>
    engine.operations.analyses.pairedDocuments({ id, latent, other: 0, side, offset: 0, limit })
  for (const row of result.rows.slice(0, 5)) {
    const { counts, pairs } = await paired(row.latent, 'target')
    expect(pairs).toHaveLength(counts.target)
    expect(counts.target + counts.other + counts.both + counts.neither).toBe(64)
    expect((counts.target - counts.other) / 64).toBeCloseTo(row.difference, 12)
    expect((counts.target + counts.both) / 64).toBeCloseTo(row.target, 12)
    for (const { target, other } of pairs) {
      expect([target.corpus, other.corpus, other.document]).toEqual(['assistant-b', 'assistant-a', target.document])
      expect(target.marks.length).toBeGreaterThan(0)
    }
    const one = await paired(row.latent, 'target', 1)
    expect(one.pairs).toEqual(pairs.slice(0, 1))
  }
  await expect(paired(1e6, 'both')).rejects.toMatchObject({ code: 'not-found' })
  const unpaired = await diff({ target: only('reviews'), against: [only('assistant-a')], limit: 1 })
  await expect(
    engine.operations.analyses.pairedDocuments({
      id: unpaired.analysis ?? 0,
      latent: 0,
      other: 0,
      side: 'both',
      offset: 0,
      limit: 1,
    }),
  ).rejects.toMatchObject({ code: 'bad-input', message: expect.stringContaining('not in pairs') })
})

test('documents picked one by one are compared with the rest, under the name they were given', async () => {
  const mine = (from: number) => reviews.flatMap((_, at) => (at % 2 === from ? [at] : []))
  const ordinals = { reviews: rangesOf(mine(0)) }
  const picked = await diff({
    target: { corpora: ['reviews'], ordinals, name: 'picked' },
    against: [{ corpora: ['reviews'], ordinalsNot: ordinals, name: 'the rest' }],
    limit: 4096,
    sort: 'latent',
    foldDuplicates: false,
  })
  const byColumn = await diff({
    target: { corpora: ['reviews'], where: { mood: 'glad' } },
    against: [{ corpora: ['reviews'], where: { mood: 'angry' } }],
    limit: 4096,
    sort: 'latent',
    foldDuplicates: false,
  })
  expect(picked.groups.map(({ name, documents }) => [name, documents])).toEqual([
    ['picked', 24],
    ['the rest', 24],
  ])
  expect(picked.warnings.some((warning) => warning.includes('picked one by one'))).toBe(true)
  expect(picked.rows.map(({ latent, difference }) => [latent, difference])).toEqual(
    byColumn.rows.map(({ latent, difference }) => [latent, difference]),
  )
  await expect(
    diff({ target: { corpora: ['reviews'], ordinals: { reviews: '' } }, against: [only('assistant-a')] }),
  ).rejects.toMatchObject({
    code: 'not-found',
  })
})

test('values of a column are compared, of a list each element, and the rest', async () => {
  const moods = await diff({
    target: { ...only('reviews'), where: { mood: 'glad' } },
    against: [{ ...only('reviews'), where: { mood: 'angry' } }],
  })
  expect(moods.groups.map(({ found }) => found)).toEqual([24, 24])
  expect(moods.discoveries).toBeGreaterThan(0)
  const tags = await diff({
    target: { ...only('reviews'), where: { tags: 'gift' } },
    against: [{ ...only('reviews'), whereNot: { tags: 'gift' } }],
  })
  expect(tags.groups.map(({ name, found }) => [name, found])).toEqual([
    ['tags gift', 16],
    ['not tags gift', 32],
  ])
})

test('repeated texts are folded, or counted as one unit', async () => {
  const folded = await diff({ target: only('repeated'), against: [only('reviews')] })
  expect(folded.groups[0]).toMatchObject({ found: 30, folded: 29, documents: 1 })
  const kept = await diff({ target: only('repeated'), against: [only('reviews')], foldDuplicates: false })
  expect(kept.groups[0]).toMatchObject({ documents: 30, units: 1, effective: 1 })
  expect(kept.discoveries).toBe(0)
})

test('what cannot be compared is refused in a sentence', async () => {
  await expect(diff({ target: only('reviews'), against: [only('reviews')] })).rejects.toMatchObject({ code: 'bad-input' })
  await expect(diff({ target: only('nowhere'), against: [only('reviews')] })).rejects.toMatchObject({ code: 'not-found' })
  await expect(diff({ target: { ...only('reviews'), where: { colour: 'red' } }, against: [only('single')] })).rejects.toMatchObject(
    {
      code: 'not-found',
      message: 'The corpus reviews has no column "colour".',
      hint: 'It has: mood, tags, stars.',
    },
  )
  await expect(diff({ target: { ...only('reviews'), where: { mood: 'sad' } }, against: [only('single')] })).rejects.toMatchObject({
    code: 'not-found',
    message: expect.stringContaining('mood sad') as string,
  })
  await expect(diff({ lens: 'another', target: only('reviews'), against: [only('single')] })).rejects.toMatchObject({
    code: 'not-found',
  })
  await expect(diff({ target: only('assistant-a'), against: [only('reviews')], pair: 'id' })).rejects.toMatchObject({
    code: 'bad-input',
  })
  await expect(diff({ target: only('reviews'), against: [only('single'), only('repeated')], mode: 'union' })).rejects.toMatchObject(
    {
      code: 'bad-input',
    },
  )
  await expect(search({ group: only('reviews') })).rejects.toMatchObject({ code: 'bad-input' })
  await expect(cluster({ group: only('reviews'), latents: [999_999] })).rejects.toMatchObject({ code: 'not-found' })
  await expect(correlate({ group: only('reviews'), between: ['text', 'prompt'] })).rejects.toMatchObject({ code: 'not-found' })
})

test('one document is no ground for anything, and says so', async () => {
  const result = await diff({ target: only('single'), against: [only('reviews')] })
  expect(result.discoveries).toBe(0)
  expect(result.adjustment.kind).toBe('refused')
  expect(result.warnings.join(' ')).toMatch(/single has only 1 documents/)
  expect((await correlate({ group: only('single') })).pairs).toEqual([])
  const alone = await cluster({ group: only('single'), k: 2 })
  expect(alone.k + alone.unassigned).toBe(1)
})

test('a threshold that nothing reaches leaves nothing present, and no analysis breaks', async () => {
  const nothing = { threshold: 1e9 }
  expect((await diff({ ...nothing, target: only('assistant-b'), against: [only('assistant-a')] })).rows).toEqual([])
  expect((await correlate({ ...nothing, group: only('reviews') })).tested).toBe(0)
  expect(await cluster({ ...nothing, group: only('reviews'), k: 3 })).toMatchObject({ k: 0, unassigned: 48, coverage: 0 })
})

test('trends run over groups in their order', async () => {
  const groups = ['1', '5'].map((stars) => ({ ...only('reviews'), where: { stars } }))
  const result = await engine.operations.analyses.trend(trendInput.parse({ groups: [...groups, only('assistant-a')], limit: 20 }))
  expect(result.groups.map(({ documents }) => documents)).toEqual([24, 24, 64])
  for (const row of result.rows) expect(row.change).toBeCloseTo((row.frequencies[2] ?? NaN) - (row.frequencies[0] ?? NaN), 12)
})

test('latents go with values of a column', async () => {
  const { pairs, tested } = await correlate({ group: only('reviews'), withColumn: 'mood', minSupport: 3, foldDuplicates: false })
  expect(tested).toBeGreaterThan(0)
  for (const pair of pairs) {
    expect(pair.b).toMatchObject({ kind: 'value', column: 'mood' })
    expect(pair.npmiLow).toBeLessThanOrEqual(pair.npmi)
    expect(pair.support).toBeLessThanOrEqual(Math.min(pair.documentsA, pair.documentsB))
  }
})

test('clusters hold every document once, the most central first', async () => {
  const result = await cluster({ group: only('reviews', 'assistant-a'), k: 3 })
  expect(result.clusters.reduce((sum, { size }) => sum + size, 0) + result.unassigned).toBe(48 + 64)
  for (const { documents, size } of result.clusters) {
    expect(documents).toHaveLength(size)
    expect(documents.map(({ affinity }) => affinity)).toEqual(documents.map(({ affinity }) => affinity).toSorted((a, b) => b - a))
  }
  expect(result.map.x).toBeInstanceOf(Float32Array)
})

test('a search says why, by words, by rule and by example', async () => {
  const words = await search({ group: only('reviews', 'assistant-a'), query: 'kettle boils', mode: 'text' })
  expect(words.hits[0]?.quote.text).toContain('kettle')
  expect(words.hits[0]?.words.map(({ word }) => word)).toContain('kettle')
  const rule = await search({
    group: only('reviews'),
    rule: {
      all: [
        { column: 'mood', is: 'angry' },
        { column: 'stars', atMost: 2 },
      ],
    },
    limit: 100,
  })
  expect(rule.hits.map(({ document }) => document)).toEqual(reviews.filter(({ mood }) => mood === 'angry').map(({ id }) => id))
  const alike = await search({
    group: only('reviews'),
    like: [{ corpus: 'reviews', ordinal: 1 }],
    unlike: [{ corpus: 'reviews', ordinal: 0 }],
    limit: 10,
  })
  expect(alike.hits.every(({ document }) => Number(document.slice(2)) % 2 === 1)).toBe(true)
  expect(alike.hits[0]?.why.length).toBeGreaterThan(0)
  const { text, documents, of } = await engine.operations.analyses.count({
    group: only('reviews'),
    rule: 'column:mood=glad AND NOT "number 2"',
    threshold: 'lens',
    minTokens: 1,
  })
  expect([text, documents, of]).toEqual(['column:mood="glad" AND NOT "number 2"', 23, 48])
})

test('what ran is recorded once, can be kept, and is stale when its corpus changes', async () => {
  const { analyses, findings } = engine.operations
  const asked = { target: only('assistant-b'), against: [only('assistant-a')], limit: 7 }
  const first = await diff(asked)
  expect((await diff(asked)).analysis).toBe(first.analysis)
  const recorded = await analyses.get({ id: first.analysis ?? 0 })
  expect(recorded.kind === 'diff' ? recorded.result : null).toEqual(first)
  expect(recorded.stale).toBeNull()
  const latent = first.rows[0]?.latent ?? -1
  const kept = await findings.keep({ kind: 'difference', analysis: first.analysis ?? 0, latent, note: '' })
  expect(kept.evidence.latent).toBe(latent)
  expect(kept.evidence.quotations.length).toBeGreaterThan(0)
  await expect(findings.keep({ kind: 'cluster', analysis: first.analysis ?? 0, cluster: 0, note: '' })).rejects.toMatchObject({
    code: 'bad-input',
  })
  const { text } = await findings.report({ format: 'md' })
  expect(text).toContain('assistant-b')
  expect(text).toContain('diff of')
  await engine.operations.corpora.remove({ corpus: 'assistant-a' })
  const [after] = await analyses.list({ kind: 'diff', offset: 0, limit: 1 })
  expect((await analyses.get({ id: first.analysis ?? 0 })).stale).toMatch(/assistant-a/)
  expect(after).toBeDefined()
})

test('a store of the first version is brought up to date when it is opened', async () => {
  const place = join(folder, 'older')
  mkdirSync(join(place, '.etalon'), { recursive: true })
  const db = new Database(join(place, '.etalon', 'project.sqlite'))
  migrate(db, [first])
  db.close()
  writeFileSync(join(place, 'single.jsonl'), JSON.stringify({ id: 'one', text: 'Only this one.' }))
  const later = testEngine(join(folder, 'older-home'))
  await later.operations.project.open({ folder: place })
  expect(await later.operations.analyses.list({ offset: 0, limit: 10 })).toEqual([])
  expect(await later.operations.languageModels.runs()).toEqual([])
  await finished(later, await later.operations.corpora.import({}))
  expect((await later.operations.corpora.list()).map(({ name }) => name)).toEqual(['single'])
  await later.close()
})

test('a running analysis can be stopped', async () => {
  const running = cluster({ group: only('reviews', 'assistant-b') })
  await engine.operations.analyses.cancel()
  await expect(running).rejects.toMatchObject({ code: 'cancelled' })
  expect((await cluster({ group: only('reviews'), k: 2 })).k).toBe(2)
})

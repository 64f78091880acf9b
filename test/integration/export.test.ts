import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { ExportedFiles } from '../../src/contract/findings.ts'
import type { Engine } from '../../src/main/engine/engine.ts'
import type { JobControl } from '../../src/main/engine/jobs/job-queue.ts'
import { runExport } from '../../src/main/engine/operations/export-job.ts'
import { ProjectReading } from '../../src/main/engine/operations/project-reading.ts'
import { readDocumentPooled } from '../../src/main/engine/store/activations/read-document.ts'
import { documentsFrom, textOf } from '../../src/main/engine/store/documents.ts'
import { listEncodings } from '../../src/main/engine/store/encodings.ts'
import { listCorpora } from '../../src/main/engine/store/corpora.ts'
import { closeStore, openStoreForReading } from '../../src/main/engine/store/open-store.ts'
import { finished, readDemo, resources } from '../support/demo-project.ts'
import { suiteFolder } from '../support/temporary-folder.ts'
import { unzip } from '../support/unzip.ts'

type Entry = { readonly row: number; readonly latent: number; readonly activation: number }

const folder = suiteFolder()
let engine: Engine
let project: string
let expected: { readonly entries: readonly Entry[]; readonly documents: readonly Record<string, unknown>[] }
beforeAll(async () => {
  ;({ engine, project } = await readDemo(folder))
  await engine.operations.labels.set({ latent: 5, text: '=a "label", of mine', notes: 'two\nlines' })
  expected = allPooled()
})
afterAll(() => engine.close())

/** Document by document, as a document page reads them. */
function allPooled(): typeof expected {
  const db = openStoreForReading(join(project, '.etalon'))
  const entries: Entry[] = []
  const documents: Record<string, unknown>[] = []
  for (const corpus of listCorpora(db)) {
    for (const channel of corpus.channels) {
      const encoding = listEncodings(db, corpus.corpus).find((each) => each.channel === channel.channel)
      for (const document of documentsFrom(db, corpus.corpus, 0, corpus.documents)) {
        const { ordinal, id, metadata } = document
        const { latents, maxima } = readDocumentPooled(db, encoding?.encoding ?? -1, ordinal)
        const row = documents.length
        const found = Array.from(latents, (latent, at) => ({ row, latent, activation: maxima[at] ?? 0 }))
        entries.push(...found.sort((a, b) => a.latent - b.latent))
        const characters = textOf(db, channel.channel, ordinal)?.length
        documents.push({
          row,
          corpus: corpus.name,
          channel: channel.name,
          document: id,
          ordinal,
          characters,
          metadata: JSON.stringify(metadata),
        })
      }
    }
  }
  closeStore(db)
  return { entries, documents }
}

const jsonLines = (path: string) =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
const readers: Record<string, (path: string) => Promise<readonly Record<string, unknown>[]>> = {
  parquet: async (path) => (await parquetReadObjects({ file: await asyncBufferFromFile(path) })) as Record<string, unknown>[],
  csv: (path) => Promise.resolve(parse(readFileSync(path), { columns: true })),
  jsonl: (path) => Promise.resolve(jsonLines(path)),
}

const asEntry = (row: Record<string, unknown>): Entry => ({
  row: Number(row['row']),
  latent: Number(row['latent']),
  activation: Math.fround(Number(row['activation'])),
})

test.each(['parquet', 'csv', 'jsonl'] as const)('%s holds every pooled activation, document, latent and label', async (format) => {
  const out = join(folder, 'out', format)
  const { files } = (await finished(engine, await engine.operations.findings.export({ out, format }))) as ExportedFiles
  const read = async (name: string) => (await readers[format]?.(join(out, `${name}.${format}`))) ?? []
  expect(files.map(({ path, rows }) => [path, rows])).toEqual(
    await Promise.all(
      ['documents', 'pooled', 'latents', 'labels'].map(async (name) => [join(out, `${name}.${format}`), (await read(name)).length]),
    ),
  )
  expect((await read('pooled')).map(asEntry)).toEqual(expected.entries)
  const loosely = (each: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(each).map(([key, value]) => [key, String(value)]))
  expect((await read('documents')).map(({ tokens: _, ...each }) => loosely(each))).toEqual(expected.documents.map(loosely))

  const list = await engine.operations.latents.list({ sort: 'latent', descending: false, alive: false, offset: 0, limit: 200 })
  const latents = await read('latents')
  expect(latents).toHaveLength(list.dSae)
  const value = (text: unknown) =>
    text === '' ? null : format === 'csv' && typeof text === 'string' ? text.replace(/^'/, '') : text
  expect(
    latents
      .slice(0, 200)
      .map((each) => [
        Number(each['latent']),
        value(each['label']),
        value(each['origin']),
        Number(each['documentFrequency']),
        Number(each['tokenDensity']),
        Math.fround(Number(each['maxActivation'])),
      ]),
  ).toEqual(
    list.rows.map((each) => [each.latent, each.label, each.origin, each.documentFrequency, each.tokenDensity, each.maxActivation]),
  )
  const mine = (await read('labels')).find((each) => Number(each['latent']) === 5)
  expect(mine).toMatchObject({
    label: format === 'csv' ? `'=a "label", of mine` : '=a "label", of mine',
    notes: 'two\nlines',
    origin: 'person',
  })
})

test('npz is the matrix, its rows and columns beside it; one format takes the place of another', async () => {
  const out = join(folder, 'out', 'csv')
  await finished(engine, await engine.operations.findings.export({ out, format: 'npz' }))
  expect(readdirSync(out).sort()).toEqual(['documents.jsonl', 'labels.jsonl', 'latents.jsonl', 'pooled.npz', 'settings.json'])
  const members = unzip(readFileSync(join(out, 'pooled.npz')))
  const values = (name: string) => new Uint8Array(members.get(`${name}.npy`)?.subarray(128) ?? []).buffer
  const [indices, indptr, data] = [
    new Int32Array(values('indices')),
    new Int32Array(values('indptr')),
    new Float32Array(values('data')),
  ]
  expect([...new BigInt64Array(values('shape'))]).toEqual([BigInt(expected.documents.length), 4096n])
  const entries: Entry[] = []
  for (let row = 0; row + 1 < indptr.length; row++) {
    for (let at = indptr[row] ?? 0; at < (indptr[row + 1] ?? 0); at++)
      entries.push({ row, latent: indices[at] ?? -1, activation: data[at] ?? 0 })
  }
  expect(entries).toEqual(expected.entries)
  const settings = JSON.parse(readFileSync(join(out, 'settings.json'), 'utf8')) as {
    lens: object
    rows: { documents: number; firstRow: number }[]
  }
  expect(settings.lens).toMatchObject({ name: 'etalon-small', latents: 4096, hash: expect.stringMatching(/^[0-9a-f]{64}$/) })
  expect(settings.rows.map((each) => each.firstRow)).toEqual([0, 64, 128, 192])
})

test('only what was asked for', async () => {
  const out = join(folder, 'out', 'some')
  await finished(
    engine,
    await engine.operations.findings.export({ out, format: 'jsonl', corpora: ['assistant-b'], channel: 'text' }),
  )
  const documents = jsonLines(join(out, 'documents.jsonl'))
  expect(new Set(documents.map((each) => `${String(each['corpus'])} ${String(each['channel'])}`))).toEqual(
    new Set(['assistant-b text']),
  )
  expect(Object.keys(jsonLines(join(out, 'latents.jsonl'))[0] ?? {})).toContain('documentFrequency:assistant-b/text')
})

/** Stops at the given moment, counted in reports of progress; never where it is null. */
function stoppedAt(moment: number | null): { control: JobControl; readonly moments: number } {
  const abort = new AbortController()
  let moments = 0
  const progress = () => {
    if (moments === moment) abort.abort()
    moments += 1
  }
  return {
    control: { signal: abort.signal, progress, note: () => undefined },
    get moments() {
      return moments
    },
  }
}

const reading = () =>
  new ProjectReading({ folder: project, store: null, resources, home: join(folder, 'home'), version: '0', host: 'test' })

test.each(['parquet', 'npz'] as const)('cancelled at any moment, %s leaves nothing, and what was there stays', async (format) => {
  const request = (out: string) => ({ out: join(folder, out), format })
  const whole = stoppedAt(null)
  await runExport(reading(), request(`kept-${format}`), whole.control)
  const kept = readdirSync(join(folder, `kept-${format}`))
  const before = readFileSync(join(folder, `kept-${format}`, 'settings.json'))
  expect(whole.moments).toBeGreaterThan(8)
  for (let moment = 0; moment < whole.moments; moment += 3) {
    await expect(runExport(reading(), request('new/folder'), stoppedAt(moment).control)).rejects.toMatchObject({
      code: 'cancelled',
    })
    expect(existsSync(join(folder, 'new'))).toBe(false)
    await expect(runExport(reading(), request(`kept-${format}`), stoppedAt(moment).control)).rejects.toMatchObject({
      code: 'cancelled',
    })
    expect(readdirSync(join(folder, `kept-${format}`))).toEqual(kept)
  }
  expect(readFileSync(join(folder, `kept-${format}`, 'settings.json'))).toEqual(before)
})

test('killed, it leaves no table; the next export is whole and takes the drafts away', async () => {
  const out = join(folder, 'killed')
  const { status, signal } = spawnSync(process.execPath, [
    join(import.meta.dirname, '../support/killed-export.child.ts'),
    project,
    out,
    '4',
  ])
  expect({ status, signal }).toEqual({ status: null, signal: 'SIGKILL' })
  expect(readdirSync(out).filter((name) => !name.endsWith('.etalon-draft'))).toEqual([])
  await runExport(reading(), { out, format: 'parquet' }, stoppedAt(null).control)
  expect(readdirSync(out).sort()).toEqual([
    'documents.parquet',
    'labels.parquet',
    'latents.parquet',
    'pooled.parquet',
    'settings.json',
  ])
})

test('a file of somebody else’s is never written over, nor is the project', async () => {
  const out = join(folder, 'foreign')
  mkdirSync(out)
  writeFileSync(join(out, 'latents.csv'), 'mine')
  await expect(runExport(reading(), { out, format: 'csv' }, stoppedAt(null).control)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('latents.csv'),
  })
  expect(readdirSync(out)).toEqual(['latents.csv'])
  writeFileSync(join(out, 'settings.json'), '{"kind": "other"}')
  await expect(runExport(reading(), { out, format: 'parquet' }, stoppedAt(null).control)).rejects.toMatchObject({
    code: 'conflict',
  })
  symlinkSync(project, join(folder, 'link'), 'junction')
  for (const inside of [
    project,
    join(folder, 'link'),
    join(folder, 'link', '.etalon'),
    join(project, '.etalon'),
    join(project, '.etalon', 'deep'),
  ]) {
    await expect(runExport(reading(), { out: inside, format: 'csv' }, stoppedAt(null).control)).rejects.toMatchObject({
      code: 'conflict',
    })
  }
  await expect(runExport(reading(), { out: 'relative', format: 'csv' }, stoppedAt(null).control)).rejects.toMatchObject({
    code: 'bad-input',
  })
  await expect(
    runExport(reading(), { out: join(out, 'latents.csv'), format: 'csv' }, stoppedAt(null).control),
  ).rejects.toMatchObject({ code: 'bad-input' })
})

test('a full disk is a sentence, and nothing half is left on it', async ({ skip }) => {
  const small = join(folder, 'small')
  mkdirSync(small)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', small], { stdio: 'ignore' })
  } catch {
    return skip('needs Linux and the right to mount a tmpfs')
  }
  onTestFinished(() => void execFileSync('umount', [small]))
  await expect(runExport(reading(), { out: join(small, 'out'), format: 'csv' }, stoppedAt(null).control)).rejects.toMatchObject({
    code: 'disk-full',
    message: expect.stringContaining('pooled.csv'),
  })
  expect(readdirSync(small)).toEqual([])
})

test('what is removed meanwhile is still in the export that began before', async () => {
  const out = join(folder, 'meanwhile')
  const removals: Promise<unknown>[] = []
  const control: JobControl = {
    signal: new AbortController().signal,
    note: () => undefined,
    progress: () => {
      if (removals.length === 0) removals.push(engine.operations.corpora.remove({ corpus: 'assistant-b' }))
    },
  }
  const { files } = await runExport(reading(), { out, format: 'jsonl' }, control)
  await Promise.all(removals)
  expect(files[0]?.rows).toBe(expected.documents.length)
  expect(jsonLines(join(out, 'pooled.jsonl')).map(asEntry)).toEqual(expected.entries)
  await expect(
    runExport(reading(), { out, format: 'jsonl', corpora: ['assistant-b'] }, stoppedAt(null).control),
  ).rejects.toMatchObject({ code: 'not-found' })
})

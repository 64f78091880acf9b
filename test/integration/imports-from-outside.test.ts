import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { uploadBytes } from '../../src/contract/importing.ts'
import { finished, testEngine } from '../support/demo-project.ts'
import { suiteFolder } from '../support/temporary-folder.ts'
import { writeTinyLens } from '../support/tiny-lens.ts'

// What comes from outside of the project folder: uploaded in parts or named by its path, looked into, imported and read.

const folder = suiteFolder()
const project = join(folder, 'project')
const lens = join(folder, 'tiny')
const engine = testEngine(folder)
const { corpora, jobs } = engine.operations
const table = [
  'id,question,answer,model',
  ...Array.from({ length: 30 }, (_, row) => `q-${row},why ${row}?,because of the ${row} things that there are,${row % 2}`),
  'short,row',
  'q-3,again?,an id that was there,1',
  'q-99,empty?,,1',
].join('\n')
const bytes = Buffer.from(table)

const upload = 'one-upload'
const part = (offset: number, end: number, file = 'answers.csv') => ({ upload, file, offset, bytes: bytes.subarray(offset, end) })

beforeAll(async () => {
  mkdirSync(project)
  writeTinyLens(lens)
  await engine.operations.project.open({ folder: project })
})
afterAll(() => engine.close())

test('a file comes in parts, one after the other, beside what is a corpus already', async () => {
  const { path, received } = await corpora.upload(part(0, 100))
  expect(received).toBe(100)
  await expect(corpora.upload(part(200, 300))).rejects.toMatchObject({ code: 'stale' })
  await expect(corpora.upload(part(0, 100))).rejects.toMatchObject({ code: 'conflict' })
  expect(await corpora.upload(part(100, bytes.length))).toEqual({ path, received: bytes.length })
  expect(readFileSync(path)).toEqual(bytes)
  expect(await corpora.list()).toEqual([])
  expect(uploadBytes).toBeLessThan(64 * 1024 * 1024)
})

test.each(['../answers.csv', 'a/b.csv', 'a\\b.csv', '.hidden.csv', 'a\0.csv', 'con.csv', 'nul', 'a.csv.', '..'])(
  'the name %j is refused',
  async (file) => {
    await expect(corpora.upload(part(0, 10, file))).rejects.toMatchObject({ code: 'bad-input' })
    await expect(corpora.upload({ ...part(0, 10), folder: file })).rejects.toMatchObject({ code: 'bad-input' })
  },
)

test('it is looked into, named, mapped, imported and read in one go; what was uploaded is moved, not copied', async () => {
  const path = join(project, '.etalon-upload-one-upload', 'answers.csv')
  expect(await corpora.preview({ path })).toMatchObject({ name: 'answers', id: 'id', leftOut: [], bytes: bytes.length })
  const mapping = { channels: { text: 'answer', prompt: 'question' }, id: 'id', leftOut: ['model'] }
  const survey = await corpora.survey({ path, mapping, lens })
  expect(survey).toMatchObject({ documents: 31, share: 1, skipped: 2, kept: 1, speed: null })
  expect(survey.tokens).toBeGreaterThan(500)
  expect(survey.rows).toEqual([
    expect.objectContaining({ row: 31, kept: false, excerpt: 'short · row' }),
    expect.objectContaining({ row: 32, kept: true, reason: expect.stringContaining('of an earlier row') }),
    expect.objectContaining({ row: 33, kept: false, reason: expect.stringContaining('empty "answer"') }),
  ])

  const job = await corpora.import({ files: [path], as: 'from outside', mapping, read: { lens, device: 'cpu' } })
  expect(await finished(engine, job)).toMatchObject([{ name: 'from outside', documents: 31, skippedCount: 2 }])
  const reading = (await jobs.list()).find(({ kind }) => kind === 'encode')
  if (reading === undefined) throw new Error('nothing is read')
  await finished(engine, reading)
  const [corpus] = await corpora.list()
  expect(corpus).toMatchObject({ name: 'from outside', state: 'ready', columns: [], documents: 31 })
  expect(corpus?.encodings.map(({ channel, state }) => [channel, state])).toEqual([
    ['text', 'ready'],
    ['prompt', 'ready'],
  ])
  expect(readFileSync(join(project, 'from outside.csv'))).toEqual(bytes)
  expect(readdirSync(project).sort()).toEqual(['.etalon', 'from outside.csv'])
  // What was chosen stays chosen; how fast the lens was is remembered.
  expect(await corpora.preview({ name: 'from outside' })).toMatchObject({ leftOut: ['model'], channels: [{ field: 'answer' }, {}] })
})

test('nothing is written over another file, and what was not imported is still there', async () => {
  await corpora.upload({ upload: 'two-uploads', file: 'from outside.csv', offset: 0, bytes: Buffer.from('id,text\n1,other\n') })
  const path = join(project, '.etalon-upload-two-uploads', 'from outside.csv')
  await expect(finished(engine, await corpora.import({ files: [path] }))).rejects.toThrow('already')
  await expect(finished(engine, await corpora.import({ files: [path], as: 'a/b' }))).rejects.toThrow('cannot be the name')
  expect(readFileSync(join(project, 'from outside.csv'))).toEqual(bytes)
  expect(existsSync(path)).toBe(true)
  await corpora.discardUpload({ upload: 'two-uploads' })
  expect(readdirSync(project).sort()).toEqual(['.etalon', 'from outside.csv'])
})

test('a folder of text files from elsewhere is copied, its other files are not', async () => {
  const notes = join(folder, 'notes')
  mkdirSync(notes)
  for (const name of ['a.txt', 'b.md', 'c.pdf']) writeFileSync(join(notes, name), `what ${name} says`)
  expect(await corpora.survey({ path: notes, lens })).toMatchObject({ documents: 2 })
  await finished(engine, await corpora.import({ files: [notes] }))
  expect(readdirSync(join(project, 'notes')).sort()).toEqual(['a.txt', 'b.md'])
  expect((await corpora.list()).find(({ name }) => name === 'notes')).toMatchObject({ state: 'ready', documents: 2 })
})

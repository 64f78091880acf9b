import { appendFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CorpusState } from '../../src/contract/corpora.ts'
import type { Engine } from '../../src/main/engine/engine.ts'
import { finished, readDemo } from '../support/demo-project.ts'
import { suiteFolder } from '../support/temporary-folder.ts'

const folder = suiteFolder()
let engine: Engine
let project: string
beforeAll(async () => {
  ;({ engine, project } = await readDemo(folder))
})
afterAll(() => engine.close())

async function state(name: string): Promise<CorpusState | undefined> {
  return (await engine.operations.corpora.list()).find((corpus) => corpus.name === name)?.state
}

test('a changed source is noticed, imported again and read again; labels and findings stay', async () => {
  const { operations } = engine
  const latent =
    (await operations.latents.list({ alive: true, sort: 'documentFrequency', descending: true, offset: 0, limit: 1 })).rows[0]
      ?.latent ?? 0
  await operations.labels.set({ latent, text: 'kept over imports', notes: '' })
  const finding = await operations.findings.keep({ kind: 'latent', latent, note: '' })
  appendFileSync(join(project, 'assistant-a.jsonl'), '{"id":"q-65","prompt":"New?","text":"A new answer, added later."}\n')
  expect(await state('assistant-a')).toBe('changed')
  expect(await state('assistant-b')).toBe('ready')

  await finished(engine, await operations.corpora.import({}))
  expect(await state('assistant-a')).toBe('ready')
  const [a, b] = await operations.corpora.list()
  expect(a).toMatchObject({ documents: 65, encodings: [] })
  expect(b?.encodings).toHaveLength(2)
  await finished(engine, await operations.corpora.encode({}))
  expect((await operations.latents.get({ latent })).label?.text).toBe('kept over imports')
  expect((await operations.findings.list()).map((each) => each.id)).toContain(finding.id)
  expect((await operations.documents.get({ corpus: 'assistant-a', id: 'q-65', limit: 5 })).latents.length).toBeGreaterThan(0)
})

test('what a person chose about columns stays chosen', async () => {
  const { operations } = engine
  writeFileSync(join(project, 'odd.jsonl'), '{"key":"a","one":"the first text","two":"the second, rather longer text"}\n')
  await finished(engine, await operations.corpora.import({ names: ['odd'], mapping: { text: 'one', id: 'key' } }))
  appendFileSync(join(project, 'odd.jsonl'), '{"key":"b","one":"another first","two":"x"}\n')
  await finished(engine, await operations.corpora.import({}))
  expect(await operations.documents.get({ corpus: 'odd', id: 'b', limit: 1 })).toMatchObject({ text: 'another first', lens: null })
})

test('a source that went leaves what was imported, and a removed corpus leaves its file', async () => {
  const { operations } = engine
  rmSync(join(project, 'odd.jsonl'))
  expect(await state('odd')).toBe('missing')
  expect(await operations.corpora.remove({ corpus: 'odd' })).toEqual({ documents: 2, encodings: 0 })
  expect(await state('odd')).toBeUndefined()
  await operations.corpora.remove({ corpus: 'assistant-b' })
  expect(await state('assistant-b')).toBe('new')
  await expect(operations.documents.get({ corpus: 'assistant-b', id: 'q-01', limit: 1 })).rejects.toMatchObject({
    code: 'not-found',
  })
})

test('only the encodings of a lens are removed when a lens is named', async () => {
  const { operations } = engine
  const [{ name } = { name: '' }] = await operations.project.lenses()
  expect(await operations.corpora.remove({ corpus: 'assistant-a', lens: name })).toEqual({ documents: 0, encodings: 2 })
  expect(await operations.corpora.list()).toMatchObject([{ name: 'assistant-a', documents: 65, encodings: [] }, {}])
})

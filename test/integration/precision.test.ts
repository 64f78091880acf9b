import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EncodingSummary } from '../../src/contract/corpora.ts'
import { diffInput } from '../../src/contract/differences.ts'
import type { Engine } from '../../src/main/engine/engine.ts'
import { readDocumentActivations } from '../../src/main/engine/store/activations/read-document.ts'
import { listEncodings } from '../../src/main/engine/store/encodings.ts'
import { closeStore, openStoreForReading } from '../../src/main/engine/store/open-store.ts'
import { demoLines, finished, testEngine } from '../support/demo-project.ts'
import { storeDigest } from '../support/store-digest.ts'
import { suiteFolder } from '../support/temporary-folder.ts'

const folder = suiteFolder()
const channel = 'text'
let engine: Engine
let project: string
let bytes: EncodingSummary[]

async function read(by: Engine, request: Parameters<Engine['operations']['corpora']['encode']>[0]): Promise<EncodingSummary[]> {
  return (await finished(by, await by.operations.corpora.encode({ channel, ...request }))) as EncodingSummary[]
}

beforeAll(async () => {
  engine = testEngine(folder)
  project = join(folder, 'project')
  mkdirSync(project)
  for (const corpus of ['assistant-a', 'assistant-b'] as const)
    writeFileSync(join(project, `${corpus}.jsonl`), `${demoLines(corpus).slice(0, 32).join('\n')}\n`)
  await engine.operations.project.open({ folder: project })
  await finished(engine, await engine.operations.corpora.import({}))
  bytes = await read(engine, { precision: 'int8' })
}, 180_000)
afterAll(() => engine.close())

describe('reading in int8', () => {
  test('measures how alike float32 reads, and keeps it with the encoding', async () => {
    expect(bytes.map((each) => [each.corpus, each.precision, each.state])).toEqual([
      ['assistant-a', 'int8', 'ready'],
      ['assistant-b', 'int8', 'ready'],
    ])
    for (const { agreement } of bytes) {
      expect(agreement?.tokens).toBeGreaterThan(1900)
      expect(agreement?.tokens).toBeLessThan(2100)
      expect(agreement?.active).toBeGreaterThan(0.9)
      expect(agreement?.active).toBeLessThan(1)
      expect(agreement?.relativeError).toBeLessThan(0.05)
      expect(agreement?.relativeError).toBeGreaterThan(0)
      expect(agreement?.present).toBeGreaterThan(0.9)
    }
    expect(await read(engine, { precision: 'int8' })).toEqual(bytes)
    const page = await engine.operations.documents.get({ corpus: 'assistant-a', ordinal: 0, limit: 1 })
    expect(page.precision).toBe('int8')
  })

  test('corpora are held against each other as read in one precision, or not at all', { timeout: 180_000 }, async () => {
    const diff = (channelOf: string) =>
      engine.operations.analyses.diff(
        diffInput.parse({ target: { corpora: ['assistant-a'] }, against: [{ corpora: ['assistant-b'] }], channel: channelOf }),
      )
    const both = await diff(channel)
    expect(await read(engine, { corpora: ['assistant-a'] })).toMatchObject([{ precision: 'float32', agreement: null }])
    const page = await engine.operations.documents.get({ corpus: 'assistant-a', ordinal: 0, limit: 1 })
    expect(page.precision).toBe('float32')
    expect((await diff(channel)).rows).toEqual(both.rows)
    await read(engine, { corpora: ['assistant-a'], channel: 'prompt' })
    await read(engine, { corpora: ['assistant-b'], channel: 'prompt', precision: 'int8' })
    await expect(diff('prompt')).rejects.toThrow('assistant-b (prompt) was read in int8 only')
  })

  test('is a reading beside that in float32, and nearly the same', async () => {
    await read(engine, {})
    const { encodings } = (await engine.operations.corpora.list())[0] ?? { encodings: [] }
    const ofText = encodings.filter((each) => each.channel === channel)
    expect(ofText.map((each) => each.precision).toSorted()).toEqual(['float32', 'int8'])
    const [float, byte] = ['float32', 'int8'].map((name) => ofText.find((each) => each.precision === name))
    expect(Math.abs(byte!.nonzeros / float!.nonzeros - 1)).toBeLessThan(0.03)
    const db = openStoreForReading(join(project, '.etalon'))
    const values = listEncodings(db, 1)
      .filter(({ channel: each }) => each === 1)
      .map((each) => readDocumentActivations(db, each.encoding, 0).activations)
    closeStore(db)
    expect(values).toHaveLength(2)
    expect(values[0]).not.toEqual(values[1])
  })

  test('broken off and gone on with, the store comes to be the same, bit for bit', { timeout: 300_000 }, async () => {
    const answers = [...demoLines('assistant-a'), ...demoLines('assistant-b').slice(0, 16)]
    // Several times over, so that there are blocks left when the first one has told of itself.
    const lines = Array.from({ length: 4 }, (_, copy) =>
      answers.map((line, at) =>
        JSON.stringify({ id: `${copy}-${at}`, text: `${copy}. ${(JSON.parse(line) as { text: string }).text}` }),
      ),
    ).flat()
    const digests: unknown[] = []
    for (const name of ['unbroken', 'broken']) {
      const at = join(folder, name)
      const of = join(at, 'project')
      mkdirSync(of, { recursive: true })
      writeFileSync(join(of, 'answers.jsonl'), `${lines.join('\n')}\n`)
      const other = testEngine(at)
      await other.operations.project.open({ folder: of })
      await finished(other, await other.operations.corpora.import({}))
      if (name === 'broken') await breakOff(other)
      await read(other, { precision: 'int8' })
      await other.close()
      digests.push(storeDigest(join(of, '.etalon', 'project.sqlite')))
    }
    expect(digests[1]).toEqual(digests[0])
  })

  test('refuses what it cannot do, and says what it can', async () => {
    await expect(read(engine, { precision: 'int4' })).rejects.toThrow('There is no precision "int4".')
    await expect(read(engine, { precision: 'int8', device: 'cuda' })).rejects.toThrow('int8 is read on the processor, not on cuda.')
  })
})

/** Reads in int8 and cancels after the first block. */
async function breakOff(by: Engine): Promise<void> {
  const { id } = await by.operations.corpora.encode({ channel, precision: 'int8' })
  for await (const event of by.operations.jobs.changes(new AbortController().signal)) {
    const now = event.kind === 'jobs' ? event.jobs.find((each) => each.id === id) : undefined
    if (now?.progress?.doing.startsWith('Reading') === true) await by.operations.jobs.cancel({ id })
    if (now?.state === 'done') throw new Error('it was not broken off')
    if (now?.state === 'failed' || now?.state === 'cancelled') return
  }
}

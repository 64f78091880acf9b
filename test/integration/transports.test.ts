import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { router } from '../../src/contract/router.ts'
import type { Engine } from '../../src/main/engine/engine.ts'
import { readDemo } from '../support/demo-project.ts'
import { type Connected, type EngineClient, transports } from '../support/engine-client.ts'
import { suiteFolder } from '../support/temporary-folder.ts'

/** Everything that is only asked, on the demo project; each once, so that no operation is left out. */
const questions: Record<string, (client: EngineClient) => Promise<unknown>> = {
  'project.about': (client) => client.project.about(),
  'project.current': (client) => client.project.current(),
  'project.recent': (client) => client.project.recent(),
  'project.folders': (client) => client.project.folders({ path: import.meta.dirname }),
  'project.lenses': (client) => client.project.lenses(),
  'corpora.list': (client) => client.corpora.list(),
  'corpora.preview': (client) => client.corpora.preview({ name: 'assistant-a' }),
  'corpora.problems': (client) => client.corpora.problems({ corpus: 'assistant-a' }),
  'documents.order': (client) =>
    client.documents.order({ panes: [{ corpus: 'assistant-a' }, { corpus: 'assistant-b' }], latent: 1, order: 'difference' }),
  'documents.rows': (client) => client.documents.rows({ source: { corpus: 'assistant-b' }, ordinals: [3, 1, 63], latent: 1 }),
  'documents.get': (client) => client.documents.get({ corpus: 'assistant-b', id: 'q-07' }),
  'documents.marks': (client) => client.documents.marks({ corpus: 'assistant-b', id: 'q-07', latents: [1, 2] }),
  'documents.token': (client) => client.documents.token({ corpus: 'assistant-b', id: 'q-07', position: 4 }),
  'documents.read': (client) => client.documents.read({ text: 'Great question! I’m sorry — 😀.' }),
  'latents.list': (client) => client.latents.list({ panes: ['assistant-a', 'assistant-b'], sort: 'difference', limit: 300 }),
  'latents.get': async (client) => client.latents.get({ latent: (await client.latents.list({})).rows[0]?.latent }),
  'latents.examples': async (client) =>
    client.latents.examples({ latent: (await client.latents.list({})).rows[0]?.latent, kind: 'quantile' }),
  'labels.history': (client) => client.labels.history({ latent: 1 }),
  'labels.evidence': (client) => client.labels.evidence({ latent: 1 }),
  'labels.export': (client) => client.labels.export({ format: 'csv' }),
  'analyses.diff': (client) =>
    client.analyses.diff({ target: { corpora: ['assistant-b'] }, against: [{ corpora: ['assistant-a'] }], limit: 20 }),
  'analyses.trend': (client) =>
    client.analyses.trend({
      groups: ['cooking', 'maths', 'travel'].map((topic) => ({ corpora: ['assistant-a', 'assistant-b'], where: { topic } })),
    }),
  'analyses.correlate': (client) => client.analyses.correlate({ group: { corpora: ['assistant-b'] }, between: ['prompt', 'text'] }),
  'analyses.cluster': (client) => client.analyses.cluster({ group: { corpora: ['assistant-a', 'assistant-b'] }, k: 3 }),
  'analyses.search': (client) =>
    client.analyses.search({ group: { corpora: ['assistant-a', 'assistant-b'] }, query: 'boil an egg' }),
  'analyses.count': (client) => client.analyses.count({ group: { corpora: ['assistant-b'] }, rule: 'NOT "egg"' }),
  'analyses.similar': (client) => client.analyses.similar({ query: 'questions' }),
  'analyses.searches': (client) => client.analyses.searches(),
  'analyses.list': (client) => client.analyses.list({}),
  'analyses.get': (client) => client.analyses.get({ id: 1 }),
  'findings.list': (client) => client.findings.list(),
  'jobs.list': (client) => client.jobs.list(),
}

const folder = suiteFolder()
let engine: Engine
let expected: Map<string, unknown>
beforeAll(async () => {
  ;({ engine } = await readDemo(folder))
  expected = new Map()
  const { client, close } = await transports['in process'](engine.operations)
  for (const [path, ask] of Object.entries(questions)) expected.set(path, await ask(client))
  await close()
})
afterAll(() => engine.close())

test('every query of the contract is asked here', () => {
  const queries = Object.entries(router._def.procedures).filter(
    ([, procedure]) => (procedure as unknown as { _def: { type: string } })._def.type === 'query',
  )
  expect(Object.keys(questions).sort()).toEqual(queries.map(([path]) => path).sort())
})

describe.each(Object.entries(transports))('over %s', (_, open) => {
  let connected: Connected
  beforeAll(async () => {
    connected = await open(engine.operations)
  })
  afterAll(() => connected.close())

  test.each(Object.keys(questions))('%s gives the same answer', async (path) => {
    expect(await questions[path]?.(connected.client)).toEqual(expected.get(path))
  })

  test('typed arrays arrive as typed arrays', async () => {
    const { ordinals } = await connected.client.documents.order({ panes: [{ corpus: 'assistant-a' }] })
    expect(ordinals[0]).toBeInstanceOf(Int32Array)
    expect(ordinals[0]).toHaveLength(64)
  })

  test('a failure arrives as a value, a wrong input as a refusal, and neither names the inside', async () => {
    await expect(connected.client.documents.get({ corpus: 'nowhere', id: '1' })).rejects.toMatchObject({
      shape: { data: { failure: { code: 'not-found', message: 'The project has no corpus "nowhere".' } } },
    })
    await expect(connected.client.documents.rows({ source: { corpus: 'assistant-a' }, ordinals: [-1] })).rejects.toMatchObject({
      shape: { data: { code: 'BAD_REQUEST', failure: null } },
    })
  })

  test('a subscription begins with a snapshot and tells of a change', async () => {
    const changes = connected.changes()
    expect((await changes.next()).value).toMatchObject({ kind: 'jobs' })
    await connected.client.labels.star({ latent: 3, starred: true })
    let event = (await changes.next()).value as { kind: string; topics?: readonly string[] }
    while (event.kind !== 'changed') event = (await changes.next()).value as typeof event
    expect(event.topics).toContain('labels')
    await connected.client.labels.star({ latent: 3, starred: false })
    await changes.return(undefined)
  })
})

// After all answers were compared: these change them.
describe.each(Object.entries(transports))('writing over %s', (_, open) => {
  test('a write sent twice is applied once', async () => {
    const connected = await open(engine.operations)
    const requestId = `twice ${Math.random()}`
    const first = await connected.client.labels.set({ latent: 9, text: 'a label', requestId })
    const again = await connected.client.labels.set({ latent: 9, text: 'a label', requestId })
    expect(again.id).toBe(first.id)
    const kept = await connected.client.findings.keep({ kind: 'latent', latent: 9, requestId })
    expect((await connected.client.findings.keep({ kind: 'latent', latent: 9, requestId })).id).toBe(kept.id)
    await connected.client.findings.remove({ id: kept.id })
    await connected.close()
  })
})

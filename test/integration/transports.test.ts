import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { endpointSchema } from '../../src/contract/language-models.ts'
import { countLabelsInput } from '../../src/contract/model-requests.ts'
import { router } from '../../src/contract/router.ts'
import { keepInput } from '../../src/contract/findings.ts'
import type { Engine } from '../../src/main/engine/engine.ts'
import { finished, readDemo, resources } from '../support/demo-project.ts'
import { type Connected, type EngineClient, transports } from '../support/engine-client.ts'
import { suiteFolder } from '../support/temporary-folder.ts'

const folder = suiteFolder()
const labelsFile = join(folder, 'labels.csv')

/** Everything that is only asked, on the demo project; each once, so that no operation is left out. */
const questions: Record<string, (client: EngineClient) => Promise<unknown>> = {
  'project.about': (client) => client.project.about(),
  'project.current': (client) => client.project.current(),
  'project.recent': (client) => client.project.recent(),
  'project.layout': (client) => client.project.layout({ folder: '/nowhere' }),
  'project.folders': (client) => client.project.folders({ path: import.meta.dirname }),
  'project.lenses': (client) => client.project.lenses(),
  'project.find': (client) => client.project.find({ query: 'question' }),
  'settings.get': (client) => client.settings.get(),
  'corpora.list': (client) => client.corpora.list(),
  'corpora.preview': (client) => client.corpora.preview({ name: 'assistant-a' }),
  // How fast a lens reads is known from the last reading, whoever did that.
  'corpora.survey': async (client) => ({ ...(await client.corpora.survey({ name: 'assistant-a' })), speed: null }),
  'corpora.problems': (client) => client.corpora.problems({ corpus: 'assistant-a' }),
  'documents.order': (client) =>
    client.documents.order({ panes: [{ corpus: 'assistant-a' }, { corpus: 'assistant-b' }], latent: 1, order: 'difference' }),
  'documents.rows': (client) => client.documents.rows({ source: { corpus: 'assistant-b' }, ordinals: [3, 1, 63], latent: 1 }),
  'documents.get': (client) => client.documents.get({ corpus: 'assistant-b', id: 'q-07' }),
  'documents.marks': (client) => client.documents.marks({ corpus: 'assistant-b', id: 'q-07', latents: [1, 2] }),
  'documents.token': (client) => client.documents.token({ corpus: 'assistant-b', id: 'q-07', position: 4 }),
  'documents.difference': (client) =>
    client.documents.difference({
      first: { corpus: 'assistant-a', id: 'q-07' },
      second: { corpus: 'assistant-b', id: 'q-07' },
    }),
  'documents.read': (client) => client.documents.read({ text: 'Great question! I’m sorry — 😀.' }),
  'latents.list': (client) => client.latents.list({ panes: ['assistant-a', 'assistant-b'], sort: 'difference', limit: 300 }),
  'latents.get': async (client) => client.latents.get({ latent: (await client.latents.list({})).rows[0]?.latent }),
  'latents.examples': async (client) =>
    client.latents.examples({ latent: (await client.latents.list({})).rows[0]?.latent, kind: 'quantile' }),
  'latents.groups': (client) => client.latents.groups({ latent: 1, column: 'topic' }).catch((error: Error) => error.message),
  'latents.logits': (client) => client.latents.logits({ latent: 1, limit: 3 }),
  'latents.columns': (client) => client.latents.columns({ panes: ['assistant-a', 'assistant-b'], search: 'the' }),
  'latents.export': (client) => client.latents.export({ columns: ['latent', 'label'], format: 'csv', search: 'word' }),
  // Working one out takes seconds: what crosses the transport are columns as of `latents.columns`.
  'latents.map': (client) => client.latents.map({ lens: 'nowhere' }).catch((error: Error) => error.message),
  'latents.filters': (client) => client.latents.filters(),
  'labels.history': (client) => client.labels.history({ latent: 1 }),
  'labels.evidence': (client) => client.labels.evidence({ latent: 1 }),
  'labels.compare': (client) => client.labels.compare({ file: labelsFile }),
  'labels.imports': (client) => client.labels.imports({}),
  'languageModels.endpoints': (client) => client.languageModels.endpoints(),
  'languageModels.embedder': (client) => client.languageModels.embedder(),
  'languageModels.embedderTerms': (client) => client.languageModels.embedderTerms({ name: 'nobody' }),
  'languageModels.plan': (client) =>
    client.languageModels.plan({ request: { kind: 'label', endpoint: 'nobody', of: { latents: [1] } } }),
  'languageModels.runs': (client) => client.languageModels.runs(),
  'languageModels.ledger': (client) => client.languageModels.ledger({}),
  'languageModels.prompts': (client) => client.languageModels.prompts(),
  'review.candidates': (client) => client.review.candidates({ latent: 1 }),
  'review.scores': (client) => client.review.scores({ latent: 1 }),
  'review.evidence': (client) => client.review.evidence({ candidate: 1 }),
  'review.queue': (client) => client.review.queue({ kind: 'unlabelled', limit: 3 }),
  'review.decisions': (client) => client.review.decisions({}),
  'notes.all': (client) => client.notes.all({}),
  'notes.latent': (client) => client.notes.latent({ latent: 1 }),
  'notes.document': (client) => client.notes.document({ corpus: 'assistant-a', document: 'q-01' }),
  'notes.lists': (client) => client.notes.lists({}),
  'notes.list': (client) => client.notes.list({ name: 'doubtful' }),
  'analyses.diff': (client) =>
    client.analyses.diff({ target: { corpora: ['assistant-b'] }, against: [{ corpora: ['assistant-a'] }], limit: 20 }),
  'analyses.pairedDocuments': async (client) =>
    client.analyses.pairedDocuments({
      id: (await client.analyses.list({ kind: 'diff' })).at(-1)?.id ?? 0,
      latent: 0,
      other: 0,
      side: 'neither',
      limit: 2,
    }),
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
  'analyses.resembling': (client) => client.analyses.resembling({ latents: [{ latent: 1, activation: 9 }] }),
  'analyses.searches': (client) => client.analyses.searches(),
  'analyses.list': (client) => client.analyses.list({}),
  'analyses.clusterNames': async (client) =>
    client.analyses.clusterNames({ id: (await client.analyses.list({ kind: 'cluster' })).at(-1)?.id ?? 0 }),
  'analyses.get': (client) => client.analyses.get({ id: 1 }),
  'findings.list': (client) => client.findings.list(),
  'findings.figure': async (client) => client.findings.figure({ id: (await client.findings.list())[0]?.id ?? 0 }),
  'lenses.catalogue': (client) => client.lenses.catalogue(),
  'lenses.list': (client) => client.lenses.list(),
  'lenses.hub': (client) => client.lenses.hub(),
  'lenses.inspect': (client) => client.lenses.inspect({ what: join(resources, 'lenses') }),
  'lenses.plan': (client) =>
    client.lenses.plan({
      request: { reader: join(resources, 'lenses/etalon-small/reader'), sae: join(resources, 'lenses/etalon-small/sae') },
    }),
  'devices.list': (client) => client.devices.list({}),
  // Of a file, so that nobody is asked; not the free space, which changes. Refused elsewhere than on Linux.
  'devices.planProvider': (client) =>
    client.devices.planProvider({ from: labelsFile }).then(
      ({ free: _, ...plan }) => plan,
      (error: Error) => error.message,
    ),
  'jobs.list': (client) => client.jobs.list(),
  'jobs.log': (client) => client.jobs.log({ id: 1 }),
}

let engine: Engine
let expected: Map<string, unknown>
beforeAll(async () => {
  ;({ engine } = await readDemo(folder))
  writeFileSync(labelsFile, 'latent,label\n1,another label\n')
  expected = new Map()
  await engine.operations.languageModels.saveEndpoint(
    endpointSchema.parse({ name: 'nobody', url: 'http://127.0.0.1:9/v1', model: 'none', embedding: { model: 'none' } }),
  )
  await engine.operations.notes.changeList({ name: 'doubtful', add: [1, 2], take: [], remove: false })
  // Proposals to ask about, counted from the text.
  const of = { latents: Array.from({ length: 40 }, (_, latent) => latent) }
  await finished(engine, await engine.operations.review.count(countLabelsInput.parse({ of })))
  await engine.operations.findings.keep(keepInput.parse({ kind: 'latent', latent: 9, figure: '<svg><rect width="1"/></svg>' }))
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

import { expect, test } from 'vitest'
import { clusterInput } from '../../src/contract/clusters.ts'
import type { Endpoint } from '../../src/contract/language-models.ts'
import { latentsInput } from '../../src/contract/latents.ts'
import type { EmbeddedLabelsRun } from '../../src/contract/model-requests.ts'
import { searchInput } from '../../src/contract/search.ts'
import { randomQueries } from '../../src/main/engine/embedder/random-queries.ts'
import { countTokens } from '../../src/main/engine/language-model/count-tokens.ts'
import { hashPair } from '../../src/main/engine/numerics/hash-pair.ts'
import { etalon } from '../support/command-line.ts'
import { finished } from '../support/demo-project.ts'
import { readCopies } from '../support/read-copies.ts'
import { endpointAt, scriptedEndpoint, type Act, type SeenRequest } from '../support/scripted-endpoint.ts'

const copy = readCopies(['assistant-a'])

type Outcome = { readonly run: number; readonly stopped: string | null; readonly result: EmbeddedLabelsRun | null }

/** Texts with common words are alike: each word sets one of 96 dimensions. */
function vectorOf(text: string): readonly number[] {
  const vector = new Array<number>(96).fill(0.01)
  for (const word of text.toLowerCase().split(/\W+/))
    vector[[...word].reduce((hash, letter) => hashPair(hash, letter.charCodeAt(0)), 7) % 96]! += 1
  return vector
}
const embedded = ({ body }: SeenRequest): Act => ({ kind: 'vectors', vectors: (body.input ?? []).map(vectorOf) })
const tokensOf = (text: string) => Math.max(1, Math.round(countTokens(text)))

/** A copy of the read project with labels of its lens and four about tea, and an endpoint that embeds. */
async function scene(script: (request: SeenRequest) => Act = embedded, changes: Partial<Endpoint> = {}) {
  const scripted = await scriptedEndpoint(script, tokensOf)
  const engine = await copy().open()
  const { latents, labels, languageModels, analyses } = engine.operations
  const embedding = { model: 'embedder', price: { input: 2, currency: 'USD' } }
  await languageModels.saveEndpoint(endpointAt(scripted.url, { embedding, concurrency: 2, ...changes }))
  const { rows } = await latents.list(latentsInput.parse({ limit: 4, alive: true }))
  const teas = rows.map(({ latent }) => latent)
  for (const latent of teas) await labels.set({ latent, text: `cups of tea, ${latent}`, notes: '' })
  const request = { kind: 'embed-labels', endpoint: 'scripted' } as const
  const embedAll = async (budget = {}): Promise<Outcome> => {
    const { id } = await languageModels.plan({ request })
    return (await finished(engine, await languageModels.run({ request, plan: id, budget }))) as Outcome
  }
  const search = (query: string, more = {}) =>
    analyses.search(searchInput.parse({ group: { corpora: ['assistant-a'] }, query, limit: 5, ...more }))
  const choose = async () =>
    languageModels.setEmbedder({ endpoint: 'scripted', terms: (await languageModels.embedderTerms({ name: 'scripted' })).id })
  const sent = () => scripted.requests.flatMap(({ body }) => body.input ?? [])
  return { scripted, engine, languageModels, labels, analyses, request, embedAll, search, choose, sent, teas }
}

const sum = (all: readonly number[]) => all.reduce((total, each) => total + each, 0)

test('labels are planned, embedded within a budget, gone on with, and none paid twice; a refused one is missing alone', async () => {
  let refused = ''
  const at = await scene((request) =>
    refused !== '' && request.body.input?.includes(refused) === true ? { kind: 'status', status: 400 } : embedded(request),
  )
  const { scripted, engine, languageModels, labels, request, embedAll, sent, teas } = at
  const plan = await languageModels.plan({ request })
  const phrases = randomQueries.length
  const wanted = plan.labels?.labels ?? 0
  expect(plan).toMatchObject({
    model: 'embedder',
    url: scripted.url,
    currency: 'USD',
    corpora: [],
    labels: { embedded: 0, phrases },
  })
  expect(wanted).toBeGreaterThanOrEqual(100)
  const [stage] = plan.stages
  expect(stage).toMatchObject({ stage: 'embed', calls: Math.ceil((phrases + wanted) / 32), outputTokens: 0 })
  expect(stage!.cost).toBeCloseTo((2 * stage!.inputTokens) / 1e6, 12)
  expect(plan.sample?.user.split('\n')).toHaveLength(32)
  expect(scripted.requests).toEqual([])

  const first = await embedAll({ tokens: Math.round(stage!.inputTokens / 2) })
  expect(first).toMatchObject({ stopped: 'The budget was reached.', result: null })
  expect(sum(scripted.charges.map(({ input }) => input))).toBeLessThanOrEqual(stage!.inputTokens / 2)
  const { result } = (await finished(engine, await languageModels.resume({ run: first.run, budget: {} }))) as Outcome
  expect(result).toMatchObject({ labels: wanted, embedded: wanted, missing: 0, dimensions: 96 })
  expect(sent()).toHaveLength(phrases + wanted)
  expect(new Set(sent()).size).toBe(phrases + wanted)

  const [ledger] = await languageModels.ledger({ run: first.run })
  const charged = sum(scripted.charges.map(({ input }) => input))
  expect(ledger).toMatchObject({ stage: 'embed', model: 'embedder', inputTokens: charged, outputTokens: 0, estimated: false })
  expect(Math.abs(stage!.inputTokens / charged - 1)).toBeLessThan(0.1)

  await labels.set({ latent: teas[0]!, text: 'a label that is refused', notes: '' })
  refused = 'a label that is refused'
  expect((await languageModels.plan({ request })).labels).toMatchObject({ labels: wanted, embedded: wanted - 1, phrases: 0 })
  const again = await embedAll()
  expect(again.result).toMatchObject({ embedded: wanted - 1, missing: 1, reasons: { 'bad-request': 'status 400' } })
  expect(sent()).toHaveLength(phrases + wanted + 1)
})

test('an endpoint is chosen by terms that are shown; searched words are sent to it once and counted; nothing else is', async () => {
  const { scripted, languageModels, labels, analyses, embedAll, search, choose, sent, teas } = await scene()
  await embedAll()
  const requests = scripted.requests.length
  const bundled = await search('cups of tea')
  expect(bundled.compared).toMatchObject({ endpoint: null, leftOut: 0 })
  const terms = await languageModels.embedderTerms({ name: 'scripted' })
  expect(terms).toMatchObject({ endpoint: 'scripted', model: 'embedder', url: scripted.url, price: { input: 2 } })
  expect(terms.tokensEach).toBeGreaterThan(0)
  expect(terms.lenses).toEqual([{ lens: bundled.lens, labels: terms.lenses[0]!.labels, embedded: terms.lenses[0]!.labels }])
  await expect(languageModels.setEmbedder({ endpoint: 'scripted', terms: 'f00' })).rejects.toMatchObject({ code: 'stale' })
  expect(await languageModels.embedder()).toMatchObject({ endpoint: null })
  expect(await choose()).toMatchObject({ endpoint: 'scripted', model: 'embedder', local: true, problem: null })
  expect(scripted.requests).toHaveLength(requests)

  const found = await search(' cups of tea ')
  expect(sent().slice(-1)).toEqual(['cups of tea'])
  expect(found.compared).toEqual({ ...bundled.compared, endpoint: 'scripted', model: 'embedder', leftOut: 0 })
  expect(new Set(found.latents.slice(0, 4).map(({ latent }) => latent))).toEqual(new Set(teas))
  expect(found.recipe.embedder).toEqual({ endpoint: 'scripted', model: 'embedder' })
  const [ledger] = await languageModels.ledger({})
  expect(ledger?.inputTokens).toBe(sum(scripted.charges.map(({ input }) => input)))

  // What was embedded is not sent again; what compares no words sends none.
  await search('cups of tea')
  await analyses.cluster(clusterInput.parse({ group: { corpora: ['assistant-a'] }, query: 'cups of tea', k: 2 }))
  await search('bread', { mode: 'text' })
  await search('bread', { latents: teas })
  expect((await analyses.similar({ query: 'bread', limit: 5 })).compared.endpoint).toBeNull()
  expect((await analyses.similar({ query: 'cups of tea', limit: 5 })).compared.endpoint).toBe('scripted')
  expect(scripted.requests).toHaveLength(requests + 1)

  await labels.set({ latent: teas[0]!, text: 'a new label', notes: '' })
  const partly = await search('cups of tea')
  expect(partly.compared?.leftOut).toBe(1)
  expect(partly.warnings[0]).toMatch(/^1 of [\d,]+ labels are not embedded by scripted yet, and were left out\.$/)

  expect(await languageModels.setEmbedder({ endpoint: null, terms: '' })).toMatchObject({ endpoint: null })
  expect((await search('loaves')).compared).toMatchObject({ endpoint: null })
  expect(scripted.requests).toHaveLength(requests + 1)
  const [newest, older] = await analyses.list({ offset: 0, limit: 2 })
  expect([newest?.stale, older?.stale]).toEqual([null, 'Labels would now be compared by the bundled embedder.'])
})

test('where the endpoint fails, has changed, or has embedded nothing, the bundled embedder answers and says why', async () => {
  let isBroken = false
  const { scripted, languageModels, embedAll, search, choose } = await scene((request) =>
    isBroken ? { kind: 'status', status: 401 } : embedded(request),
  )
  await choose()
  const nothing = await search('cups of tea')
  expect(nothing.compared?.endpoint).toBeNull()
  expect(nothing.warnings[0]).toMatch(/not embedded by scripted.*The bundled embedder answered instead\.$/)
  expect(scripted.requests).toEqual([])

  await embedAll()
  isBroken = true
  const failed = await search('cups of tea')
  expect(failed.warnings[0]).toMatch(/^scripted did not accept the key.*The bundled embedder answered instead\.$/)
  expect(failed.compared?.endpoint).toBeNull()
  isBroken = false
  expect((await search('cups of tea')).compared?.endpoint).toBe('scripted')

  const [endpoint] = await languageModels.endpoints()
  const { key: _, local: __, ...settings } = endpoint!
  await languageModels.saveEndpoint({ ...settings, url: `${scripted.url}/elsewhere` })
  const requests = scripted.requests.length
  expect((await search('loaves')).warnings[0]).toMatch(/another address or embedding model.*bundled embedder answered instead/)
  expect((await languageModels.embedder()).problem).toMatch(/another address/)
  await languageModels.saveEndpoint({ ...settings, embedding: null })
  expect((await search('loaves')).warnings[0]).toMatch(/names no embedding model/)
  await expect(languageModels.plan({ request: { kind: 'embed-labels', endpoint: 'scripted' } })).rejects.toMatchObject({
    code: 'bad-input',
  })
  expect(scripted.requests).toHaveLength(requests)
})

test('by commands: an endpoint names its model, labels are embedded, the terms are shown and confirmed, a search says who compared', async () => {
  const scripted = await scriptedEndpoint(embedded, tokensOf)
  const { project, home } = copy()
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await etalon(args, { home, environment: { ETALON_KEY: '' } })
    expect(code, stderr).toBe(0)
    return stdout
  }
  const offered = ['--embedding-model', 'embedder', '--embedding-price', '0.02 USD']
  expect(await run('endpoints', 'add', 'near', '--url', scripted.url, '--model', 'm', ...offered)).toMatch(
    /embeds with[^]+embedder/,
  )
  const embed = ['models', 'embed-labels', project, '--endpoint', 'near']
  const plan = await run(...embed)
  expect(plan).toMatch(/would ask embedder at http[^]+It would send the text of [\d,]+ labels of .+ fixed phrases/)
  expect(await run(...embed, '--confirm', /--confirm (\w+)/.exec(plan)?.[1] ?? '')).toMatch(
    /^([\d,]+) of \1 labels of .+ are embedded\./,
  )
  const choose = ['models', 'embedder', project, 'near']
  const terms = await run(...choose)
  expect(terms).toMatch(
    /What you search for, and the axis of clusters in words, is sent to near at http.+about \d+ tokens? each time, 0\.02 USD/,
  )
  expect(await run(...choose, '--confirm', /--confirm (\w+)/.exec(terms)?.[1] ?? '')).toMatch(
    /compared with labels by embedder at near/,
  )
  expect(await run('search', project, 'words of food')).toMatch(/labels compared by embedder at near\n$/)
})

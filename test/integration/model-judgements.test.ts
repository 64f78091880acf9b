import { beforeAll, expect, test } from 'vitest'
import { clusterInput } from '../../src/contract/clusters.ts'
import { correlateInput } from '../../src/contract/correlations.ts'
import type { JudgedPairRun, NamedClustersRun, RerankRun } from '../../src/contract/hypotheses.ts'
import { latentsInput } from '../../src/contract/latents.ts'
import type { Plan } from '../../src/contract/language-models.ts'
import { pairRequest } from '../../src/contract/pair-request.ts'
import { harmless } from '../../src/main/engine/labels/prompts/fence.ts'
import { etalon } from '../support/command-line.ts'
import {
  carriedOut,
  callsBy,
  type Given,
  judgedScene,
  merry,
  plain,
  readJudgedProject,
  requestFor,
} from '../support/judged-project.ts'
import { oracleModel } from '../support/oracle-model.ts'
import { fencedTexts } from '../support/rule-model.ts'
import type { Act, SeenRequest } from '../support/scripted-endpoint.ts'
import { suiteFolder } from '../support/temporary-folder.ts'

const base = suiteFolder()
let clustering = 0

beforeAll(async () => {
  const engine = await readJudgedProject(base)
  const found = await engine.operations.analyses.cluster(clusterInput.parse({ group: { corpora: ['assistant-a'] }, k: 2 }))
  clustering = found.analysis ?? 0
  await engine.close()
}, 300_000)

const scene = (script: (request: SeenRequest) => Act) => judgedScene(base, script)

test('two properties are judged in the same documents, each by itself, also of two channels', async () => {
  const { scripted, engine } = await scene(
    oracleModel({ holds: (statement, text) => (statement === 'is long' ? text.length > 220 : text.includes('?')) }),
  )
  const corpora = ['assistant-a', 'assistant-b']
  const pair = { kind: 'judge-pair', a: ' is long ', b: 'asks', corpora, channel: 'text', channelOfB: 'prompt' } as const
  const { result, plan } = await carriedOut<JudgedPairRun>(engine, pair)
  // One of the two answers to each question.
  expect(result).toMatchObject({ a: 'is long', b: 'asks', units: 64, missing: 0 })
  const holds = plain.map(({ text, prompt }) => [text.length > 220, prompt.includes('?')] as const)
  expect([result.holdsA, result.holdsB, result.both]).toEqual([
    holds.filter(([a]) => a).length,
    holds.filter(([, b]) => b).length,
    holds.filter(([a, b]) => a && b).length,
  ])
  expect(result.measured).toBeNull()
  expect(scripted.requests.length).toBe(plan.stages[0]!.calls)
  for (const { user } of scripted.requests) {
    const [statement, ...documents] = fencedTexts(user)
    const rows = statement!.text === 'asks' ? plain.map(({ prompt }) => prompt) : [...plain, ...merry].map(({ text }) => text)
    for (const { text } of documents) expect(rows.map(harmless)).toContain(text)
  }
})

test('a pair that was found is judged by its labels, and the verdicts are held against where its latents are', async () => {
  const { engine, scripted } = await scene(oracleModel({ holds: (_, text) => text.length > 220 }))
  const { analyses } = engine.operations
  const found = await analyses.correlate(
    correlateInput.parse({ group: { corpora: ['assistant-a', 'assistant-b'] }, limit: 1, examples: 0 }),
  )
  const { rows } = await engine.operations.latents.list(latentsInput.parse({ limit: 40 }))
  const [a, b] = rows.flatMap(({ latent, label }) =>
    label === null ? [] : [{ kind: 'latent' as const, latent, label, channel: 'text' }],
  )
  const { request } = pairRequest(found, { a: a!, b: b! })
  const { result } = await carriedOut<JudgedPairRun>(engine, { kind: 'judge-pair', ...request!, documents: 40 })
  const { measured, units } = result
  expect(units).toBeGreaterThan(20)
  expect(measured!.labelA.present.units).toBe(measured!.presentA)
  expect(measured!.labelA.present.units + measured!.labelA.absent.units).toBe(units)
  expect(measured!.labelA.present.holds + measured!.labelA.absent.holds).toBe(result.holdsA)
  const panes = [{ corpus: 'assistant-a' }, { corpus: 'assistant-b' }]
  const { ordinals } = await engine.operations.documents.order({
    panes,
    latent: a!.latent,
    order: 'activation',
    filter: { onlyPresent: true },
  })
  const present = new Set(
    [plain, merry].flatMap((rows, pane) => Array.from(ordinals[pane]!, (ordinal) => harmless(rows[ordinal]!.text))),
  )
  const askedOfA = scripted.requests
    .map(({ user }) => fencedTexts(user))
    .filter(([statement]) => statement!.text === harmless(a!.label))
  const judged = askedOfA.flatMap(([, ...documents]) => documents.map(({ text }) => text))
  expect(judged).toHaveLength(units)
  expect(measured!.presentA).toBe(judged.filter((text) => present.has(text)).length)
})

test('clusters are named, their descriptions judged on documents that were not shown, and the names wait for a person', async () => {
  const { scripted, engine, open, project, home } = await scene(
    oracleModel({
      name: (documents) => ({ name: `like ${documents[0]!.slice(0, 12)}`, description: `This document is like ${documents[0]!}` }),
      holds: (statement, text) => statement.length % 2 === text.length % 2,
    }),
  )
  const { run, result } = await carriedOut<NamedClustersRun>(engine, {
    kind: 'name-clusters',
    analysis: clustering,
    perCluster: 10,
  })
  expect(result.clusters).toHaveLength(2)
  const shown = new Set<string>()
  for (const { user } of scripted.requests) {
    const texts = fencedTexts(user)
    if (texts[0]!.heading === 'statement') continue
    for (const { heading, text } of texts) if (heading.startsWith('document')) shown.add(text)
  }
  for (const { user } of scripted.requests) {
    const [statement, ...documents] = fencedTexts(user)
    if (statement!.heading === 'statement') for (const { text } of documents) expect(shown.has(text.slice(0, 1500))).toBe(false)
  }

  // Proposals name nothing by themselves; a person takes them over, and a person's own words stand against those of a machine.
  const { analyses } = engine.operations
  const called = async () => {
    const recorded = await analyses.get({ id: clustering })
    return recorded.kind === 'cluster' ? recorded.result.clusters.map(({ named }) => named?.name ?? null) : []
  }
  expect(await called()).toEqual([null, null])
  const [first, second] = result.clusters.map(({ name }) => name!)
  const proposals = result.clusters.map(({ cluster, name }) => ({ cluster, name: name!, run }))
  await analyses.setClusterNames({ id: clustering, names: [{ cluster: 0, name: 'mine', run: null }], replace: false })
  const names = await analyses.setClusterNames({ id: clustering, names: proposals, replace: false })
  expect(names).toMatchObject([
    { cluster: 0, name: 'mine', proposed: null },
    { cluster: 1, name: second, author: 'scripted-model', proposed: { run, accuracy: result.clusters[1]!.accuracy } },
  ])
  expect(await called()).toEqual(['mine', second])
  await expect(
    analyses.setClusterNames({ id: clustering, names: [{ cluster: 1, name: 'never proposed', run }], replace: true }),
  ).rejects.toMatchObject({ code: 'bad-input' })
  await expect(
    analyses.setClusterNames({ id: clustering, names: [{ cluster: 7, name: 'x', run: null }], replace: true }),
  ).rejects.toMatchObject({ code: 'not-found' })
  const { evidence } = await engine.operations.findings.keep({ kind: 'cluster', analysis: clustering, cluster: 1, note: '' })
  expect(evidence.statements?.join(' ')).toContain('Named by a language model (scripted-model)')
  await engine.close()

  const named = await etalon(['analyses', 'name', project, String(clustering), '0', '--proposed'], { home })
  expect(named.stdout).toContain(`0. ${first} (by scripted-model)`)
  const again = await open()
  await again.operations.analyses.remove({ id: clustering })
  expect(await again.operations.analyses.clusterNames({ id: clustering })).toEqual([])
})

test('the first hits of a search are put in the order that the model gives them, and the rest stays behind them', async () => {
  const { scripted, engine } = await scene(oracleModel({ fit: (_, text) => -text.length }))
  const search = { group: { corpora: ['assistant-a'] }, query: 'water', mode: 'text' as const, limit: 12 }
  const before = await engine.operations.analyses.search({ ...modelSearch(search) })
  const { result, plan } = await carriedOut<RerankRun>(engine, { kind: 'rerank', search, rerank: 8, window: 4, rounds: 10 })
  expect(scripted.requests.length).toBe(plan.stages[0]!.calls)
  expect(result.hits.slice(8).map(({ before: place }) => place)).toEqual(before.hits.slice(8).map((_, at) => at + 9))
  const lengths = result.hits.slice(0, result.reranked).map(({ ordinal }) => plain[ordinal]!.text.length)
  expect(lengths[0]).toBe(Math.min(...lengths))
  expect(lengths.at(-1)).toBe(Math.max(...lengths))
  const [best] = result.hits
  expect(best!.compared).toBeGreaterThanOrEqual(10)
  expect(best!.above).toBe(best!.compared)
  expect(result.hits.slice(result.reranked).filter(({ compared }) => compared > 0)).toEqual([])
  await expect(
    engine.operations.languageModels.plan({ request: requestFor({ kind: 'rerank', search: { ...search, query: ' ' } }) }),
  ).rejects.toMatchObject({ code: 'bad-input' })
})

test('the command line plans each of them, sends nothing unasked, and says what is wanting', async () => {
  const { scripted, engine, project, home } = await scene(oracleModel({ fit: (_, text) => -text.length }))
  await engine.close()
  const planned = async (...args: string[]) => {
    const { json, stderr } = await etalon([...args, '--json'], { home })
    expect(stderr).toBe('')
    return json as { readonly plan: Plan; readonly sent: boolean }
  }
  const endpoint = ['--endpoint', 'scripted']
  const cluster = await planned('models', 'name-clusters', project, String(clustering), ...endpoint, '--per-cluster', '5')
  expect(callsBy(cluster.plan.stages)).toEqual({ name: 2, verify: 4 })
  const pair = await planned('models', 'judge-pair', project, '--a', 'x', '--b', 'y', '--documents', '10', ...endpoint)
  expect(callsBy(pair.plan.stages)).toEqual({ verify: 4 })
  expect(pair.plan.corpora.reduce((sum, { documents }) => sum + documents, 0)).toBe(10)
  expect(scripted.requests).toEqual([])
  const search = [
    'search',
    project,
    'water',
    '--corpus',
    'assistant-a',
    '--mode',
    'text',
    '--rerank-with',
    'scripted',
    '--rerank',
    '4',
  ]
  const { plan } = await planned(...search)
  const sent = await etalon([...search, '--confirm', plan.id], { home })
  expect(sent.stdout).toMatch(/^ {2}1\. was \d/m)
  expect(sent.stdout).toMatch(/The first 4 were put in order\./)
  expect((await etalon(['models', 'judge-pair', project, '--a', 'x', ...endpoint], { home })).code).toBe(2)
})

function modelSearch(search: Extract<Given, { kind: 'rerank' }>['search']) {
  const request = requestFor({ kind: 'rerank', search })
  if (request.kind !== 'rerank') throw new Error('not a search')
  return request.search
}

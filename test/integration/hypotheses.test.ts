import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { z } from 'zod'
import { clusterInput } from '../../src/contract/clusters.ts'
import { diffInput } from '../../src/contract/differences.ts'
import type { HypothesesRun, JudgedPairRun, NamedClustersRun, RerankRun } from '../../src/contract/hypotheses.ts'
import type { LedgerRow, Plan } from '../../src/contract/language-models.ts'
import { modelRequest } from '../../src/contract/model-requests.ts'
import type { Engine } from '../../src/main/engine/engine.ts'
import { harmless } from '../../src/main/engine/labels/prompts/fence.ts'
import { unmark } from '../support/unmark.ts'
import { etalon } from '../support/command-line.ts'
import { copyDemo, demoLines, finished, repository, testEngine } from '../support/demo-project.ts'
import { type Oracle, oracleModel } from '../support/oracle-model.ts'
import { fencedTexts } from '../support/rule-model.ts'
import { type Act, endpointAt, scriptedEndpoint, type SeenRequest } from '../support/scripted-endpoint.ts'
import { suiteFolder, temporaryFolder } from '../support/temporary-folder.ts'

type Row = { readonly id: string; readonly text: string; readonly prompt: string }
const plain = demoLines('assistant-a').map((line) => JSON.parse(line) as Row)
/** The planted property: the same answers, exclaimed. */
const merry = plain.map((row) => ({ ...row, text: `${row.text.replaceAll(/[.;]/g, '!')} Hooray!` }))

const base = suiteFolder()
let clustering = 0

beforeAll(async () => {
  const project = copyDemo(base)
  writeFileSync(join(project, 'assistant-b.jsonl'), merry.map((row) => JSON.stringify(row)).join('\n'))
  const engine = testEngine(base)
  await engine.operations.project.open({ folder: project })
  await finished(engine, await engine.operations.corpora.import({}))
  await finished(engine, await engine.operations.corpora.encode({}))
  const { analyses } = engine.operations
  const diff = await analyses.diff(
    diffInput.parse({ target: { corpora: ['assistant-b'] }, against: [{ corpora: ['assistant-a'] }], limit: 20, examples: 0 }),
  )
  expect(diff.analysis).toBe(1)
  const found = await analyses.cluster(clusterInput.parse({ group: { corpora: ['assistant-a'] }, k: 2 }))
  clustering = found.analysis ?? 0
  await engine.close()
}, 300_000)

/** A copy of the read project, with an endpoint that knows the truth. */
async function scene(script: (request: SeenRequest) => Act) {
  const folder = temporaryFolder()
  cpSync(base, folder, { recursive: true })
  const scripted = await scriptedEndpoint(script)
  const project = join(folder, 'project')
  const open = async () => {
    const engine = testEngine(folder)
    onTestFinished(() => engine.close())
    await engine.operations.project.open({ folder: project })
    return engine
  }
  const engine = await open()
  await engine.operations.languageModels.saveEndpoint(
    endpointAt(scripted.url, { price: { input: 1, output: 4, currency: 'USD' }, concurrency: 2 }),
  )
  return { scripted, project, home: join(folder, 'home'), open, engine }
}

type Given = z.input<typeof modelRequest> extends infer Each ? (Each extends unknown ? Omit<Each, 'endpoint'> : never) : never
const requestFor = (given: Given) => modelRequest.parse({ ...given, endpoint: 'scripted' })
const hypotheses = { kind: 'hypotheses', analysis: 1, latents: 4, hypotheses: 2, gate: 0.6 } as const

async function carriedOut<Result>(
  engine: Engine,
  given: Given,
): Promise<{ readonly run: number; readonly result: Result; readonly plan: Plan }> {
  const { languageModels } = engine.operations
  const request = requestFor(given)
  const plan = await languageModels.plan({ request })
  const done = await finished(engine, await languageModels.run({ request, plan: plan.id, budget: {} }))
  return { ...(done as { readonly run: number; readonly result: Result }), plan }
}

const callsBy = (rows: readonly { readonly stage: string; readonly calls: number }[]) =>
  Object.fromEntries(rows.map(({ stage, calls }) => [stage, calls]))
const tokensIn = (rows: readonly Pick<LedgerRow, 'inputTokens' | 'outputTokens'>[]) =>
  rows.reduce((sum, { inputTokens, outputTokens }) => sum + inputTokens + outputTokens, 0)

const truth: Oracle = {
  holds: (statement, text) => (statement.includes('exclaim') ? text.includes('!') : text.includes('whale')),
  sumUp: (properties) => {
    const up = properties.filter(({ shares: [first, second] }) => first > second).map(({ latent }) => latent)
    return [
      { text: 'This document exclaims', more: 'first', latents: up },
      { text: 'This document tells of whales', more: 'first', latents: up.slice(0, 1) },
    ]
  },
}

/** Of each request about labels or scores, the texts it shows without marks; and of each to the judge, the documents. */
function shownIn(requests: readonly SeenRequest[]) {
  const passages: string[] = []
  const judged = new Set<string>()
  for (const { user } of requests)
    for (const { heading, text } of fencedTexts(user)) {
      if (/^document \d/.test(heading)) judged.add(text)
      else if (/^(active )?passage/.test(heading)) passages.push(/^passage \d+$/.test(heading) ? text : unmark(text).text)
    }
  return { passages, judged }
}

const headingsIn = (requests: readonly SeenRequest[], beginning: string) =>
  requests.flatMap(({ user }) => fencedTexts(user)).filter(({ heading }) => heading.startsWith(beginning))

describe('hypotheses from a diff', () => {
  test('a planted property is found and verified, a false statement is not, and what judges is shown to nobody else', async () => {
    let reserved: unknown = null
    const { scripted, engine, project } = await scene(
      oracleModel({
        ...truth,
        holds(statement, text) {
          reserved ??= reservedIn(project)
          return truth.holds!(statement, text)
        },
      }),
    )
    const request = requestFor(hypotheses)
    await engine.operations.languageModels.plan({ request })
    expect(scripted.requests).toEqual([])
    const { run, result, plan } = await carriedOut<HypothesesRun>(engine, hypotheses)

    const [found, wrong] = result.hypotheses
    expect(found).toMatchObject({ text: 'This document exclaims', direction: 'up', verified: true, target: { share: 1 } })
    expect(found!.interval[0]).toBeGreaterThan(0.5)
    expect(found!.pAdjusted).toBeLessThan(0.001)
    expect(wrong).toMatchObject({ verified: false, difference: 0, pAdjusted: 1 })
    expect(result).toMatchObject({ verificationRate: 0.5, analysis: 1, groups: ['assistant-b', 'assistant-a'], design: 'paired' })
    expect(result.kept.length).toBeGreaterThan(0)
    expect(headingsIn(scripted.requests, 'old label').length).toBeGreaterThan(0)
    expect(result.coverage).toBeGreaterThan(0.5)
    expect(reserved).toEqual([{ state: 'running', count: result.documents }])
    expect(reservedIn(project)).toEqual([{ state: 'done', count: result.documents }])

    const { passages, judged } = shownIn(scripted.requests)
    expect(passages.length).toBeGreaterThan(50)
    expect(judged.size).toBe(result.documents)
    const textsOf = (pair: number) => [plain[pair]!.text, merry[pair]!.text].map(harmless)
    const judging = [...plain.keys()].filter((pair) => textsOf(pair).some((text) => judged.has(text)))
    expect(2 * judging.length).toBe(result.documents)
    for (const passage of passages)
      expect(judging.filter((pair) => textsOf(pair).some((text) => text.includes(passage)))).toEqual([])

    // As many hypotheses came as were planned for: then the plan holds to the call.
    expect(callsBy(plan.stages)).toEqual(callsBy(result.spent))
    expect(tokensIn(result.spent)).toBe(scripted.charges.reduce((sum, { input, output }) => sum + input + output, 0))
    expect(Math.abs(tokensIn(plan.stages) / tokensIn(result.spent) - 1)).toBeLessThan(0.1)
    expect(await engine.operations.languageModels.runs()).toMatchObject([{ run, kind: 'hypotheses', state: 'done' }])
  })

  test('killed and gone on with, nothing that was answered is asked again', async () => {
    let child: ChildProcess | null = null
    let after = Infinity
    const oracle = oracleModel(truth)
    const { scripted, engine, open, project, home } = await scene((request) => {
      if (request.at === after) {
        process.kill(-child!.pid!, 'SIGKILL')
        return { kind: 'hang' }
      }
      return oracle(request)
    })
    const plan = await engine.operations.languageModels.plan({ request: requestFor(hypotheses) })
    await engine.close()
    after = Math.floor(plan.stages.reduce((sum, { calls }) => sum + calls, 0) / 2)
    const args = ['hypotheses', project, '1', '--endpoint', 'scripted', '--latents', '4', '--hypotheses', '2', '--gate', '0.6']
    child = spawn(process.execPath, [join(repository, 'src/main/cli/index.ts'), ...args, '--confirm', plan.id], {
      stdio: 'ignore',
      env: { ...process.env, ETALON_HOME: home, NODE_NO_WARNINGS: '1' },
      detached: true,
    })
    await new Promise((resolve) => child!.once('exit', resolve))
    expect(scripted.requests.length).toBeGreaterThan(after)
    after = Infinity

    const again = await open()
    const [{ run } = { run: 0 }] = await again.operations.languageModels.runs()
    expect(reservedIn(project)).toMatchObject([{ state: 'running' }])
    const { result } = (await finished(again, await again.operations.languageModels.resume({ run, budget: {} }))) as {
      readonly result: HypothesesRun
    }
    expect(result.hypotheses.map(({ verified }) => verified)).toEqual([true, false])
    expect(callsBy(result.spent.map((row) => ({ ...row, calls: row.calls - row.reused })))).toEqual(callsBy(plan.stages))
    // Under way at the kill were at most two.
    expect(scripted.requests.filter(({ repeat }) => repeat > 0).length).toBeLessThanOrEqual(2)
    expect(scripted.requests.every(({ repeat }) => repeat <= 1)).toBe(true)
    await again.close()

    const shown = await etalon(['models', 'show', project, String(run)], { home })
    expect(shown.stdout).toMatch(/yes +100\.0 %.*This document exclaims/)
    expect(shown.stdout).toMatch(/no +0\.0 %.*This document tells of whales/)
    expect(shown.stdout).toMatch(/a language model alone on 64 rows \(estimated\)/)
  })

  test('a label that was made from documents that judge is neither shown nor scored', async () => {
    const { scripted, engine, open, project } = await scene(oracleModel(truth))
    await engine.close()
    // Of the first four questions some are judged on: so every label has met the judging half.
    markAsMakers(project, ['q-01', 'q-02', 'q-03', 'q-04'])
    const again = await open()
    const { result } = await carriedOut<HypothesesRun>(again, hypotheses)
    expect(result.kept.length).toBeGreaterThan(0)
    expect([...result.kept, ...result.dropped].filter(({ oldScore }) => oldScore !== null)).toEqual([])
    expect(headingsIn(scripted.requests, 'old label')).toEqual([])
  })

  test('documents that made a label of a latent score none of its labels', async () => {
    const { scripted, engine, open, project } = await scene(oracleModel(truth))
    await carriedOut<HypothesesRun>(engine, hypotheses)
    await engine.close()
    const before = scripted.requests.length
    const { judged } = shownIn(scripted.requests)
    const makers = plain.filter(({ text }, at) => !judged.has(harmless(text)) && !judged.has(harmless(merry[at]!.text))).slice(0, 6)
    markAsMakers(
      project,
      makers.map(({ id }) => id),
    )
    const again = await open()
    await carriedOut<HypothesesRun>(again, hypotheses)
    const asked = scripted.requests.slice(before)
    const passages = asked.flatMap(({ user }) => fencedTexts(user)).filter(({ heading }) => /^passage \d+$/.test(heading))
    expect(passages.length).toBeGreaterThan(0)
    const used = [...plain, ...merry].filter((row) => makers.some(({ id }) => id === row.id)).map(({ text }) => harmless(text))
    for (const { text } of passages) expect(used.filter((each) => each.includes(text))).toEqual([])
  })

  test('what cannot be judged is refused with the reason', async () => {
    const { scripted, engine, open, project } = await scene(oracleModel(truth))
    const { languageModels } = engine.operations
    await expect(languageModels.plan({ request: requestFor({ ...hypotheses, analysis: clustering }) })).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('is a cluster') as string,
    })
    await expect(languageModels.plan({ request: requestFor({ kind: 'name-clusters', analysis: 1 }) })).rejects.toMatchObject({
      code: 'bad-input',
    })
    await expect(languageModels.plan({ request: requestFor({ ...hypotheses, analysis: 99 }) })).rejects.toMatchObject({
      code: 'not-found',
    })
    await engine.close()
    inStore(project, (db) => db.exec(`UPDATE analyses SET recipe = json_set(recipe, '$.etalon', '0.0.1')`))
    const again = await open()
    await expect(again.operations.languageModels.plan({ request: requestFor(hypotheses) })).rejects.toMatchObject({ code: 'stale' })
    expect(scripted.requests).toEqual([])
  })
})

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
  expect(scripted.requests.length).toBe(plan.stages[0]!.calls)
  for (const { user } of scripted.requests) {
    const [statement, ...documents] = fencedTexts(user)
    const rows = statement!.text === 'asks' ? plain.map(({ prompt }) => prompt) : [...plain, ...merry].map(({ text }) => text)
    for (const { text } of documents) expect(rows.map(harmless)).toContain(text)
  }
})

test('clusters are named, their descriptions judged on documents that were not shown, and the clustering tells the names', async () => {
  const { scripted, engine } = await scene(
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
  const again = await engine.operations.analyses.get({ id: clustering })
  expect(again.kind === 'cluster' ? again.result.clusters.map(({ name, named }) => [name, named]) : []).toEqual(
    result.clusters.map(({ name, description, accuracy }) => [name, { run, description, accuracy }]),
  )
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

/** As if every latent had a label that was made from these documents. */
function markAsMakers(project: string, ids: readonly string[]): void {
  inStore(project, (db) =>
    db
      .prepare(
        `WITH RECURSIVE latents (latent) AS (SELECT 0 UNION ALL SELECT latent + 1 FROM latents WHERE latent < 2047)
         INSERT INTO label_documents (lens, latent, content_hash, purpose)
         SELECT DISTINCT (SELECT max(lens) FROM lenses), latent, content_hash, 'making'
         FROM latents, documents WHERE id IN (SELECT value FROM json_each(?))`,
      )
      .run(JSON.stringify(ids)),
  )
}

function reservedIn(project: string): unknown {
  return inStore(project, (db) =>
    db.prepare('SELECT state, count(*) AS count FROM reserved_documents JOIN model_runs USING (run) GROUP BY run').all(),
  )
}

function inStore<Answer>(project: string, ask: (db: Database.Database) => Answer): Answer {
  const db = new Database(join(project, '.etalon', 'project.sqlite'))
  try {
    return ask(db)
  } finally {
    db.close()
  }
}

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { z } from 'zod'
import type { Job } from '../../src/contract/jobs.ts'
import type { Endpoint, LedgerRow, Plan } from '../../src/contract/language-models.ts'
import { modelRequest, queueInput } from '../../src/contract/model-requests.ts'
import type { Engine } from '../../src/main/engine/engine.ts'
import { demoLines, finished } from '../support/demo-project.ts'
import { readCopies, usualLatents } from '../support/read-copies.ts'
import { oracleLabel, presenceOracle } from '../support/presence-oracle.ts'
import { ruleModel } from '../support/rule-model.ts'
import { type Act, endpointAt, scriptedEndpoint, type ScriptedEndpoint, type SeenRequest } from '../support/scripted-endpoint.ts'

const copy = readCopies()

type Outcome<Result> = { readonly run: number; readonly stopped: string | null; readonly result: Result }
type Labelled = { readonly labelled: number; readonly accepted: number; readonly short: number; readonly missing: number }

/** A copy of the read project with one endpoint that does what `script` says. */
async function scene(script: (request: SeenRequest) => Act = ruleModel(), changes: Partial<Endpoint> = {}) {
  const scripted = await scriptedEndpoint(script)
  const place = copy()
  const engine = await place.open()
  const endpoint = endpointAt(scripted.url, { price: { input: 1, output: 4, currency: 'USD' }, ...changes })
  await engine.operations.languageModels.saveEndpoint(endpoint)
  return { scripted, place, engine, endpoint, ...engine.operations }
}

type LabelRequest = Omit<z.input<typeof modelRequest> & { kind: 'label' }, 'kind' | 'endpoint'>
const labelling = (given: LabelRequest) => modelRequest.parse({ kind: 'label', endpoint: 'scripted', ...given })

/** Plans, confirms, and waits for the end. */
async function carriedOut<Result>(engine: Engine, request: z.output<typeof modelRequest>): Promise<Outcome<Result>> {
  const { languageModels } = engine.operations
  const { id } = await languageModels.plan({ request })
  return (await finished(engine, await languageModels.run({ request, plan: id, budget: {} }))) as Outcome<Result>
}

const tokensOf = (rows: readonly Pick<LedgerRow, 'inputTokens' | 'outputTokens'>[]) =>
  rows.reduce((sum, { inputTokens, outputTokens }) => sum + inputTokens + outputTokens, 0)
const charged = ({ charges }: ScriptedEndpoint) => charges.reduce((sum, { input, output }) => sum + input + output, 0)
/** How often each request was paid for with a whole answer. */
function paid({ charges }: ScriptedEndpoint): readonly number[] {
  const times = new Map<string, number>()
  for (const { raw, reported } of charges) if (reported) times.set(raw, (times.get(raw) ?? 0) + 1)
  return [...times.values()]
}
const callsOf = ({ stages }: Plan) => stages.reduce((sum, { calls }) => sum + calls, 0)

test('a plan says all and sends nothing; confirmed it labels, scores and takes over; the ledger is what was charged', async () => {
  const { scripted, place, engine, endpoint, languageModels, review, labels } = await scene()
  expect(await languageModels.endpoints()).toEqual([{ ...endpoint, key: null, local: true }])
  const latents = await usualLatents(engine, 24)
  const [first = 0, ...others] = latents.slice(0, 12)
  await labels.set({ latent: first, text: 'what I wrote', notes: '' })

  const request = labelling({ of: { latents: [first, ...others] }, candidates: 2, gate: 0.5 })
  const plan = await languageModels.plan({ request })
  expect(plan).toMatchObject({ endpoint: 'scripted', url: scripted.url, model: 'scripted-model', local: true, currency: 'USD' })
  expect(plan.stages.map(({ stage, calls, answered }) => [stage, calls, answered])).toEqual([
    ['label', 24, 0],
    ['score', expect.any(Number), 0],
  ])
  for (const { inputTokens, outputTokens, cost } of plan.stages)
    expect(cost).toBeCloseTo((inputTokens * 1 + outputTokens * 4) / 1e6, 12)
  expect(plan.corpora.map(({ corpus }) => corpus)).toEqual(['assistant-a', 'assistant-b', 'repeats'])
  expect(plan.sample?.user).toMatch(/«.+»/)
  expect(scripted.requests).toEqual([])

  const job = await languageModels.run({ request, plan: plan.id, budget: {} })
  const { run, result } = (await finished(engine, job)) as Outcome<Labelled>
  expect(result).toMatchObject({ labelled: 12, short: 0, missing: 0 })
  expect(result.accepted).toBeGreaterThan(0)
  expect(scripted.requests[0]?.body.messages).toEqual([
    { role: 'system', content: plan.sample?.system },
    { role: 'user', content: plan.sample?.user },
  ])
  expect(scripted.most).toBeLessThanOrEqual(endpoint.concurrency)

  let accepted = 0
  for (const latent of [first, ...others]) {
    const proposed = await review.candidates({ latent })
    expect(proposed.length).toBeGreaterThan(0)
    const [now] = await labels.history({ latent })
    const best = Math.max(...proposed.map(({ score }) => score?.balancedAccuracy ?? 0))
    const taken = proposed.filter(({ state }) => state === 'accepted')
    accepted += taken.length
    if (latent === first) expect([now?.text, now?.origin, taken]).toEqual(['what I wrote', 'person', []])
    else if (best < 0.5) expect([now?.origin, taken]).toEqual(['statistics', []])
    else {
      expect(now).toMatchObject({ origin: 'language-model', author: 'scripted-model', score: best, current: true })
      expect(taken).toMatchObject([{ run, text: now?.text, score: { balancedAccuracy: best, judge: 'scripted-model' } }])
    }
  }
  expect(result.accepted).toBe(accepted)

  const ledger = await languageModels.ledger({})
  expect(ledger.map(({ stage }) => stage)).toEqual(['label', 'score'])
  expect(tokensOf(ledger)).toBe(charged(scripted))
  expect(ledger.reduce((sum, { cost }) => sum + (cost ?? 0), 0)).toBeCloseTo(
    scripted.charges.reduce((sum, { input, output }) => sum + (input + 4 * output) / 1e6, 0),
    12,
  )
  expect(await languageModels.ledger({ run })).toEqual(ledger)
  expect(await languageModels.runs()).toMatchObject([{ run, kind: 'label', state: 'done', reason: null, result }])

  // What the endpoint has shown makes the next estimate a close one.
  const next = labelling({ of: { latents: latents.slice(12) } })
  const estimate = await languageModels.plan({ request: next })
  const second = await carriedOut<Labelled>(engine, next)
  const took = await languageModels.ledger({ run: second.run })
  expect(Math.abs(tokensOf(estimate.stages) / tokensOf(took) - 1)).toBeLessThan(0.1)

  // A plan is carried out once; the same again is another, which costs nothing.
  await expect(languageModels.run({ request, plan: plan.id, budget: {} })).rejects.toMatchObject({ code: 'conflict' })
  const again = await languageModels.plan({ request })
  expect(again.id).not.toBe(plan.id)
  expect(again.stages.every(({ calls, answered }) => calls === answered)).toBe(true)

  const { withdrawn } = await review.undoRun({ run })
  expect(withdrawn).toBe(accepted)
  for (const latent of others) expect((await labels.history({ latent })).find(({ current }) => current)?.origin).toBe('statistics')
  expect(await review.undoRun({ run })).toMatchObject({ withdrawn: 0 })
  expect(readdirSync(place.project)).not.toContain('endpoints.json')
})

test('what would be sent must be what was shown: labels, prompts, endpoint, corpora', async () => {
  const { scripted, engine, endpoint, languageModels, labels } = await scene()
  const latents = await usualLatents(engine, 2)
  const request = labelling({ of: { latents: [...latents] }, score: false })
  const refused = async (id: string) => {
    await expect(languageModels.run({ request, plan: id, budget: {} })).rejects.toMatchObject({ code: 'stale' })
    expect(scripted.requests).toEqual([])
    return (await languageModels.plan({ request })).id
  }
  let id = (await languageModels.plan({ request })).id
  expect((await languageModels.plan({ request })).id).toBe(id)
  await labels.set({ latent: latents[0]!, text: 'changed', notes: '' })
  id = await refused(id)

  const shipped = (await languageModels.prompts()).find(({ name }) => name === 'label')!
  expect(shipped).toMatchObject({ edited: false, places: ['fence', 'activating', 'silent'] })
  const { text } = shipped
  await expect(languageModels.setPrompt({ name: 'label', text: text.replace('{{silent}}', '{{loud}}') })).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringContaining('{{loud}}'),
  })
  await languageModels.setPrompt({ name: 'label', text: text.replace('You name what', 'Once again: you name what') })
  id = await refused(id)
  await languageModels.saveEndpoint({ ...endpoint, model: 'another-model' })
  id = await refused(id)
  await languageModels.run({ request, plan: id, budget: {} }).then((job) => finished(engine, job))
  expect(scripted.requests.map(({ body }) => body.model)).toEqual(['another-model', 'another-model'])
  for (const { body } of scripted.requests) expect(body.messages?.[0]?.content).toMatch(/^Once again: you name what/)
  expect(await languageModels.resetPrompt({ name: 'label' })).toEqual(shipped)
})

test('a budget ends a run in time; it goes on where it stopped, with whom it was confirmed, and pays nothing twice', async () => {
  const { scripted, place, engine, endpoint, corpora, languageModels } = await scene()
  const latents = await usualLatents(engine, 20)
  const request = labelling({ of: { latents: [...latents] } })
  const plan = await languageModels.plan({ request })
  const half = Math.round(tokensOf(plan.stages) / 2)
  const stopped = (await finished(
    engine,
    await languageModels.run({ request, plan: plan.id, budget: { tokens: half } }),
  )) as Outcome<null>
  expect(stopped).toMatchObject({ stopped: 'The budget was reached.', result: null })
  expect(charged(scripted)).toBeGreaterThan(half / 4)
  expect(charged(scripted)).toBeLessThanOrEqual(half)
  const { run } = stopped
  expect(await languageModels.runs()).toMatchObject([{ run, state: 'stopped', reason: 'The budget was reached.' }])

  await languageModels.saveEndpoint({ ...endpoint, url: 'http://127.0.0.1:9/v1' })
  await expect(languageModels.resume({ run, budget: {} })).rejects.toMatchObject({ code: 'stale' })
  await languageModels.saveEndpoint(endpoint)
  // Read since: it was not shown, and no run that was confirmed before sends it.
  writeFileSync(join(place.project, 'later.jsonl'), demoLines('assistant-a').slice(0, 2).join('\n'))
  await finished(engine, await corpora.import({ names: ['later'] }))
  await finished(engine, await corpora.encode({ corpora: ['later'], channel: 'text' }))
  const sent = scripted.requests.length
  await expect(finished(engine, await languageModels.resume({ run, budget: {} }))).rejects.toThrow(
    'Text of later would now be sent',
  )
  expect(scripted.requests).toHaveLength(sent)
  await corpora.remove({ corpus: 'later' })
  const resumed = (await finished(engine, await languageModels.resume({ run, budget: {} }))) as Outcome<Labelled>
  expect(resumed).toMatchObject({ run, stopped: null, result: { labelled: 20 } })
  expect(paid(scripted).every((times) => times === 1)).toBe(true)
  expect(tokensOf(await languageModels.ledger({ run }))).toBe(charged(scripted))
  await expect(languageModels.resume({ run, budget: {} })).rejects.toMatchObject({ code: 'conflict' })
})

test('cancelled while it runs, a run is gone on with by its own plan', async () => {
  const slow = ruleModel()
  const { scripted, engine, endpoint, jobs, languageModels, review } = await scene((request) => {
    const act = slow(request)
    return act.kind === 'answer' ? { ...act, delay: 20 } : act
  })
  const latents = await usualLatents(engine, 20)
  const request = labelling({ of: { latents: [...latents] } })
  const plan = await languageModels.plan({ request })
  const job = await languageModels.run({ request, plan: plan.id, budget: {} })
  const ended = finished(engine, job).catch((error: { job: Job }) => error.job.state)
  await expect.poll(() => scripted.charges.length, { timeout: 60_000, interval: 5 }).toBeGreaterThan(10)
  const [{ run } = { run: 0 }] = await languageModels.runs()
  await expect(review.undoRun({ run })).rejects.toMatchObject({ code: 'conflict' })
  await jobs.cancel({ id: job.id })
  expect(await ended).toBe('cancelled')
  expect(await languageModels.runs()).toMatchObject([{ run, state: 'stopped' }])
  const before = scripted.requests.length
  expect(before).toBeLessThan(callsOf(plan))

  // Some of its labels stand already, so that it is no longer what was planned: yet it is the same run.
  const { result } = (await finished(engine, await languageModels.run({ request, plan: plan.id, budget: {} }))) as Outcome<Labelled>
  expect(result).toMatchObject({ labelled: 20, missing: 0 })
  // What was under way may have been charged for; the ledger says so, as an estimate.
  expect(scripted.charges.length - paid(scripted).length).toBeLessThanOrEqual(endpoint.concurrency)
  expect(await languageModels.runs()).toMatchObject([{ run, state: 'done' }])
})

test('with one fault in ten requests nothing is lost and no answer is paid for twice', async () => {
  const well = ruleModel()
  const faults: readonly Act[] = [
    { kind: 'status', status: 429, headers: { 'retry-after': '0' } },
    { kind: 'status', status: 500 },
    { kind: 'status', status: 503, headers: { 'retry-after': '0' } },
    { kind: 'answer', text: 'I would rather tell you a story.' },
    { kind: 'reset' },
    { kind: 'half', text: '{"1": true' },
  ]
  let faulty = 0
  const { scripted, engine, languageModels } = await scene(
    (request) => (request.at % 10 === 5 ? faults[faulty++ % faults.length]! : well(request)),
    { concurrency: 8 },
  )
  const latents = await usualLatents(engine, 30)
  const { result, run } = await carriedOut<Labelled>(engine, labelling({ of: { latents: [...latents] } }))
  expect(result).toMatchObject({ labelled: 30, missing: 0 })
  expect(faulty).toBeGreaterThanOrEqual(faults.length)
  expect(paid(scripted).every((times) => times === 1)).toBe(true)
  const failed = (await languageModels.ledger({ run })).flatMap((row) => Object.keys(row.failed))
  expect([...new Set(failed)].sort()).toEqual(['broken-answer', 'malformed', 'overloaded', 'rate-limited', 'unreachable'])
})

test('proposals wait in the queue: accepted, edited, refused, skipped, flagged, and all of it undone', async () => {
  const { engine, languageModels, labels, review } = await scene()
  const latents = await usualLatents(engine, 4)
  await carriedOut(engine, labelling({ of: { latents: [...latents] }, score: false, accept: 'none' }))
  const queue = async (kind: 'proposed' | 'flagged' = 'proposed') =>
    (await review.queue(queueInput.parse({ kind }))).map(({ latent }) => latent).sort((a, b) => a - b)
  expect(await queue()).toEqual(latents)
  const rows = await review.queue(queueInput.parse({}))
  const decide = (latent: number, action: 'accept' | 'edit' | 'refuse' | 'skip' | 'flag', more: object = {}) =>
    review.decide({
      latent,
      action,
      candidate: action === 'skip' || action === 'flag' ? null : rows.find((row) => row.latent === latent)!.candidates[0]!.id,
      flag: null,
      ...more,
    })
  const [a = 0, b = 0, c = 0, d = 0] = latents
  const proposed = (latent: number) => rows.find((row) => row.latent === latent)!.candidates[0]!.text
  expect(await decide(a, 'accept')).toMatchObject({ label: proposed(a), action: 'accept', undone: false })
  expect(await decide(b, 'edit', { text: 'in my own words' })).toMatchObject({ label: 'in my own words' })
  await decide(c, 'refuse')
  await decide(d, 'flag', { flag: 'two meanings' })
  await decide(d, 'skip')
  expect((await labels.history({ latent: a })).find(({ current }) => current)).toMatchObject({
    origin: 'language-model',
    change: expect.stringContaining('accepted by'),
  })
  expect((await labels.history({ latent: b })).find(({ current }) => current)).toMatchObject({ origin: 'person' })
  expect((await labels.history({ latent: c })).find(({ current }) => current)).toMatchObject({ origin: 'statistics' })
  expect(await queue()).toEqual([])
  expect(await queue('flagged')).toEqual([d])
  await expect(decide(c, 'refuse')).rejects.toMatchObject({ code: 'conflict' })

  expect(await review.undo({ count: 5 })).toHaveLength(5)
  expect(await queue()).toEqual(latents)
  expect(await queue('flagged')).toEqual([])
  for (const latent of latents) expect((await labels.history({ latent })).find(({ current }) => current)?.origin).toBe('statistics')
  expect((await review.decisions({})).map(({ undone }) => undone)).toEqual([true, true, true, true, true])
  expect(await review.redo({})).toMatchObject({ latent: a, action: 'accept' })
  expect(await languageModels.runs()).toMatchObject([{ state: 'done' }])
})

test('documents that made a label never score it, nor do texts nearly like them', async () => {
  const { place, engine } = await scene()
  const of = { latents: [...(await usualLatents(engine, 24))] }
  await carriedOut(engine, labelling({ of, gate: 0 }))
  await carriedOut(engine, labelling({ of, gate: 0, relabel: true, seed: 2 }))
  const request = modelRequest.parse({ kind: 'score', endpoint: 'scripted', of, methods: ['detection', 'fuzzing'], seed: 3 })
  const { result } = await carriedOut<{ readonly scored: number }>(engine, request)
  expect(result.scored).toBeGreaterThan(40)
  await engine.close()

  const db = new Database(join(place.project, '.etalon', 'project.sqlite'), { readonly: true })
  const rows = db
    .prepare(
      `SELECT latent, purpose, corpora.name AS corpus, id
       FROM label_documents JOIN documents USING (content_hash) JOIN corpora ON corpora.corpus = documents.corpus`,
    )
    .all() as readonly { latent: number; purpose: string; corpus: string; id: string }[]
  db.close()
  expect([...new Set(rows.map(({ purpose }) => purpose))].sort()).toEqual(['making', 'scoring', 'third'])
  const purposes = new Map(rows.map(({ latent, corpus, id, purpose }) => [`${latent} ${corpus} ${id}`, purpose]))
  let together = 0
  for (const { latent, corpus, id, purpose } of rows) {
    if (corpus !== 'repeats') continue
    const original = JSON.parse(demoLines('assistant-a')[Number(id.replace('again-', ''))]!) as { id: string }
    expect(purposes.get(`${latent} assistant-a ${original.id}`), `${latent} ${id}`).toBe(purpose)
    together++
  }
  expect(together).toBeGreaterThan(20)
})

test('an endpoint is checked by one question without a word of the user', async () => {
  const { scripted, place, engine, languageModels } = await scene(ruleModel(), { keyVariable: 'ETALON_TEST_KEY' })
  process.env['ETALON_TEST_KEY'] = 'sk-integration-4711'
  const request = modelRequest.parse({ kind: 'check', endpoint: 'scripted' })
  const plan = await languageModels.plan({ request })
  expect(plan).toMatchObject({ corpora: [], stages: [{ stage: 'check', calls: 1 }], sample: { system: '' } })
  expect(await carriedOut(engine, request)).toMatchObject({ result: { answer: 'ready' } })
  expect(await carriedOut(engine, request)).toMatchObject({ result: { answer: 'ready' } })
  expect(scripted.requests).toHaveLength(2)
  expect(await languageModels.endpoints()).toMatchObject([{ key: 'environment' }])
  for (const { headers } of scripted.requests) expect(headers.authorization).toBe('Bearer sk-integration-4711')
  await engine.close()
  for (const folder of [place.home, place.project, join(place.project, '.etalon')])
    for (const file of readdirSync(folder, { withFileTypes: true }))
      if (file.isFile())
        expect(readFileSync(join(folder, file.name)).includes('sk-integration-4711'), join(folder, file.name)).toBe(false)
})

test('a wrong label scores lower than the right one, by a judge who knows', { timeout: 120_000 }, async () => {
  let fits: Awaited<ReturnType<typeof presenceOracle>> = () => false
  const { place, engine, labels, review } = await scene(ruleModel((label, passage) => fits(label, passage)))
  const latents = await usualLatents(engine, 40)
  fits = await presenceOracle(place, latents, 1)
  const scoresWith = async (labelled: (at: number) => number): Promise<readonly number[]> => {
    for (const [at, latent] of latents.entries()) await labels.set({ latent, text: oracleLabel(labelled(at)), notes: '' })
    const request = modelRequest.parse({ kind: 'score', endpoint: 'scripted', of: { latents: [...latents] } })
    expect(await carriedOut(engine, request)).toMatchObject({ result: { scored: 40, missing: 0 } })
    return Promise.all(latents.map(async (latent) => (await review.scores({ latent }))[0]?.balancedAccuracy ?? Number.NaN))
  }
  const wrong = await scoresWith((at) => latents[(at + 1) % latents.length]!)
  const right = await scoresWith((at) => latents[at]!)
  expect(latents.filter((_, at) => right[at]! > wrong[at]!).length).toBeGreaterThanOrEqual(38)
  expect(Math.min(...right)).toBeGreaterThan(0.9)
})

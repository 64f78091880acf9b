import { expect, onTestFinished, test } from 'vitest'
import type { Endpoint } from '../../../src/contract/language-models.ts'
import { LanguageModelClient } from '../../../src/main/engine/language-model/client.ts'
import { EmbedRun, type EmbedOptions, type Embedded } from '../../../src/main/engine/language-model/embed-run.ts'
import { estimateTexts } from '../../../src/main/engine/language-model/estimate.ts'
import { keptRecords } from '../../support/kept-records.ts'
import { quickClock } from '../../support/quick-clock.ts'
import { endpointAt, scriptedEndpoint, type Act, type SeenRequest } from '../../support/scripted-endpoint.ts'

const vectorOf = (text: string) => [text.length + 1, -0.25]
const embedded = ({ body }: SeenRequest): Act => ({ kind: 'vectors', vectors: (body.input ?? []).map(vectorOf) })

async function setUp(script: (request: SeenRequest) => Act, changes: Partial<Endpoint> = {}) {
  const server = await scriptedEndpoint(script)
  const clock = quickClock()
  const client = new LanguageModelClient(endpointAt(server.url, { model: 'embedder', ...changes }), null, clock)
  onTestFinished(() => client.close())
  const records = keptRecords()
  const kept = new Map<string, readonly number[]>()
  const keep = (text: string, vector: Float32Array) => {
    expect(kept.has(text)).toBe(false)
    kept.set(text, [...vector])
  }
  const embed = async (texts: readonly string[], options: Partial<EmbedOptions> = {}) => {
    const run = new EmbedRun(texts, { client, records, clock, signal: new AbortController().signal, keep, ...options })
    const results: Embedded[] = []
    for await (const one of run) results.push(one)
    return { run, results }
  }
  return { server, client, records, kept, embed }
}

const sum = (tokens: readonly number[]) => tokens.reduce((total, each) => total + each, 0)

/** Every fault that passes, each once, at some requests. */
const faults: readonly Act[] = [
  { kind: 'status', status: 500 },
  { kind: 'status', status: 429, headers: { 'retry-after': '1' } },
  { kind: 'reset' },
  { kind: 'half', text: 'x' },
  { kind: 'vectors', vectors: [[1, 2]] },
  { kind: 'answer', text: 'what is this?' },
]

test('texts are embedded in batches; faults are waited out, each vector kept once, and all that was charged stands in the ledger', async () => {
  const { server, client, records, kept, embed } = await setUp((request) =>
    request.repeat === 0 && request.at < faults.length ? faults[request.at]! : embedded(request),
  )
  const texts = Array.from({ length: 300 }, (_, at) => `label ${at} ${'x'.repeat(at % 50)}`)
  const planned = estimateTexts(texts, { endpoint: client.endpoint, history: records.history() })
  expect(planned.stages).toMatchObject([{ stage: 'embed', calls: 10, answered: 0, outputTokens: 0 }])
  expect(planned.sample).toEqual({ system: '', user: texts.slice(0, 32).join('\n') })

  const { results } = await embed(texts)
  expect(results.map(({ text }) => text).toSorted()).toEqual(texts.toSorted())
  expect(results.every(({ missing }) => missing === null)).toBe(true)
  for (const text of texts) expect(kept.get(text)).toEqual(vectorOf(text))
  expect(records.entries.filter(({ outcome }) => outcome === 'answered')).toHaveLength(10)
  expect(server.requests.every(({ path, body }) => path === '/v1/embeddings' && body.model === 'embedder')).toBe(true)
  // An answer that could not be read was charged too, and is counted as estimated.
  const charged = new Map(server.charges.filter(({ output }) => output === 0).map(({ raw, input }) => [raw, input]))
  const answered = records.entries.filter(({ outcome }) => outcome === 'answered')
  expect(sum(answered.map(({ inputTokens }) => inputTokens))).toBe(sum([...charged.values()]))
  expect(records.entries.every(({ outputTokens }) => outputTokens === 0)).toBe(true)
})

test('a text that is refused is missing alone, and eight of them do not end the run', async () => {
  const isBad = (text: string) => text.startsWith('bad')
  const { embed, kept } = await setUp((request) =>
    request.body.input?.some(isBad) === true
      ? { kind: 'status', status: 400, body: { error: { message: 'no' } } }
      : embedded(request),
  )
  const texts = Array.from({ length: 64 }, (_, at) => (at % 9 === 4 ? `bad ${at}` : `good ${at}`))
  const { results } = await embed(texts)
  expect(
    results
      .filter(({ missing }) => missing !== null)
      .map(({ text }) => text)
      .toSorted(),
  ).toEqual(texts.filter(isBad).toSorted())
  expect(results.find(({ missing }) => missing !== null)?.missing).toMatchObject({ reason: 'bad-request', detail: 'no' })
  expect(kept.size).toBe(texts.length - texts.filter(isBad).length)
})

test('an endpoint that refuses every text ends the run with a sentence', async () => {
  const { embed, server } = await setUp(() => ({ kind: 'status', status: 400, body: { error: { message: 'not for embeddings' } } }))
  await expect(embed(Array.from({ length: 640 }, (_, at) => `label ${at}`))).rejects.toMatchObject({ code: 'bad-input' })
  expect(server.requests.length).toBeLessThan(100)
})

test('a budget and a stop end it; what was embedded by then is kept', async () => {
  const { embed, server, kept } = await setUp(embedded, { concurrency: 1 })
  const texts = Array.from({ length: 640 }, (_, at) => `label number ${at}`)
  const { run } = await embed(texts, { budget: { tokens: 1000 } })
  expect(run.overBudget).toBe(true)
  expect(server.charges.reduce((sum, { input }) => sum + input, 0)).toBeLessThanOrEqual(1000)
  expect(kept.size).toBe(32 * server.charges.length)
  await expect(embed(texts, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' })
})

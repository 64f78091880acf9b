import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import type { StageEstimate } from '../../../src/contract/language-models.ts'
import type { Call } from '../../../src/main/engine/language-model/call.ts'
import { CallRun } from '../../../src/main/engine/language-model/call-run.ts'
import { LanguageModelClient } from '../../../src/main/engine/language-model/client.ts'
import { countTokens, inputRatio } from '../../../src/main/engine/language-model/count-tokens.ts'
import { estimateCalls, estimateSampled } from '../../../src/main/engine/language-model/estimate.ts'
import { noHistory } from '../../../src/main/engine/language-model/records.ts'
import { randomOrder } from '../../../src/main/engine/labels/evidence/random-order.ts'
import { hash32 } from '../../../src/main/engine/numerics/seeded-random.ts'
import { openTokenizer } from '../../../src/main/engine/reader/tokenizer.ts'
import { keptRecords } from '../../support/kept-records.ts'
import { repositoryRoot } from '../../support/repository-files.ts'
import { endpointAt, scriptedEndpoint } from '../../support/scripted-endpoint.ts'

const reader = join(repositoryRoot, 'resources/lenses/etalon-small/reader')
const demo = readFileSync(join(repositoryRoot, 'resources/demo/assistant-b.jsonl'), 'utf8')
/** Real English text. */
const texts = demo
  .trim()
  .split('\n')
  .map((line) => (JSON.parse(line) as { text: string }).text)
  .filter((text) => /^[\x20-\x7e\s]+$/.test(text))

/** Ten passages to a request, a few words of each marked, as a labelling prompt has them. */
function labelCall(at: number): Call<string> {
  const passages = Array.from({ length: 10 }, (_, passage) => {
    const words = (texts[(at * 7 + passage * 3) % texts.length] ?? '').split(' ').slice(0, 40)
    const marked = (at + passage) % words.length
    return `${passage + 1}. ${words.map((word, place) => (place === marked ? `<<${word}>>` : word)).join(' ')}`
  })
  return {
    stage: 'label',
    system: 'You are shown passages in which one latent of a sparse autoencoder is active. Say in one line what they share.',
    user: `Latent ${at}\n${passages.join('\n')}`,
    maxOutputTokens: 300,
    likelyOutputTokens: 40,
    parse: (text) => text,
  }
}

function scoreCall(at: number): Call<boolean> {
  return {
    stage: 'score',
    system: 'Does the label fit the passage? Answer yes or no.',
    user: `Latent ${at}, label: ${(texts[at % texts.length] ?? '').slice(0, 60)}\nPassage: ${texts[(at * 5) % texts.length]}`,
    maxOutputTokens: 5,
    parse: (text) => (text === 'yes' ? true : text === 'no' ? false : null),
  }
}

const calls = (from: number, to: number): readonly Call<unknown>[] =>
  Array.from({ length: to - from }, (_, at) => [labelCall(from + at), scoreCall(from + at)]).flat()

test('an estimate is within a tenth of the ledger, by an endpoint with a tokenizer of its own', { timeout: 60_000 }, async () => {
  const tokenizer = await openTokenizer({
    tokenizer: join(reader, 'tokenizer.json'),
    config: join(reader, 'tokenizer_config.json'),
  })
  const server = await scriptedEndpoint(
    ({ at, body }) => {
      const answer = (texts[at % texts.length] ?? '').slice(0, 120 + ((at * 13) % 60))
      return { kind: 'answer', text: body.max_tokens === 5 ? 'yes' : answer }
    },
    (text) => tokenizer.tokenize(text).ids.length,
  )
  const endpoint = endpointAt(server.url, { price: { input: 0.5, output: 2, currency: 'USD' }, concurrency: 4 })
  const client = new LanguageModelClient(endpoint, null)
  onTestFinished(() => client.close())
  const records = keptRecords()
  const run = async (asked: readonly Call<unknown>[]) => {
    const from = records.entries.length
    for await (const { missing } of new CallRun(asked, { client, records, signal: new AbortController().signal }))
      expect(missing).toBeNull()
    const sum = { input: 0, output: 0, cost: 0 }
    for (const { inputTokens, outputTokens, cost } of records.entries.slice(from)) {
      sum.input += inputTokens
      sum.output += outputTokens
      sum.cost += cost ?? 0
    }
    return sum
  }
  const estimate = async (asked: readonly Call<unknown>[]) => {
    const { stages, minutes, sample } = await estimateCalls(asked, {
      endpoint,
      answers: records.answers,
      history: records.history(),
    })
    const sum = (key: 'calls' | 'answered' | 'inputTokens' | 'outputTokens' | 'cost') =>
      stages.reduce((total, stage) => total + (stage[key] ?? 0), 0)
    return {
      stages,
      minutes,
      sample,
      input: sum('inputTokens'),
      output: sum('outputTokens'),
      cost: sum('cost'),
      pending: sum('calls') - sum('answered'),
    }
  }
  const near = (estimated: number, real: number, by = 0.1) => expect(Math.abs(estimated / real - 1)).toBeLessThan(by)

  // Before the endpoint has shown anything only the input can be told; its vocabulary is a small one.
  const trial = calls(0, 10)
  const before = await estimate(trial)
  expect(before.minutes).toBeNull()
  expect(before.sample).toEqual({ system: trial[0]?.system, user: trial[0]?.user })
  expect(server.requests).toHaveLength(0)
  near(before.input, (await run(trial)).input, 0.3)

  const rest = calls(0, 60)
  const after = await estimate(rest)
  expect(after.pending).toBe(100)
  expect(after.stages.map(({ stage, calls: planned, answered }) => [stage, planned, answered])).toEqual([
    ['label', 60, 10],
    ['score', 60, 10],
  ])
  expect(after.minutes).toBeGreaterThan(0)
  const real = await run(rest)
  near(after.input, real.input)
  near(after.output, real.output)
  near(after.cost, real.cost)
  expect(real.input).toBe(server.charges.slice(20).reduce((sum, { input }) => sum + input, 0))

  const nothing = await estimate(rest)
  expect(nothing).toMatchObject({ pending: 0, input: 0, output: 0, cost: 0, minutes: 0, sample: null })
})

test('calls that ask the same are counted once, and minutes go by what is under way at once', async () => {
  const endpoint = endpointAt('http://localhost/v1', { concurrency: 4 })
  const stages = { label: { calls: 10, outputTokens: 500, seconds: 30 } }
  const history = { reportedTokens: 0, countedTokens: 0, stages }
  const options = { endpoint, answers: { get: () => null }, history }
  const same = await estimateCalls([labelCall(1), labelCall(1), labelCall(2)], options)
  expect(same.stages).toMatchObject([{ stage: 'label', calls: 3, answered: 1, outputTokens: 100, cost: null }])
  expect(same.minutes).toBeCloseTo(3 / 60)
  const many = await estimateCalls(
    Array.from({ length: 100 }, (_, at) => labelCall(at)),
    options,
  )
  const asked = many.stages[0]!
  expect(many.minutes).toBeCloseTo((((asked.calls - asked.answered) / 4) * 3) / 60)
  expect((await estimateCalls([scoreCall(1)], { ...options, history: noHistory })).stages[0]?.outputTokens).toBe(5)
})

test('tokens are counted by script', () => {
  expect(countTokens('')).toBe(0)
  expect(countTokens('a sentence.')).toBeCloseTo(10 / 5 + 1 / 1.5)
  expect(countTokens('“déjà vu”')).toBeCloseTo(7 / 5 + 2 / 1.5)
  expect(countTokens('1234,5')).toBeCloseTo(5 / 2.5 + 1 / 1.5)
  expect(countTokens(`a${' '.repeat(9)}b`)).toBeCloseTo(3 / 5 + 8 / 8)
  expect(countTokens('предложение')).toBeCloseTo(11 / 2.5)
  expect(countTokens('漢字かな한글')).toBeCloseTo(6 / 1.3)
  expect(countTokens('🌍')).toBe(2)
  expect(countTokens('∑')).toBe(1)
  fc.assert(
    fc.property(fc.uint16Array(), (units) => {
      const text = String.fromCharCode(...units)
      const counted = countTokens(text)
      expect(counted >= text.length / 8 && counted <= text.length).toBe(true)
    }),
  )
})

test('the correction follows what is reported, slowly and within bounds', () => {
  expect(inputRatio(0, 0)).toBe(1)
  expect(inputRatio(200, 100)).toBeLessThan(1.1)
  expect(inputRatio(120_000, 100_000)).toBeCloseTo(1.2, 2)
  expect(inputRatio(1e12, 1000)).toBe(4)
  expect(inputRatio(0, 1e12)).toBe(0.25)
})

test('many groups of calls are judged by some of them, within the spread that is told', async () => {
  const options = {
    endpoint: endpointAt('http://127.0.0.1:9/v1', { price: { input: 1, output: 4, currency: 'USD' } }),
    answers: { get: () => null },
    history: noHistory,
  }
  // Groups differ much: none to three calls, of very different length.
  const all = 1000
  const grouped = Array.from({ length: all }, (_, at) =>
    Array.from({ length: hash32([at], 1) % 4 }, (__, place): Call<unknown> => {
      const user = `Group ${at}, call ${place}: ${'word '.repeat(hash32([at, place], 2) % 200)}`
      return { stage: place === 0 ? 'label' : 'score', system: '', user, maxOutputTokens: 20, parse: (text) => text }
    }),
  )
  async function* inOrder(groups: readonly (readonly Call<unknown>[])[], seed: number) {
    for (const at of randomOrder(groups.length, seed)) yield groups[at]!
  }
  const tokens = ({ stages }: { readonly stages: readonly StageEstimate[] }) =>
    stages.reduce((sum, { inputTokens, outputTokens }) => sum + inputTokens + outputTokens, 0)
  const whole = await estimateCalls(grouped.flat(), options)
  let within = 0
  for (let seed = 0; seed < 10; seed++) {
    const some = await estimateSampled(inOrder(grouped, seed), all, options)
    expect(some.sampled.groups).toBeGreaterThan(64)
    expect(some.sampled.groups).toBeLessThanOrEqual(512)
    const off = Math.abs(tokens(some) / tokens(whole) - 1)
    expect(off).toBeLessThan(0.2)
    if (off <= some.sampled.spread) within++
    for (const { cost, inputTokens, outputTokens } of some.stages)
      expect(cost).toBeCloseTo((inputTokens + 4 * outputTokens) / 1e6, 12)
  }
  // Of ten that hold with 95 % each, seven do in 999 of 1,000 cases.
  expect(within).toBeGreaterThanOrEqual(7)
  const few = await estimateSampled(inOrder(grouped.slice(0, 60), 1), 60, options)
  const exact = await estimateCalls(grouped.slice(0, 60).flat(), options)
  expect(few.sampled).toEqual({ groups: 60, spread: 0 })
  expect(few.stages).toEqual(exact.stages)
})

import { expect, onTestFinished, test } from 'vitest'
import type { Endpoint } from '../../../src/contract/language-models.ts'
import { reminder, type Call } from '../../../src/main/engine/language-model/call.ts'
import { CallRun, type RunOptions, type Settled } from '../../../src/main/engine/language-model/call-run.ts'
import { LanguageModelClient } from '../../../src/main/engine/language-model/client.ts'
import { systemClock } from '../../../src/main/engine/language-model/clock.ts'
import { firstPatience, patience, type Reason } from '../../../src/main/engine/language-model/reasons.ts'
import type { LedgerEntry } from '../../../src/main/engine/language-model/records.ts'
import { keptRecords } from '../../support/kept-records.ts'
import { quickClock } from '../../support/quick-clock.ts'
import { endpointAt, scriptedEndpoint, type Act, type Charge, type SeenRequest } from '../../support/scripted-endpoint.ts'

type Numbered = Call<string> & { readonly at: number }

/** A call whose answer must begin with "yes". */
function call(at: number, changes: Partial<Numbered> = {}): Numbered {
  return {
    at,
    stage: 'label',
    system: 'You label.',
    user: `Question ${at}: what do these passages share?`,
    maxOutputTokens: 20,
    parse: (text) => (text.startsWith('yes') ? text : null),
    ...changes,
  }
}
const calls = (count: number, changes: Partial<Numbered> = {}) => Array.from({ length: count }, (_, at) => call(at, changes))

const right: Act = { kind: 'answer', text: 'yes, the sea' }

/** An endpoint by script, and runs against it that share cache and ledger. */
async function setUp(script: (request: SeenRequest) => Act, changes: Partial<Endpoint> = {}) {
  const server = await scriptedEndpoint(script)
  const clock = quickClock()
  const client = new LanguageModelClient(endpointAt(server.url, changes), null, clock)
  onTestFinished(() => client.close())
  const records = keptRecords()
  const run = (asked: Iterable<Numbered> | AsyncIterable<Numbered>, options: Partial<RunOptions> = {}) =>
    new CallRun(asked, { client, records, clock, signal: new AbortController().signal, ...options })
  return { server, clock, client, records, run }
}

async function all<T>(results: AsyncIterable<T>): Promise<T[]> {
  const taken: T[] = []
  for await (const result of results) taken.push(result)
  return taken
}

/** What something throws; null where it does not. */
const thrownBy = (act: () => Promise<unknown>): Promise<unknown> =>
  act().then(
    () => null,
    (error: unknown) => error,
  )

const outcomes = (entries: readonly LedgerEntry[]) => entries.map(({ outcome }) => outcome)
const tokensOf = (entries: readonly LedgerEntry[]) =>
  entries.reduce((sum, entry) => sum + entry.inputTokens + entry.outputTokens, 0)
const chargedOf = (charges: readonly Charge[]) => charges.reduce((sum, charge) => sum + charge.input + charge.output, 0)

test('nothing is sent before a run is iterated over, and then each call once', async () => {
  const { server, run, records } = await setUp(() => right, { price: { input: 2, output: 10, currency: 'USD' } })
  const once = run(calls(5))
  await new Promise((resolve) => setTimeout(resolve, 10))
  expect(server.requests).toHaveLength(0)
  const settled = await all(once)
  expect(settled.map(({ call: { at } }) => at).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4])
  expect(settled.every(({ value, missing, reused }) => value === 'yes, the sea' && missing === null && !reused)).toBe(true)
  expect(server.requests).toHaveLength(5)
  expect(tokensOf(records.entries)).toBe(chargedOf(server.charges))
  expect(once.progress).toMatchObject({ done: 5, answered: 5, reused: 0, missing: {}, estimated: false })
  const { inputTokens, outputTokens, cost } = once.progress
  expect(cost).toBeCloseTo((inputTokens * 2 + outputTokens * 10) / 1e6, 12)
  await expect(all(once)).rejects.toThrow('once')
})

test('what was answered costs nothing again, whoever asks', async () => {
  const { server, run, records } = await setUp(() => right)
  await all(run(calls(6)))
  const again = await all(
    run([...calls(6), call(6)], { client: new LanguageModelClient(endpointAt(`${server.url}/`, { name: 'other' }), null) }),
  )
  expect(again.filter(({ reused }) => reused)).toHaveLength(6)
  expect(server.requests).toHaveLength(7)
  expect(outcomes(records.entries).filter((outcome) => outcome === 'reused')).toHaveLength(6)
  expect(tokensOf(records.entries)).toBe(chargedOf(server.charges))
})

test('calls under way that ask the same share one request', async () => {
  const { server, run } = await setUp(() => ({ kind: 'answer', text: 'yes', delay: 30 }), { concurrency: 8 })
  const settled = await all(run(calls(8, { user: 'The same question?' })))
  expect(server.requests).toHaveLength(1)
  expect(settled.filter(({ reused }) => reused)).toHaveLength(7)
  expect(settled.every(({ value }) => value === 'yes')).toBe(true)
})

test('an answer in no readable form is asked for again once, with the answer in view, and then is missing', async () => {
  const { server, run, records } = await setUp(({ body, user }) => {
    const stubborn = body.messages?.[1]?.content.startsWith('Question 1') === true
    return user === reminder && !stubborn ? right : { kind: 'answer', text: 'well…' }
  })
  const settled = await all(run(calls(2)))
  expect(settled.find(({ call: { at } }) => at === 0)).toMatchObject({ value: 'yes, the sea', missing: null })
  expect(settled.find(({ call: { at } }) => at === 1)).toMatchObject({
    value: null,
    missing: { reason: 'malformed', detail: 'well…' },
  })
  expect(server.requests).toHaveLength(4)
  expect(server.requests.at(-1)?.body.messages?.slice(-2)).toEqual([
    { role: 'assistant', content: 'well…' },
    { role: 'user', content: reminder },
  ])
  expect(outcomes(records.entries).sort()).toEqual(['answered', 'malformed', 'malformed', 'malformed'])

  const again = run(calls(2))
  expect((await all(again)).filter(({ reused }) => reused)).toHaveLength(2)
  expect(again.progress).toMatchObject({ done: 2, answered: 1, missing: { malformed: 1 } })
  expect(server.requests).toHaveLength(4)
  expect(tokensOf(records.entries)).toBe(chargedOf(server.charges))
})

test('a refusal is missing, never a no, and is neither asked nor paid for again', async () => {
  const { server, run, records } = await setUp(() => ({ kind: 'answer', text: '', refusal: 'yes, I refuse' }))
  for (const _ of [1, 2])
    expect(await all(run(calls(1)))).toMatchObject([{ value: null, missing: { reason: 'refused', detail: 'yes, I refuse' } }])
  expect(server.requests).toHaveLength(1)
  expect(outcomes(records.entries)).toEqual(['refused', 'reused'])
})

const passing: readonly [Reason, Act, charged: boolean][] = [
  ['rate-limited', { kind: 'status', status: 429, headers: { 'retry-after': '5' } }, false],
  ['overloaded', { kind: 'status', status: 500 }, false],
  ['broken-answer', { kind: 'half', text: 'yes, half' }, true],
]
test.each(passing)('%s: tried again with pauses, and missing when it does not pass', async (reason, act, charged) => {
  const { server, clock, run, records } = await setUp(({ repeat, user }) =>
    user.startsWith('Question 0') || repeat === 0 ? act : right,
  )
  const settled = await all(run(calls(2), {}))
  expect(settled.find(({ call: { at } }) => at === 0)).toMatchObject({ value: null, missing: { reason } })
  expect(settled.find(({ call: { at } }) => at === 1)).toMatchObject({ value: 'yes, the sea' })
  expect(outcomes(records.entries).filter((outcome) => outcome === reason)).toHaveLength(patience[reason] + 1)
  expect(server.requests).toHaveLength(patience[reason] + 2)
  expect(clock.slept.every((pause) => pause >= (reason === 'rate-limited' ? 0 : 500) && pause <= 60_000)).toBe(true)
  expect(records.entries.filter((entry) => entry.outcome === reason).every((entry) => entry.estimated === charged)).toBe(true)
})

test('a rate limit slows everyone: nobody sends before its time', async () => {
  const sent: number[] = []
  const { clock, run, server } = await setUp(
    ({ at }) => {
      sent.push(clock.now())
      return at < 4 ? { kind: 'status', status: 429, headers: { 'retry-after': '20' } } : right
    },
    { concurrency: 4 },
  )
  const asked = run(calls(12))
  const settled = await all(asked)
  expect(settled.every(({ value }) => value !== null)).toBe(true)
  expect(server.requests).toHaveLength(16)
  const start = sent[0] ?? 0
  expect(sent.slice(4).every((at) => at >= start + 20_000)).toBe(true)
  expect(asked.progress.limit).toBeLessThanOrEqual(4)
})

const ending: readonly [title: string, act: Act, code: string][] = [
  ['a wrong key', { kind: 'status', status: 401 }, 'no-permission'],
  ['no credit', { kind: 'status', status: 402 }, 'no-permission'],
  ['a model that is not there', { kind: 'status', status: 404 }, 'not-found'],
]
test.each(ending)('%s ends the run at the first, and what was answered stays', async (_title, act, code) => {
  const { server, run, records } = await setUp(({ at }) => (at < 3 ? right : act), { concurrency: 1 })
  const settled: Settled<Numbered>[] = []
  const begun = run(calls(50))
  await expect(
    (async () => {
      for await (const one of begun) settled.push(one)
    })(),
  ).rejects.toMatchObject({ code, message: expect.stringContaining('scripted') as string })
  expect(settled.map(({ value }) => value)).toEqual(Array(3).fill('yes, the sea'))
  expect(server.requests).toHaveLength(4)
  expect(records.kept.size).toBe(3)
})

test('an endpoint that is not there ends the run after its tries', async () => {
  const { server, run, records } = await setUp(() => right, { concurrency: 1 })
  await server.close()
  await expect(all(run(calls(50)))).rejects.toMatchObject({ code: 'not-found' })
  expect(outcomes(records.entries)).toEqual(Array(firstPatience).fill('unreachable'))
  expect(tokensOf(records.entries)).toBe(0)
})

test('an endpoint that goes away has more time to come back, and one text it breaks off on does not end the run', async () => {
  const away = await setUp(({ at }) => (at > 0 && at < patience.unreachable ? { kind: 'reset' } : right), { concurrency: 1 })
  expect((await all(away.run(calls(2)))).every(({ value }) => value !== null)).toBe(true)
  const breaking = await setUp(({ user, repeat }) => (user.startsWith('Question 3') || repeat < 2 ? { kind: 'reset' } : right))
  const settled = await all(breaking.run(calls(5)))
  expect(settled.filter(({ missing }) => missing?.reason === 'unreachable').map(({ call: { at } }) => at)).toEqual([3])
})

test('an endpoint that accepts nothing ends the run, texts that are refused do not', async () => {
  const broken = await setUp(() => ({ kind: 'status', status: 400 }), { concurrency: 2 })
  await expect(all(broken.run(calls(200)))).rejects.toMatchObject({ code: 'bad-input' })
  expect(broken.server.requests.length).toBeLessThan(20)
  const refusing = await setUp(() => ({ kind: 'status', status: 400, body: { error: { code: 'content_filter' } } }))
  expect(await all(refusing.run(calls(40)))).toHaveLength(40)
})

test('a budget is never passed, in tokens or money, and the next run goes on where it ended', async () => {
  const price = { input: 1, output: 4, currency: 'EUR' }
  const { server, run, records } = await setUp(() => right, { concurrency: 6, price })
  const first = run(calls(40), { budget: { tokens: 400 } })
  const settled = await all(first)
  expect(first.overBudget).toBe(true)
  expect(settled.length).toBeGreaterThan(8)
  expect(settled.length).toBeLessThan(40)
  expect(chargedOf(server.charges)).toBeLessThanOrEqual(400)
  expect(tokensOf(records.entries)).toBe(chargedOf(server.charges))

  const none = run(calls(40), { budget: { tokens: 400 }, spent: { tokens: 400, cost: 0 } })
  expect(await all(none)).toHaveLength(settled.length)
  expect(none.overBudget).toBe(true)

  const before = server.charges.length
  const second = run(calls(40), { budget: { cost: 0.0005 } })
  await all(second)
  const cost = server.charges.slice(before).reduce((sum, { input, output }) => sum + (input * 1 + output * 4) / 1e6, 0)
  expect(cost).toBeGreaterThan(0.0002)
  expect(cost).toBeLessThanOrEqual(0.0005)
  expect(second.progress.cost).toBeCloseTo(cost, 12)

  expect(await all(run(calls(40)))).toHaveLength(40)
  expect(server.charges).toHaveLength(40)
})

test('usage that the endpoint does not report is estimated and marked; wrong figures stand as reported', async () => {
  const { run, records } = await setUp(({ user }) => ({
    ...right,
    usage: user.startsWith('Question 0') ? 'missing' : { input: 5_000_000, output: 9 },
  }))
  const asked = run(calls(2))
  await all(asked)
  const [missing] = records.entries.filter(({ estimated }) => estimated)
  const [wrong] = records.entries.filter(({ estimated }) => !estimated)
  expect(missing?.inputTokens).toBeGreaterThan(15)
  expect(missing?.inputTokens).toBeLessThan(30)
  expect(missing?.outputTokens).toBe(3)
  expect(wrong).toMatchObject({ inputTokens: 5_000_000, outputTokens: 9 })
  expect(asked.progress.estimated).toBe(true)
})

test('a request that is longer than the context is missing without being sent', async () => {
  const { server, run } = await setUp(() => right, { contextTokens: 600 })
  const settled = await all(run([call(0), call(1, { user: 'word '.repeat(2000) }), call(2, { maxOutputTokens: 590 })]))
  expect(settled.find(({ call: { at } }) => at === 0)?.value).toBe('yes, the sea')
  expect(settled.filter(({ missing }) => missing?.reason === 'too-long').map(({ call: { at } }) => at)).toEqual([1, 2])
  expect(server.requests).toHaveLength(1)
})

test('a run that is stopped ends at once, with what was under way in the ledger', async () => {
  const { server, run, records } = await setUp(({ at }) => (at < 2 ? right : { kind: 'hang' }), { concurrency: 3 })
  const stop = new AbortController()
  const settled: unknown[] = []
  const begun = run(calls(20), { signal: stop.signal })
  const ended = thrownBy(async () => {
    for await (const one of begun) settled.push(one)
  })
  while (server.requests.length < 5) await new Promise((resolve) => setTimeout(resolve, 1))
  stop.abort()
  expect(await ended).toMatchObject({ code: 'cancelled' })
  expect(settled).toHaveLength(2)
  expect(outcomes(records.entries)).toEqual(['answered', 'answered', 'cancelled', 'cancelled', 'cancelled'])
  expect(server.requests).toHaveLength(5)
  await expect(all(run(calls(1), { signal: stop.signal }))).rejects.toMatchObject({ code: 'cancelled' })
  expect(server.requests).toHaveLength(5)
})

test('a pause ends at once, too', async () => {
  const { server, run } = await setUp(() => ({ kind: 'status', status: 429, headers: { 'retry-after': '600' } }))
  const stop = new AbortController()
  const ended = thrownBy(() => all(run(calls(3), { signal: stop.signal, clock: systemClock })))
  while (server.requests.length < 3) await new Promise((resolve) => setTimeout(resolve, 1))
  stop.abort()
  expect(await ended).toMatchObject({ code: 'cancelled' })
})

test('calls are made only as they are needed, and leaving early stops what is under way', async () => {
  const { server, run } = await setUp(() => right, { concurrency: 4 })
  let made = 0
  let closed = false
  function* endless() {
    try {
      for (;;) yield call(made++)
    } finally {
      closed = true
    }
  }
  let taken = 0
  for await (const _ of run(endless())) {
    taken++
    await new Promise((resolve) => setTimeout(resolve, 2))
    expect(made).toBeLessThanOrEqual(taken + 9)
    if (taken === 30) break
  }
  expect(closed).toBe(true)
  expect(server.requests.length).toBeLessThanOrEqual(40)
})

test('an error in the source or in reading an answer comes to light after what was paid for is kept', async () => {
  const { run, records } = await setUp(() => right, { concurrency: 1 })
  function* failing() {
    yield call(0)
    throw new Error('the source broke')
  }
  await expect(all(run(failing()))).rejects.toThrow('the source broke')
  const throwing = call(1, {
    parse: () => {
      throw new Error('a bug')
    },
  })
  await expect(all(run([throwing]))).rejects.toThrow('a bug')
  expect(records.kept.size).toBe(2)
})

import { expect, onTestFinished, test } from 'vitest'
import { reminder, type Call } from '../../../src/main/engine/language-model/call.ts'
import { CallRun } from '../../../src/main/engine/language-model/call-run.ts'
import { LanguageModelClient } from '../../../src/main/engine/language-model/client.ts'
import { hash32 } from '../../../src/main/engine/numerics/seeded-random.ts'
import { keptRecords } from '../../support/kept-records.ts'
import { quickClock } from '../../support/quick-clock.ts'
import { endpointAt, scriptedEndpoint, type Act, type SeenRequest } from '../../support/scripted-endpoint.ts'

const faults: readonly Act[] = [
  { kind: 'status', status: 429, headers: { 'retry-after': '2' } },
  { kind: 'status', status: 429 },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 503, headers: { 'retry-after': '1' } },
  { kind: 'status', status: 200, body: '{"choices": [{' },
  { kind: 'status', status: 200, body: { error: { code: 502, message: 'upstream' } } },
  { kind: 'half', text: 'label 0' },
  { kind: 'reset' },
  { kind: 'answer', text: 'I would say that' },
]

/** A tenth of the calls meets a fault, half of them twice; four get no answer the first time. */
function script({ repeat, user, body }: SeenRequest): Act {
  const at = Number(/^Latent (\d+)/.exec(body.messages?.[0]?.content ?? '')?.[1])
  const drawn = hash32([at], 7)
  if (at % 250 === 7 && repeat === 0) return { kind: 'hang' }
  if (drawn % 10 === 0 && repeat <= at % 2 && user !== reminder) return faults[at % faults.length]!
  return { kind: 'answer', text: `label ${at}` }
}

const asked: readonly (Call<number> & { at: number })[] = Array.from({ length: 1000 }, (_, at) => ({
  at,
  stage: 'label',
  system: '',
  user: `Latent ${at}. What do its passages share?`,
  maxOutputTokens: 30,
  parse: (text: string) => (text.startsWith('label ') ? Number(text.slice(6)) : null),
}))

/** A run of all calls, stopped by the user after `most` of them. */
async function setUp() {
  const server = await scriptedEndpoint(script)
  const clock = quickClock()
  const client = new LanguageModelClient(endpointAt(server.url, { concurrency: 16, timeout: 2 }), null, clock)
  onTestFinished(() => client.close())
  const records = keptRecords()
  const run = async (most: number) => {
    const stop = new AbortController()
    const labels = new Map<number, number | null>()
    const calls = new CallRun(asked, { client, records, clock, seed: 3, signal: stop.signal })
    try {
      for await (const { call, value } of calls) {
        expect(labels.has(call.at)).toBe(false)
        labels.set(call.at, value)
        if (labels.size === most) stop.abort()
      }
    } catch (error) {
      expect(error).toMatchObject({ code: 'cancelled' })
    }
    return { labels, progress: calls.progress }
  }
  return { server, records, run }
}

test(
  '1,000 calls with faults in every tenth come to their end: none lost, none paid twice, the ledger as reported',
  { timeout: 60_000 },
  async () => {
    const { server, records, run } = await setUp()
    const { labels, progress } = await run(Number.POSITIVE_INFINITY)
    expect([...labels].filter(([at, label]) => at !== label)).toEqual([])
    expect(labels.size).toBe(1000)
    expect(progress).toMatchObject({ done: 1000, answered: 1000, missing: {} })

    const failed = records.entries.filter(({ outcome }) => outcome !== 'answered')
    expect(failed.length).toBeGreaterThan(100)
    expect(new Set(failed.map(({ outcome }) => outcome))).toEqual(
      new Set(['rate-limited', 'overloaded', 'broken-answer', 'unreachable', 'malformed', 'timed-out']),
    )
    const reported = server.charges.filter((charge) => charge.reported)
    const paid = records.entries.filter(
      ({ outcome, estimated }) => (outcome === 'answered' || outcome === 'malformed') && !estimated,
    )
    // Four hang for good. On a machine that is very busy others may come too late: sent, charged for, and given up.
    const late = failed.filter(({ outcome }) => outcome === 'timed-out').length - 4
    expect(reported.length - new Set(reported.map(({ raw }) => raw)).size).toBeLessThanOrEqual(late)
    expect(reported.length - paid.length).toBeLessThanOrEqual(late)
    if (late === 0) {
      expect(paid.reduce((sum, entry) => sum + entry.inputTokens, 0)).toBe(reported.reduce((sum, charge) => sum + charge.input, 0))
      expect(paid.reduce((sum, entry) => sum + entry.outputTokens, 0)).toBe(
        reported.reduce((sum, charge) => sum + charge.output, 0),
      )
    }
    // Broken off after the endpoint was at work: in the ledger as an estimate.
    const half = server.charges.filter((charge) => !charge.reported)
    expect(
      records.entries.filter(({ outcome, estimated }) => outcome === 'broken-answer' && estimated).length,
    ).toBeGreaterThanOrEqual(half.length)
  },
)

test(
  'stopped and started again, they come to the same end, and only what was under way may be paid twice',
  { timeout: 60_000 },
  async () => {
    const { server, records, run } = await setUp()
    const first = await run(200)
    const second = await run(650)
    const last = await run(Number.POSITIVE_INFINITY)
    expect(first.labels.size).toBeLessThan(1000)
    expect(second.progress.reused).toBeGreaterThanOrEqual(200)
    expect(last.labels.size).toBe(1000)
    expect([...last.labels].filter(([at, label]) => at !== label)).toEqual([])

    const reported = server.charges.filter((charge) => charge.reported)
    const twice = reported.length - new Set(reported.map(({ raw }) => raw)).size
    const lost = records.entries.filter(({ outcome }) => outcome === 'cancelled' || outcome === 'timed-out')
    expect(lost.every(({ estimated }) => estimated)).toBe(true)
    expect(twice).toBeLessThanOrEqual(lost.length)
    expect(lost.filter(({ outcome }) => outcome === 'cancelled').length).toBeLessThanOrEqual(2 * 16)
    const paid = records.entries.filter(({ outcome }) => outcome === 'answered' || outcome === 'malformed')
    expect(reported.length - paid.length).toBeLessThanOrEqual(lost.length)
    expect(paid.length).toBeLessThanOrEqual(reported.length)
  },
)

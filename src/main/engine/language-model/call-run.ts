import { setMaxListeners } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import { Failure } from '../../../contract/failure.ts'
import type { Budget } from '../../../contract/language-models.ts'
import { callHash, remindedOf, requestOf, type Call, type ChatRequest } from './call.ts'
import type { LanguageModelClient } from './client.ts'
import { systemClock, type Clock } from './clock.ts'
import { requestTokens } from './count-tokens.ts'
import { isFault, type Fault, type Reason } from './reasons.ts'
import { noHistory, type Answer, type History, type Records } from './records.ts'
import { Sender, type Totals } from './sender.ts'
import { workThrough } from './work-through.ts'

export type RunOptions<Act extends 'complete' | 'embed' = 'complete'> = {
  readonly client: Pick<LanguageModelClient, 'endpoint' | Act>
  readonly records: Records
  readonly signal: AbortSignal
  readonly budget?: Budget
  /** What the same run took before it was interrupted; counts against the budget. Nothing where left out. */
  readonly spent?: { readonly tokens: number; readonly cost: number }
  /** What the endpoint has shown before; nothing where left out. */
  readonly history?: History
  /** Of the chance in pauses; 0 where left out. */
  readonly seed?: number
  readonly clock?: Clock
}

/** Why a call has no value: a fault, or two answers that could not be read. Never to be counted as a "no". */
export type Missing = { readonly reason: Reason | 'malformed'; readonly detail: string }

/** A call that is done: `missing` is null where there is a value. `reused`: it cost nothing, as it was paid for before. */
export type Settled<C extends Call<unknown>> =
  | { readonly call: C; readonly value: ValueOf<C>; readonly missing: null; readonly reused: boolean }
  | { readonly call: C; readonly value: null; readonly missing: Missing; readonly reused: boolean }

/** What a call's answer means. */
export type ValueOf<C extends Call<unknown>> = Exclude<ReturnType<C['parse']>, null>

export type RunProgress = Totals & {
  readonly done: number
  /** Of those done: with a value, answered at no cost, and without a value by reason. */
  readonly answered: number
  readonly reused: number
  readonly missing: Readonly<Partial<Record<Missing['reason'], number>>>
  /** Requests that may be under way at present; fewer than the endpoint's own number while it asks to slow down. */
  readonly limit: number
  /** Seconds that nothing is sent for, as the endpoint asked. */
  readonly pause: number
}

type Reply = (Answer & { readonly reused: boolean }) | Fault | null

/** Reused answers after which others get a turn. */
const turn = 64

/**
 * Answers calls: out of the cache, or by the endpoint, each request of a kind only once. Nothing is sent before it is iterated over,
 * which it can be once; it yields calls in the order in which they are done. Memory does not grow with the number of calls.
 *
 * Ends by throwing a `Failure`: 'cancelled' once the signal is aborted, or where no request can succeed. What was answered by then
 * is in the cache: the same calls again go on from there. Where the budget ends it, `overBudget` says so.
 */
export class CallRun<C extends Call<unknown>> implements AsyncIterable<Settled<C>> {
  readonly #calls: Iterable<C> | AsyncIterable<C>
  readonly #options: RunOptions
  readonly #stop = new AbortController()
  readonly #sender: Sender
  /** By hash, while under way: calls that ask the same share one request. */
  readonly #underWay = new Map<string, Promise<Reply>>()
  #iterated = false
  #done = 0
  #reused = 0
  #turns = 0
  readonly #missing: Partial<Record<Missing['reason'], number>> = {}

  /** Throws a `Failure` for a budget in money at an endpoint without a price. */
  constructor(calls: Iterable<C> | AsyncIterable<C>, options: RunOptions) {
    this.#calls = calls
    this.#options = options
    setMaxListeners(0, this.#stop.signal)
    this.#sender = openSender(options, this.#stop.signal)
  }

  get progress(): RunProgress {
    const missing = Object.values(this.#missing).reduce((sum, count) => sum + count, 0)
    return {
      ...this.#sender.totals,
      done: this.#done,
      answered: this.#done - missing,
      reused: this.#reused,
      missing: { ...this.#missing },
      limit: this.#sender.pace.limit,
      pause: this.#sender.pace.pause / 1000,
    }
  }

  /** Whether it ended because the next request might have passed the budget. What remained: the calls that were not yielded. */
  get overBudget(): boolean {
    return this.#sender.overBudget
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Settled<C>, void, undefined> {
    if (this.#iterated) throw new Error('A run of calls can be iterated over once')
    this.#iterated = true
    yield* untilAborted(this.#options.signal, this.#stop, () =>
      workThrough(
        this.#calls,
        this.#options.client.endpoint.concurrency,
        (call) => this.#settle(call),
        () => this.#stop.abort(),
      ),
    )
    if (this.#sender.failure !== null) throw this.#sender.failure
  }

  /** Null where the run stops before the call is done. */
  async #settle(call: C): Promise<Settled<C> | null> {
    const first = await this.#ask(call, requestOf(call))
    if (first === null) return null
    if (isFault(first)) return this.#miss(call, first, false)
    const value = readBy(call, first)
    if (value !== null) return this.#answer(call, value, first.reused)
    if (first.refused) return this.#miss(call, refusal(first), first.reused)

    const second = await this.#ask(call, remindedOf(call, first.text))
    if (second === null) return null
    if (isFault(second)) return this.#miss(call, second, false)
    const reused = first.reused && second.reused
    const corrected = readBy(call, second)
    if (corrected !== null) return this.#answer(call, corrected, reused)
    return this.#miss(call, second.refused ? refusal(second) : malformed(second), reused)
  }

  #answer(call: C, value: ValueOf<C>, reused: boolean): Settled<C> {
    this.#done++
    if (reused) this.#reused++
    return { call, value, missing: null, reused }
  }

  #miss(call: C, { reason, detail }: Missing, reused: boolean): Settled<C> {
    this.#done++
    if (reused) this.#reused++
    this.#missing[reason] = (this.#missing[reason] ?? 0) + 1
    return { call, value: null, missing: { reason, detail }, reused }
  }

  async #ask(call: C, request: ChatRequest): Promise<Reply> {
    const { client, records } = this.#options
    const { model } = client.endpoint
    const hash = callHash(client.endpoint, request)
    const kept = records.answers.get(hash)
    if (kept !== null) {
      this.#sender.reuse(call.stage, model)
      if (++this.#turns % turn === 0) await setImmediate()
      this.#stop.signal.throwIfAborted()
      return { ...kept, reused: true }
    }
    const name = Buffer.from(hash).toString('hex')
    const underWay = this.#underWay.get(name)
    if (underWay !== undefined) {
      const reply = await underWay
      if (reply === null || isFault(reply)) return reply
      this.#sender.reuse(call.stage, model)
      return { ...reply, reused: true }
    }
    const asked = this.#send(call, request, hash)
    this.#underWay.set(name, asked)
    try {
      return await asked
    } finally {
      this.#underWay.delete(name)
    }
  }

  async #send(call: C, request: ChatRequest, hash: Uint8Array): Promise<Reply> {
    const { client, records } = this.#options
    const { model } = client.endpoint
    let answer: Answer | null = null
    const sent = await this.#sender.send({
      stage: call.stage,
      model,
      countedTokens: requestTokens(request.messages),
      maxOutputTokens: request.maxOutputTokens,
      send: (signal) => client.complete(request, signal),
      keep: ({ value, usage, model: named }) => {
        const { inputTokens = null, outputTokens = null } = usage ?? {}
        answer = { text: value.text, model: named ?? model, refused: value.finish === 'refused', inputTokens, outputTokens }
        records.answers.put(hash, answer)
        if (answer.refused) return 'refused'
        return reads(call, answer) ? 'answered' : 'malformed'
      },
    })
    if (sent === null || isFault(sent)) return sent
    return answer === null ? null : { ...(answer as Answer), reused: false }
  }
}

/** A sender for a run; `signal` is the run's own, which ends with it. */
export function openSender(options: RunOptions<never>, signal: AbortSignal): Sender {
  const {
    client,
    records,
    budget = {},
    spent = { tokens: 0, cost: 0 },
    history = noHistory,
    seed = 0,
    clock = systemClock,
  } = options
  return new Sender({ endpoint: client.endpoint, records, history, budget, spent, clock, seed, signal })
}

/** Yields what `begin` yields; once `signal` is aborted it aborts `stop` and ends with a `Failure`. */
export async function* untilAborted<Result>(
  signal: AbortSignal,
  stop: AbortController,
  begin: () => AsyncGenerator<Result, void, undefined>,
): AsyncGenerator<Result, void, undefined> {
  const abort = () => stop.abort()
  signal.addEventListener('abort', abort, { once: true })
  try {
    if (!signal.aborted) yield* begin()
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    signal.removeEventListener('abort', abort)
  }
  if (signal.aborted)
    throw new Failure('cancelled', 'The run was stopped.', 'Start it again: what was answered is kept and costs nothing.')
}

function readBy<C extends Call<unknown>>(call: C, answer: Answer): ValueOf<C> | null {
  return answer.refused ? null : (call.parse(answer.text) as ValueOf<C> | null)
}

/** A `parse` that throws is a bug, which comes to light when the kept answer is read, and not before it is kept. */
function reads(call: Call<unknown>, answer: Answer): boolean {
  try {
    return readBy(call, answer) !== null
  } catch {
    return false
  }
}

function refusal(answer: Answer): Missing {
  return { reason: 'refused', detail: answer.text.slice(0, 300) }
}

function malformed(answer: Answer): Missing {
  return { reason: 'malformed', detail: answer.text.slice(0, 300) }
}

import type { Failure } from '../../../contract/failure.ts'
import type { Budget, Endpoint, Stage } from '../../../contract/language-models.ts'
import { seededRandom, type Random } from '../numerics/seeded-random.ts'
import type { Clock } from './clock.ts'
import { countTokens, inputRatio } from './count-tokens.ts'
import { backOff, Pace } from './pace.ts'
import type { Received } from './read-completion.ts'
import { endsRun, failureOf, fault, firstPatience, isFault, isOfOneText, patience, type Fault } from './reasons.ts'
import type { History, Records, TryOutcome, Usage } from './records.ts'
import { costOf, Spending } from './spending.ts'

export type SenderOptions = {
  readonly endpoint: Endpoint
  readonly records: Records
  readonly history: History
  readonly budget: Budget
  /** What the same run took before it was interrupted. */
  readonly spent: { readonly tokens: number; readonly cost: number }
  readonly clock: Clock
  /** Of the chance in pauses. */
  readonly seed: number
  readonly signal: AbortSignal
}

/** One request: how it is sent, what it may take, and what becomes of its answer. */
export type Sending<T> = {
  readonly stage: Stage
  readonly model: string
  /** As `countTokens` counts them, uncorrected. */
  readonly countedTokens: number
  readonly maxOutputTokens: number
  /** Whether it is asked for in parts where the endpoint does not take it whole: then that says nothing of the endpoint. */
  readonly divisible?: boolean
  send(signal: AbortSignal): Promise<Received<T> | Fault>
  /** Keeps a paid answer; called once for it, in one transaction with its ledger entry, whose outcome it says. */
  keep(received: Received<T>): TryOutcome
}

/** What all tries of a run took; `cost` in the price's currency, 0 without a price. `estimated`: some of it. */
export type Totals = Usage & { readonly cost: number }

/** Input tokens are held back with this much to spare, as the count without a tokenizer is only near. */
const margin = 1.2

/** Requests in a row that were given up, from which on the endpoint counts as out of order. */
const mostGivenUp = 8

/**
 * Sends requests of one run at the endpoint's pace and within the budget, tries again what may pass, and writes every try into the
 * ledger exactly once.
 */
export class Sender {
  readonly #options: SenderOptions
  readonly #pace: Pace
  readonly #spending: Spending
  readonly #random: Random
  #reportedTokens: number
  #countedTokens: number
  #givenUp = 0
  #successes = 0
  #failure: Failure | null = null
  #overBudget = false
  #totals: Totals = { inputTokens: 0, outputTokens: 0, estimated: false, cost: 0 }

  /** Throws a `Failure` for a budget in money at an endpoint without a price. */
  constructor(options: SenderOptions) {
    this.#options = options
    this.#random = seededRandom(options.seed)
    this.#pace = new Pace(options.endpoint.concurrency, options.clock, this.#random)
    this.#spending = new Spending(options.budget, options.endpoint, options.spent)
    this.#reportedTokens = options.history.reportedTokens
    this.#countedTokens = options.history.countedTokens
    options.signal.addEventListener('abort', () => this.#pace.wake(), { once: true })
  }

  /** What ended all sending; null while it goes on or where only the budget did. */
  get failure(): Failure | null {
    return this.#failure
  }

  get overBudget(): boolean {
    return this.#overBudget
  }

  get totals(): Totals {
    return this.#totals
  }

  get pace(): Pick<Pace, 'limit' | 'pause'> {
    return this.#pace
  }

  /** What counted tokens are multiplied by at present. */
  get ratio(): number {
    return inputRatio(this.#reportedTokens, this.#countedTokens)
  }

  /** Writes down an answer that cost nothing. */
  reuse(stage: Stage, model: string): void {
    const nothing = { inputTokens: 0, outputTokens: 0, estimated: false }
    this.#enter({ stage, model, countedTokens: 0 }, 'reused', nothing, 0)
  }

  /**
   * Sends until there is an answer, a fault that will not pass, or no patience left. Null: it was not sent to its end, as the run
   * stops (`failure`, `overBudget`). Throws the signal's reason once it is aborted.
   */
  async send<T>(sending: Sending<T>): Promise<{ readonly value: T; readonly usage: Usage } | Fault | null> {
    const { endpoint, clock, signal } = this.#options
    const needed = sending.countedTokens * this.ratio + sending.maxOutputTokens
    if (endpoint.contextTokens !== null && needed > endpoint.contextTokens)
      return fault('too-long', `about ${Math.ceil(needed)} tokens where ${endpoint.contextTokens} fit`)
    const before = this.#successes
    for (let tries = 1; ; tries++) {
      const reply = await this.#try(sending)
      if (reply === null) return null
      if (!isFault(reply)) return reply
      const most = reply.reason === 'unreachable' && this.#successes === 0 ? firstPatience : patience[reply.reason]
      if (tries >= most) return this.#giveUp(reply, sending, this.#successes > before)
      if (!asksToSlow(reply)) await clock.sleep(backOff(tries, reply.retryAfter, this.#random), signal)
    }
  }

  async #try<T>(sending: Sending<T>): Promise<{ readonly value: T; readonly usage: Usage } | Fault | null> {
    const { signal } = this.#options
    await this.#pace.enter(signal)
    try {
      if (this.#stops()) return null
      const held = { inputTokens: sending.countedTokens * this.ratio * margin, outputTokens: sending.maxOutputTokens }
      const fits = await this.#spending.hold(held)
      if (!fits) this.#overBudget = true
      if (!fits) return null
      let taken: Usage = this.#guess(sending, '')
      try {
        if (this.#stops()) {
          taken = { inputTokens: 0, outputTokens: 0, estimated: false }
          return null
        }
        const reply = await this.#post(sending)
        taken = reply.usage
        return reply.given
      } finally {
        this.#spending.settle(held, taken)
      }
    } finally {
      this.#pace.leave()
    }
  }

  #stops(): boolean {
    this.#options.signal.throwIfAborted()
    return this.#failure !== null || this.#overBudget
  }

  /** One request on its way and into the ledger. */
  async #post<T>(sending: Sending<T>): Promise<{ given: { readonly value: T; readonly usage: Usage } | Fault; usage: Usage }> {
    const { clock, signal, records } = this.#options
    const sentAt = clock.now()
    const seconds = () => (clock.now() - sentAt) / 1000
    let reply: Received<T> | Fault
    try {
      reply = await sending.send(signal)
    } catch (error) {
      // What was under way may be charged for: it stands in the ledger, and counts as an estimate.
      if (signal.aborted) this.#enter(sending, 'cancelled', this.#guess(sending, ''), seconds())
      throw error
    }
    if (isFault(reply)) {
      const usage =
        reply.received === null ? { inputTokens: 0, outputTokens: 0, estimated: false } : this.#guess(sending, reply.received)
      this.#enter(sending, reply.reason, usage, seconds())
      if (asksToSlow(reply)) this.#pace.slow(sentAt, reply.retryAfter)
      return { given: reply, usage }
    }
    const received = reply
    const usage = received.usage === null ? this.#guess(sending, textOf(received.value)) : { ...received.usage, estimated: false }
    records.together(() => this.#enter(sending, sending.keep(received), usage, seconds()))
    this.#learn(sending, usage)
    this.#pace.succeed()
    this.#givenUp = 0
    this.#successes++
    return { given: { value: received.value, usage }, usage }
  }

  /** @param answered whether others were answered meanwhile: then the endpoint can be reached, and the fault is this request's */
  #giveUp(reply: Fault, { divisible = false }: { readonly divisible?: boolean }, answered: boolean): Fault | null {
    const { reason } = reply
    if (divisible && isOfOneText(reply)) return reply
    const final = endsRun(reason) && !(reason === 'unreachable' && answered)
    // A text may be refused or too long by itself; any other fault in a row is the endpoint's, and the next request will meet it too.
    const outOfOrder = reason !== 'refused' && reason !== 'too-long' && ++this.#givenUp >= mostGivenUp
    if (final || outOfOrder) this.#failure ??= failureOf(reply, this.#options.endpoint)
    return this.#failure === null ? reply : null
  }

  /** Only figures that can be are learned from. */
  #learn({ countedTokens }: { countedTokens: number }, usage: Usage): void {
    if (usage.estimated || usage.inputTokens > countedTokens * 8 || usage.inputTokens < countedTokens / 8) return
    this.#reportedTokens += usage.inputTokens
    this.#countedTokens += countedTokens
  }

  #guess(sending: { countedTokens: number }, received: string): Usage {
    return {
      inputTokens: Math.round(sending.countedTokens * this.ratio),
      outputTokens: Math.round(countTokens(received) * this.ratio),
      estimated: true,
    }
  }

  #enter(
    sending: { stage: Stage; model: string; countedTokens: number },
    outcome: TryOutcome,
    usage: Usage,
    seconds: number,
  ): void {
    const { endpoint, records } = this.#options
    const { stage, model, countedTokens } = sending
    const cost = costOf(endpoint.price, usage.inputTokens, usage.outputTokens)
    const currency = endpoint.price?.currency ?? null
    this.#totals = {
      inputTokens: this.#totals.inputTokens + usage.inputTokens,
      outputTokens: this.#totals.outputTokens + usage.outputTokens,
      estimated: this.#totals.estimated || usage.estimated,
      cost: this.#totals.cost + (cost ?? 0),
    }
    records.ledger.add({ stage, endpoint: endpoint.name, model, outcome, ...usage, cost, currency, countedTokens, seconds })
  }
}

/** A rate limit, or an overload whose end the server foresees: everyone waits. */
function asksToSlow({ reason, retryAfter }: Fault): boolean {
  return reason === 'rate-limited' || (reason === 'overloaded' && retryAfter !== null)
}

/** The text in an answer, whose tokens are counted where the endpoint reports none. */
function textOf(value: unknown): string {
  return typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string' ? value.text : ''
}

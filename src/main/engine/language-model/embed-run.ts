import { setMaxListeners } from 'node:events'
import { openSender, type RunOptions, untilAborted } from './call-run.ts'
import { countTokens } from './count-tokens.ts'
import { type Fault, isFault, isOfOneText } from './reasons.ts'
import type { Sender } from './sender.ts'
import { workThrough } from './work-through.ts'

export type EmbedOptions = RunOptions<'embed'> & {
  /** Keeps a paid vector, in one transaction with its ledger entry. What it throws ends the run. */
  keep(text: string, vector: Float32Array): void
}

/** A text that is done: `missing` is null where its vector was kept. */
export type Embedded = { readonly text: string; readonly missing: Fault | null }

/** Bounds of one request: what every server takes. */
const textsTogether = 32
const charactersTogether = 100_000

/**
 * Embeds texts at an endpoint whose model is one for embeddings, several in a request. Nothing is sent before it is iterated over, which it can
 * be once; it yields texts as they are done. A request that is refused for one of its texts is divided, so that only that text is missing.
 *
 * Ends as `CallRun` does: with a `Failure`, or, where the budget ends it, with `overBudget`. What was embedded by then was kept.
 */
export class EmbedRun implements AsyncIterable<Embedded> {
  readonly #texts: Iterable<string>
  readonly #options: EmbedOptions
  readonly #stop = new AbortController()
  readonly #sender: Sender

  /** @param texts each once. Throws a `Failure` for a budget in money at an endpoint without a price. */
  constructor(texts: Iterable<string>, options: EmbedOptions) {
    this.#texts = texts
    this.#options = options
    setMaxListeners(0, this.#stop.signal)
    this.#sender = openSender(options, this.#stop.signal)
  }

  /** Whether it ended because the next request might have passed the budget. */
  get overBudget(): boolean {
    return this.#sender.overBudget
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Embedded, void, undefined> {
    const { client, signal } = this.#options
    const begin = () =>
      workThrough(
        batchesOf(this.#texts),
        client.endpoint.concurrency,
        (batch) => this.#embed(batch),
        () => this.#stop.abort(),
      )
    for await (const batch of untilAborted(signal, this.#stop, begin)) yield* batch
    if (this.#sender.failure !== null) throw this.#sender.failure
  }

  /** Null where the run stops before the batch is done. */
  async #embed(texts: readonly string[]): Promise<readonly Embedded[] | null> {
    const { client, keep } = this.#options
    const sent = await this.#sender.send({
      stage: 'embed',
      model: client.endpoint.model,
      countedTokens: tokensOf(texts),
      maxOutputTokens: 0,
      divisible: texts.length > 1,
      send: (signal) => client.embed(texts, signal),
      keep: ({ value }) => {
        texts.forEach((text, at) => keep(text, value[at]!))
        return 'answered'
      },
    })
    if (sent === null) return null
    if (!isFault(sent)) return texts.map((text) => ({ text, missing: null }))
    if (texts.length === 1 || !isOfOneText(sent)) return texts.map((text) => ({ text, missing: sent }))
    const half = Math.ceil(texts.length / 2)
    const before = await this.#embed(texts.slice(0, half))
    const after = before === null ? null : await this.#embed(texts.slice(half))
    return before === null || after === null ? null : [...before, ...after]
  }
}

/** Requests as they are sent: at most 32 texts and 100,000 characters each. */
export function* batchesOf(texts: Iterable<string>): Generator<readonly string[], void, undefined> {
  let batch: string[] = []
  let characters = 0
  for (const text of texts) {
    if (batch.length === textsTogether || (batch.length > 0 && characters + text.length > charactersTogether)) {
      yield batch
      batch = []
      characters = 0
    }
    batch.push(text)
    characters += text.length
  }
  if (batch.length > 0) yield batch
}

/** Input tokens of a request as they are counted here. */
export function tokensOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + Math.max(1, countTokens(text)), 0)
}

/**
 * Units a second over the last `span` milliseconds, and the seconds that remain.
 *
 * The rate is taken between the oldest sample still in the span and the newest, so a pause shows within one span.
 */
export class RateMeter {
  readonly #span: number
  readonly #samples: { at: number; done: number }[] = []

  constructor(span = 10_000) {
    this.#span = span
  }

  /** @param at milliseconds of a monotonic clock */
  add(done: number, at: number): void {
    this.#samples.push({ at, done })
    while (this.#samples.length > 2 && (this.#samples[1]?.at ?? at) <= at - this.#span) this.#samples.shift()
  }

  /** Units a second; null before half a second has passed. */
  get rate(): number | null {
    const first = this.#samples[0]
    const last = this.#samples.at(-1)
    if (first === undefined || last === undefined || last.at - first.at < 500) return null
    return ((last.done - first.done) * 1000) / (last.at - first.at)
  }

  /** Seconds until `total` at the present rate; null where that is not known. */
  remaining(total: number): number | null {
    const { rate } = this
    const last = this.#samples.at(-1)
    return rate === null || rate <= 0 || last === undefined ? null : Math.max(0, (total - last.done) / rate)
  }
}

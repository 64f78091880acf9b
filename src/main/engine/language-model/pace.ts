import type { Random } from '../numerics/seeded-random.ts'
import type { Clock } from './clock.ts'

/** Milliseconds: the first pause, and the longest that is chosen here or granted to a server that asks for one. */
const firstPause = 1000
const longestPause = 60_000
const longestGranted = 600_000

/**
 * Milliseconds to wait before try `tries` + 1: doubled each time up to a minute, the upper half of it by chance so that those who
 * failed together do not return together (Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog 2015: equal jitter); at
 * least what the server asked for, up to ten minutes.
 * @param tries at least 1
 * @param retryAfter seconds, null where the server asked for nothing
 */
export function backOff(tries: number, retryAfter: number | null, random: Random): number {
  const full = Math.min(longestPause, firstPause * 2 ** (tries - 1))
  const chosen = full / 2 + (random() * full) / 2
  return retryAfter === null ? chosen : Math.min(longestGranted, retryAfter * 1000) + (random() * firstPause) / 2
}

/**
 * How many requests are under way at once: up to `most`, halved when the endpoint asks to slow down, and one more after each round
 * without complaint (additive increase, multiplicative decrease; Chiu and Jain 1989). While a pause lasts nobody sends.
 */
export class Pace {
  readonly #most: number
  readonly #clock: Clock
  readonly #random: Random
  #limit: number
  #active = 0
  /** Successes since the limit last changed. */
  #successes = 0
  /** Requests to slow down since the last success. */
  #strikes = 0
  #slowedAt = Number.NEGATIVE_INFINITY
  #pausedUntil = Number.NEGATIVE_INFINITY
  readonly #waiting: (() => void)[] = []

  constructor(most: number, clock: Clock, random: Random) {
    this.#most = most
    this.#limit = most
    this.#clock = clock
    this.#random = random
  }

  /** Requests that may be under way at present. */
  get limit(): number {
    return this.#limit
  }

  /** Milliseconds until requests are sent again; 0 when there is no pause. */
  get pause(): number {
    return Math.max(0, this.#pausedUntil - this.#clock.now())
  }

  /** Waits for a free place, which `leave` gives back. Throws the signal's reason once it is aborted. */
  async enter(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted()
      const { pause } = this
      if (pause > 0) await this.#clock.sleep(pause, signal)
      else if (this.#active < this.#limit) break
      else await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
    this.#active++
  }

  leave(): void {
    this.#active--
    this.wake()
  }

  /** Lets everyone who waits look again; also to be called once the signal is aborted. */
  wake(): void {
    for (const resume of this.#waiting.splice(0)) resume()
  }

  succeed(): void {
    this.#strikes = 0
    this.#successes++
    if (this.#limit >= this.#most || this.#successes < this.#limit) return
    this.#limit++
    this.#successes = 0
    this.wake()
  }

  /**
   * Slows everyone down. Requests of one burst are turned away together: those sent before the last slowing do not count again.
   * @param sentAt when the request was sent, in the clock's milliseconds
   * @param retryAfter seconds, null where the server named none
   */
  slow(sentAt: number, retryAfter: number | null): void {
    const again = sentAt > this.#slowedAt
    if (again) this.#strikes++
    const pausedUntil = this.#clock.now() + backOff(Math.max(1, this.#strikes), retryAfter, this.#random)
    if (again || retryAfter !== null) this.#pausedUntil = Math.max(this.#pausedUntil, pausedUntil)
    if (!again) return
    this.#slowedAt = this.#clock.now()
    this.#limit = Math.max(1, Math.floor(this.#limit / 2))
    this.#successes = 0
  }
}

import { setTimeout as wait } from 'node:timers/promises'

/** Time, so that tests need not wait. */
export type Clock = {
  /** Milliseconds since 1970; never goes back. */
  now(): number
  /** Ends after `milliseconds`, or throws once `signal` is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>
}

export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  sleep: (milliseconds, signal) => wait(milliseconds, undefined, { signal }),
}

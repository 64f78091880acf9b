import { setImmediate } from 'node:timers/promises'
import type { Clock } from '../../src/main/engine/language-model/clock.ts'

/** A clock on which sleeping takes no time: it goes on by itself when someone sleeps, to the earliest end of a sleep. */
export function quickClock(start = Date.UTC(2026, 0, 1)): Clock & { readonly slept: number[] } {
  let now = start
  const slept: number[] = []
  const ends: number[] = []
  return {
    slept,
    now: () => now,
    sleep: async (milliseconds, signal) => {
      signal.throwIfAborted()
      slept.push(milliseconds)
      const end = now + milliseconds
      ends.push(end)
      while (now < end) {
        await setImmediate()
        signal.throwIfAborted()
        if (Math.min(...ends) === end) now = Math.max(now, end)
      }
      ends.splice(ends.indexOf(end), 1)
    },
  }
}

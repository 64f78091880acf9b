import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backOff, Pace } from '../../../src/main/engine/language-model/pace.ts'
import { Spending } from '../../../src/main/engine/language-model/spending.ts'
import { seededRandom } from '../../../src/main/engine/numerics/seeded-random.ts'
import { quickClock } from '../../support/quick-clock.ts'

const never = new AbortController().signal

test('pauses double up to a minute, by half at random, and never fall short of what the server asked for', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.integer({ min: 1, max: 40 }),
      fc.option(fc.double({ min: 0, max: 1e6, noNaN: true })),
      (seed, tries, asked) => {
        const pause = backOff(tries, asked, seededRandom(seed))
        const full = Math.min(60_000, 1000 * 2 ** (tries - 1))
        if (asked === null) expect(pause >= full / 2 && pause <= full).toBe(true)
        else expect(pause >= Math.min(600, asked) * 1000 && pause <= Math.min(600, asked) * 1000 + 500).toBe(true)
      },
    ),
  )
})

test('a burst that is turned away halves the pace once, and successes restore it one by one', async () => {
  const clock = quickClock()
  const pace = new Pace(8, clock, seededRandom(1))
  for (let at = 0; at < 8; at++) await pace.enter(never)
  const sentAt = clock.now()
  await clock.sleep(100, never)
  for (let at = 0; at < 8; at++) pace.slow(sentAt, 2)
  for (let at = 0; at < 8; at++) pace.leave()
  expect(pace.limit).toBe(4)
  expect(pace.pause).toBeGreaterThanOrEqual(2000)

  const before = clock.now()
  await pace.enter(never)
  expect(clock.now() - before).toBeGreaterThanOrEqual(2000)
  for (let at = 0; at < 4; at++) pace.succeed()
  expect(pace.limit).toBe(5)
  for (let at = 0; at < 100; at++) pace.succeed()
  expect(pace.limit).toBe(8)
})

test('nobody enters beyond the limit, and those who wait are let in or stopped', async () => {
  const pace = new Pace(1, quickClock(), seededRandom(1))
  const stop = new AbortController()
  await pace.enter(never)
  const entered: string[] = []
  const second = pace.enter(never).then(() => entered.push('second'))
  const third = pace.enter(stop.signal).then(
    () => entered.push('third'),
    () => entered.push('stopped'),
  )
  await Promise.resolve()
  expect(entered).toEqual([])
  pace.leave()
  await second
  stop.abort()
  pace.wake()
  await third
  expect(entered).toEqual(['second', 'stopped'])
})

test('a budget holds back what requests under way may take, and waits for them before it refuses', async () => {
  const spending = new Spending({ tokens: 100 }, { name: 'a', price: null }, { tokens: 20, cost: 0 })
  expect(await spending.hold({ inputTokens: 30, outputTokens: 20 })).toBe(true)
  const order: string[] = []
  const second = spending.hold({ inputTokens: 30, outputTokens: 20 }).then((fits) => order.push(`second ${fits}`))
  await Promise.resolve()
  order.push('first ends')
  spending.settle({ inputTokens: 30, outputTokens: 20 }, { inputTokens: 25, outputTokens: 5 })
  await second
  expect(order).toEqual(['first ends', 'second true'])
  spending.settle({ inputTokens: 30, outputTokens: 20 }, { inputTokens: 30, outputTokens: 20 })
  expect(await spending.hold({ inputTokens: 1, outputTokens: 0 })).toBe(false)
})

test('a budget in money needs a price', () => {
  expect(() => new Spending({ cost: 1 }, { name: 'a', price: null }, { tokens: 0, cost: 0 })).toThrow('has no price')
})

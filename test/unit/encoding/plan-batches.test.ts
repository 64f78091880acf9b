import fc from 'fast-check'
import { expect, test } from 'vitest'
import { batchTokens, planBatches } from '../../../src/main/engine/encoding/plan-batches.ts'

const rows = fc
  .array(fc.integer({ min: 1, max: 255 }), { maxLength: 200 })
  .map((lengths) => lengths.map((length, document) => ({ document, length })))

test('every row is in one batch, and a batch fits its tokens, padding included', () => {
  fc.assert(
    fc.property(rows, (each) => {
      const batches = planBatches(each)
      expect(batches.flatMap((batch) => batch.rows.map((row) => row.document)).sort((a, b) => a - b)).toEqual(
        each.map((row) => row.document),
      )
      for (const batch of batches) {
        expect(batch.longest).toBe(Math.max(...batch.rows.map((row) => row.length)))
        expect(batch.rows.length === 1 || batch.rows.length * batch.longest <= batchTokens).toBe(true)
      }
    }),
  )
})

test('the same rows make the same batches, rows of like length together', () => {
  const each = [60, 10, 50, 12].map((length, document) => ({ document, length }))
  expect(planBatches(each).map((batch) => batch.rows.map((row) => row.length))).toEqual([
    [10, 12],
    [50, 60],
  ])
  const longer = Array.from({ length: 8 }, (_, document) => ({ document, length: document < 4 ? 20 : 250 }))
  expect(planBatches(longer).map((batch) => batch.longest)).toEqual([20, 250, 250])
})

test('is cut where it costs least: neither every row by itself nor as full as can be', () => {
  const cost = (batches: readonly { readonly rows: readonly unknown[]; readonly longest: number }[]) =>
    batches.reduce((sum, { rows: each, longest }) => sum + each.length * longest + 32, 0)
  fc.assert(
    fc.property(rows, fc.infiniteStream(fc.boolean()), (each, cuts) => {
      const other: { rows: unknown[]; longest: number }[] = []
      for (const row of each.toSorted((a, b) => a.length - b.length)) {
        const open = other.at(-1)
        const isFull = open === undefined || (open.rows.length + 1) * row.length > batchTokens
        if (isFull || cuts.next().value === true) other.push({ rows: [row], longest: row.length })
        else Object.assign(open, { rows: [...open.rows, row], longest: row.length })
      }
      expect(cost(planBatches(each))).toBeLessThanOrEqual(cost(other))
    }),
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  offsetAfter,
  offsetAt,
  offsetShowing,
  positionAt,
  rowsInView,
  scrollSpace,
} from '../../../src/renderer/widgets/virtual-range.ts'

const space = fc
  .record({ rows: fc.nat(5_000_000), rowHeight: fc.integer({ min: 16, max: 200 }), viewport: fc.integer({ min: 1, max: 3000 }) })
  .map(({ rows, rowHeight, viewport }) => scrollSpace(rows, rowHeight, viewport))

test('a list of ordinary height scrolls as it is', () => {
  const plain = scrollSpace(100_000, 80, 900)
  expect(plain).toMatchObject({ physicalHeight: 8_000_000, scale: 1 })
  expect(rowsInView(plain, 800, 2)).toEqual({ first: 8, last: 24 })
  expect(offsetAfter(plain, 100, 100, 130)).toBe(130)
})

test('a taller list is scaled, its last row still reachable, small moves pixel by pixel', () => {
  const tall = scrollSpace(1_000_000, 80, 900)
  expect(tall.physicalHeight).toBe(10_000_000)
  const end = offsetAt(tall, tall.physicalHeight - tall.viewport)
  expect(rowsInView(tall, end, 0).last).toBe(1_000_000)
  expect(offsetAfter(tall, 40_000_000, 5_000_000, 5_000_100)).toBe(40_000_100)
  expect(offsetAfter(tall, 40_000_000, 5_000_000, 6_000_000)).toBe(offsetAt(tall, 6_000_000))
  expect(offsetAfter(tall, 500, 60, 0)).toBe(0)
})

test('position and offset stand for each other', () => {
  fc.assert(
    fc.property(space, fc.double({ min: 0, max: 1, noNaN: true }), (each, share) => {
      const offset = share * Math.max(0, each.height - each.viewport)
      expect(offsetAt(each, positionAt(each, offset))).toBeCloseTo(offset, 2)
      expect(positionAt(each, offset)).toBeLessThanOrEqual(Math.max(0, each.physicalHeight - each.viewport) + 0.01)
    }),
  )
})

test('a row that is shown lies whole in view, and no more rows are drawn than fit', () => {
  fc.assert(
    fc.property(space, fc.nat(), fc.nat(), (each, row, from) => {
      if (each.rows === 0 || each.viewport < each.rowHeight) return
      const wanted = row % each.rows
      const offset = offsetShowing(each, from % (each.height + 1), wanted)
      expect(wanted * each.rowHeight).toBeGreaterThanOrEqual(offset)
      expect((wanted + 1) * each.rowHeight).toBeLessThanOrEqual(offset + Math.max(each.viewport, 0))
      const { first, last } = rowsInView(each, offset, 3)
      expect(first).toBeLessThanOrEqual(wanted)
      expect(last).toBeGreaterThan(wanted)
      expect(last - first).toBeLessThanOrEqual(Math.ceil(each.viewport / each.rowHeight) + 7)
    }),
  )
})

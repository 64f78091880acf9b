import { expect, test } from 'vitest'
import type { DiffRow } from '../../../src/contract/differences.ts'
import { differenceEnd } from '../../../src/renderer/charts/difference-plot.tsx'
import { isFound, otherShare, startOrder, tableLines } from '../../../src/renderer/views/differences/row-order.ts'

const row = (latent: number, difference: number, q: number, part: Partial<DiffRow> = {}): DiffRow => ({
  latent,
  label: `label ${latent}`,
  origin: null,
  family: null,
  target: 0.5 + difference / 2,
  others: [0.5 - difference / 2],
  comparedWith: 0,
  difference,
  interval: [difference - 0.1, difference + 0.1],
  intervalSelected: null,
  ratio: null,
  meanActivation: [1, 1],
  expectedFromLength: 0,
  testable: true,
  pValue: q,
  qValue: q,
  adjustedDifference: difference,
  adjustedInterval: null,
  pAdjusted: q,
  qAdjusted: q,
  replicated: null,
  byThreshold: [],
  flips: false,
  examples: null,
  ...part,
})
const rows = [
  row(1, 0.3, 0.001),
  row(2, -0.4, 0.002, { family: 7 }),
  row(3, 0.1, 0.2, { family: 7 }),
  row(4, 0.2, 0.9, { label: null }),
]
const shown = (lines: ReturnType<typeof tableLines>) => lines.map((line) => [line.row.latent, line.members, line.member])

test('a family stands in one line, its members below it when it is opened', () => {
  expect(shown(tableLines(rows, startOrder, 0.05, new Set()))).toEqual([
    [1, 0, false],
    [2, 1, false],
    [4, 0, false],
  ])
  expect(shown(tableLines(rows, startOrder, 0.05, new Set([7])))).toEqual([
    [1, 0, false],
    [2, 1, false],
    [3, 0, true],
    [4, 0, false],
  ])
})

test('rows are sorted, and of a family the first in that order stands for it', () => {
  const order = { ...startOrder, sort: 'difference' as const, descending: true }
  expect(shown(tableLines(rows, order, 0.05, new Set()))).toEqual([
    [1, 0, false],
    [4, 0, false],
    [3, 1, false],
  ])
  expect(tableLines(rows, { ...startOrder, sort: 'label' }, 0.05, new Set()).at(-1)?.row.latent).toBe(4)
})

test('rows pass by words or number, direction, and whether they were found', () => {
  const only = (part: Partial<typeof startOrder>) =>
    tableLines(rows, { ...startOrder, ...part }, 0.05, new Set()).map((line) => line.row.latent)
  expect(only({ search: 'LABEL 1' })).toEqual([1])
  expect(only({ search: '4' })).toEqual([4])
  expect(only({ direction: 'down' })).toEqual([2])
  expect(only({ onlyFound: true })).toEqual([1, 2])
  expect(isFound(row(1, 0.1, 0.01, { qAdjusted: 0.3 }), 0.05)).toBe(false)
  expect(isFound(row(1, 0.1, 0.01, { qAdjusted: null }), 0.05)).toBe(true)
})

test('the share of the other side, also of a union', () => {
  expect(otherShare(row(1, 0.2, 1, { target: 0.6, others: [0.1, 0.4], comparedWith: 1 }))).toBe(0.4)
  expect(otherShare(row(1, 0.2, 1, { target: 0.6, others: [0.1, 0.4], comparedWith: null }))).toBeCloseTo(0.4, 12)
})

test('the axis of differences ends at the least round number that holds the intervals', () => {
  expect(differenceEnd([[-0.12, 0.03]])).toBe(0.2)
  expect(differenceEnd([])).toBe(0.02)
  expect(differenceEnd([[-1, 1]])).toBe(1)
})

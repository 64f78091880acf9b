import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pointsInSight } from '../../../src/renderer/charts/map-labels.ts'
import {
  columnGrid,
  columnNames,
  columnsIn,
  drawnColumns,
  usualColumns,
  withColumn,
  withColumnAt,
} from '../../../src/renderer/client/latent-columns.ts'
import { conditionCount, conditionsIn, withCondition } from '../../../src/renderer/client/latent-conditions.ts'
import { ruleOf, sameRule, viewOfRule } from '../../../src/renderer/client/latent-filter.ts'
import { startView } from '../../../src/renderer/client/view.ts'

const { table } = startView

test('a rule made of a view and the view made of it ask the same', () => {
  const range = fc.record({ atLeast: fc.double({ min: 0, max: 1 }), atMost: fc.double({ min: 0, max: 1 }) }, { requiredKeys: [] })
  const view = fc.record({
    search: fc.string(),
    searchBy: fc.constantFrom('words' as const, 'pattern' as const, 'meaning' as const),
    only: fc.constantFrom('all' as const, 'starred' as const, 'flagged' as const, 'noted' as const, 'list:manner' as const),
    alive: fc.boolean(),
    conditions: fc
      .record(
        {
          score: range,
          presentIn: fc.array(fc.string(), { maxLength: 2 }),
          origins: fc.constantFrom<('person' | 'none')[]>(['person'], ['none']),
        },
        { requiredKeys: [] },
      )
      .map((conditions) => withCondition({}, conditions)),
    sort: fc.constantFrom('score' as const, 'pane-2' as const),
    descending: fc.boolean(),
  })
  fc.assert(
    fc.property(view, (shown) => {
      const rule = ruleOf({ ...table, ...shown })
      expect(sameRule(ruleOf({ ...table, ...viewOfRule(rule) }), JSON.parse(JSON.stringify(rule)) as typeof rule)).toBe(true)
    }),
  )
})

test('conditions that let everything through are none', () => {
  const set = withCondition({}, { score: { atLeast: 0.5 }, origins: ['person'] })
  expect(conditionCount(set)).toBe(2)
  expect(withCondition(set, { score: {}, origins: [] })).toEqual({})
  expect(conditionsIn({ score: { atLeast: 'x' } })).toEqual({})
  expect(conditionsIn({ score: { atLeast: 0.5 }, among: [1, 2], strange: 1 })).toEqual({ score: { atLeast: 0.5 } })
})

test('columns are what was stored, each once, and whatever that was all are there', () => {
  fc.assert(
    fc.property(fc.anything(), (stored) => {
      const columns = columnsIn(stored)
      expect(columns.map(({ name }) => name).sort()).toEqual([...columnNames].sort())
    }),
  )
  const mine = withColumnAt(withColumn(usualColumns, 'score', { shown: true, width: 5 }), 'score', 0)
  expect(columnsIn(JSON.parse(JSON.stringify(mine)))).toEqual(mine)
})

test('a narrow table drops columns only where nobody chose any, and the grid has one track for each that is drawn', () => {
  const drawn = (columns: typeof usualColumns, width: number) =>
    drawnColumns(columns, { width, panes: 2, byMeaning: false }).map(({ name }) => name)
  expect(drawn(usualColumns, 40)).not.toContain('tokenDensity')
  expect(drawn(usualColumns, 60)).toContain('tokenDensity')
  expect(drawn(withColumn(usualColumns, 'score', { shown: true }), 40)).toContain('tokenDensity')
  const { template, least } = columnGrid(drawnColumns(usualColumns, { width: 60, panes: 2, byMeaning: false }), 2)
  expect(template).toBe('1.75rem 1.75rem 3.25rem minmax(9rem, 1fr) 5.75rem 4.5rem 3.5rem repeat(2, 4.25rem) 14rem')
  expect(least).toBe(1.75 + 1.75 + 3.25 + 9 + 5.75 + 4.5 + 3.5 + 8.5 + 14)
})

test('the most important points in sight are named first', () => {
  const places = { x: Float32Array.of(10, 20, 500, 30), y: Float32Array.of(10, 20, 10, 30) }
  const rank = Float32Array.of(0.1, 0.9, 1, -1)
  expect(pointsInSight(places, { k: 1, x: 0, y: 0 }, [100, 100], rank, 9)).toEqual([1, 0])
  expect(pointsInSight(places, { k: 2, x: -25, y: -25 }, [100, 100], rank, 9)).toEqual([1])
})

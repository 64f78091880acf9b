import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  comparedName,
  type HypothesesRun,
  hypothesesInput,
  type JudgedHypothesis,
  verdictOf,
} from '../../../src/contract/hypotheses.ts'
import { missingOf, routesOf } from '../../../src/renderer/views/differences/hypothesis-words.ts'
import { fakeHypotheses } from '../../support/fake-hypotheses.ts'
import { smallProject } from '../../support/fake-project.ts'

const request = hypothesesInput.parse({ analysis: 1, endpoint: 'openai' })
const run: HypothesesRun = fakeHypotheses(smallProject(), { endpoint: 'openai', model: 'gpt-5-mini' }, request)
const [first] = run.hypotheses
const judged = (change: Partial<JudgedHypothesis>): JudgedHypothesis => ({ ...first!, verified: false, ...change })

test('a verdict says why a hypothesis is not verified', () => {
  expect(run.hypotheses.map(verdictOf)).toEqual(['verified', 'verified', 'uncertain', 'opposite'])
  expect(verdictOf(judged({ difference: 0.008, interval: [0.001, 0.015] }))).toBe('little')
  // Another of the others than the one shown may leave it open.
  expect(verdictOf(judged({ difference: 0.2, interval: [0.1, 0.3] }))).toBe('uncertain')
  expect(verdictOf(judged({ others: [{ judged: 0, holds: 0, missing: 5, share: null }] }))).toBe('unjudged')
})

test('the mirrored claim gets the mirrored verdict', () => {
  const figures = fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
  fc.assert(
    fc.property(figures, ([difference, spread]) => {
      const up = judged({ direction: 'up', difference, interval: [difference - spread, difference + spread] })
      const down = judged({ direction: 'down', difference: -difference, interval: [-difference - spread, -difference + spread] })
      return verdictOf(up) === verdictOf(down)
    }),
  )
})

test('several others are named, together where they were judged as one', () => {
  const groups = ['target', 'one', 'two']
  const both = judged({ others: [first!.target, first!.target], comparedWith: 1 })
  expect(comparedName({ groups }, both)).toBe('two')
  expect(comparedName({ groups }, judged({}))).toBe('any of one, two')
  expect(run.hypotheses.map(missingOf)).toEqual([0, 21, 0, 0])
})

test('judging is in neither route, what was paid before is not charged again, and the estimate has the price of today', () => {
  const routes = routesOf(run, { input: 1, output: 10, currency: 'USD' })
  expect(routes).toMatchObject({
    currency: 'USD',
    reused: 20,
    found: { requests: 50 + 180 + 1, inputTokens: 317_700, outputTokens: 9500 },
    judging: { requests: 320 },
    alone: { requests: 408, inputTokens: 664_240, outputTokens: 51_240 },
  })
  expect(routes.found.cost).toBeCloseTo(0.098425, 9)
  expect(routes.alone.cost).toBeCloseTo(0.66424 + 0.5124, 9)
  expect(routesOf({ ...run, spent: run.spent.map((row) => ({ ...row, cost: null, currency: null })) }, null)).toMatchObject({
    currency: null,
    found: { cost: null },
    alone: { cost: null },
  })
})

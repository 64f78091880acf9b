import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Rule, ruleSchema } from '../../../src/contract/search.ts'
import { type Condition, draftOfRule, newCondition, noRule, ruleOf } from '../../../src/renderer/views/search/rule-draft.ts'

test('lines become a rule; what is not filled in takes no part', () => {
  const lines = (join: 'all' | 'any', ...conditions: Condition[]) => ruleOf({ kind: 'lines', join, conditions })
  expect(ruleOf(noRule)).toBe(undefined)
  expect(lines('all', newCondition('latent'), newCondition('equals'), newCondition('range'), newCondition('text'))).toBe(undefined)
  expect(lines('any', newCondition('latent', 12))).toEqual({ latent: 12 })
  expect(
    lines(
      'any',
      { kind: 'latent', not: false, latent: 12, above: 0.5, tokens: 2 },
      { kind: 'range', not: true, column: 'year', least: 1990, most: null },
      { kind: 'equals', not: false, column: 'genre', value: 'war' },
    ),
  ).toEqual({
    any: [{ latent: 12, above: 0.5, atLeastTokens: 2 }, { not: { column: 'year', atLeast: 1990 } }, { column: 'genre', is: 'war' }],
  })
})

const leaf = fc.oneof<fc.Arbitrary<Rule>[]>(
  fc.record({ latent: fc.nat() }),
  fc.record({ latent: fc.nat(), above: fc.nat(), atLeastTokens: fc.integer({ min: 1 }) }),
  fc.record({ column: fc.constant('c'), is: fc.constantFrom('x', 'y') }),
  fc.record({ column: fc.constant('c'), atMost: fc.integer() }),
  fc.record({ text: fc.constantFrom('word', '"a phrase"') }),
)
const line = fc.oneof(
  leaf,
  leaf.map((not): Rule => ({ not })),
)

test('a rule without brackets becomes lines and the same rule again', () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 2, maxLength: 5 }), fc.boolean(), (rules, every) => {
      const rule: Rule = every ? { all: rules } : { any: rules }
      const draft = draftOfRule(rule)
      expect(draft.kind).toBe('lines')
      expect(ruleOf(draft)).toEqual(rule)
      expect(ruleSchema.parse(ruleOf(draft))).toEqual(rule)
    }),
  )
  expect(ruleOf(draftOfRule({ latent: 3 }))).toEqual({ latent: 3 })
})

test('a rule with brackets stays as it is', () => {
  const rule: Rule = { all: [{ latent: 1 }, { any: [{ latent: 2 }, { text: 'x' }] }] }
  expect(draftOfRule(rule)).toEqual({ kind: 'nested', rule })
  expect(ruleOf(draftOfRule(rule))).toBe(rule)
})

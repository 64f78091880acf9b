import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { failureIn } from '../../../../src/contract/failure.ts'
import { parseRule } from '../../../../src/main/engine/analysis/retrieve/parse-rule.ts'
import { ruleText } from '../../../../src/main/engine/analysis/retrieve/rule-text.ts'
import type { Rule } from '../../../../src/contract/search.ts'
import { evaluateRule, type RuleSource } from '../../../../src/main/engine/analysis/retrieve/rule.ts'

const documents = 70

/** Latent n: every multiple of n + 2; a column: the ordinals that its name and bounds hash to; a text: those below its length. */
function holds(rule: Rule, ordinal: number): boolean {
  if ('all' in rule) return rule.all.every((each) => holds(each, ordinal))
  if ('any' in rule) return rule.any.some((each) => holds(each, ordinal))
  if ('not' in rule) return !holds(rule.not, ordinal)
  if ('latent' in rule) return ordinal % (rule.latent + 2 + (rule.atLeastTokens ?? 0)) === 0 && ordinal >= (rule.above ?? 0)
  if ('text' in rule) return ordinal < rule.text.length
  if ('is' in rule) return (ordinal + rule.is.length) % 3 === rule.column.length % 3
  return ordinal >= (rule.atLeast ?? 0) && ordinal <= (rule.atMost ?? documents)
}

const all = Array.from({ length: documents }, (_, ordinal) => ordinal)
const matching = (rule: Rule) => Uint32Array.from(all.filter((ordinal) => holds(rule, ordinal)))
const source: RuleSource = { latent: matching, column: matching, text: matching }

const bound = fc.oneof(
  fc.integer({ min: -5, max: 80 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((each) => each || 0),
)
const condition: fc.Arbitrary<Rule> = fc.oneof(
  fc.record(
    { latent: fc.nat(20), above: bound.map(Math.abs), atLeastTokens: fc.integer({ min: 1, max: 4 }) },
    { requiredKeys: ['latent'] },
  ),
  fc.record({ column: fc.string({ minLength: 1 }), is: fc.string() }),
  fc.record({ column: fc.string({ minLength: 1 }), atLeast: bound, atMost: bound }, { requiredKeys: ['column'] }),
  fc.record({ text: fc.string() }),
)
const rules = fc.letrec<{ rule: Rule }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    condition,
    fc.record({ all: fc.array(tie('rule'), { maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('rule'), { maxLength: 3 }) }),
    fc.record({ not: tie('rule') }),
  ),
})).rule

describe('evaluateRule', () => {
  test('is what each document says by itself', () => {
    fc.assert(
      fc.property(rules, (rule) => {
        expect(evaluateRule(rule, documents, source)).toEqual(matching(rule))
      }),
    )
  })

  test('takes all of nothing for everything, any of nothing for nothing, and knows an empty corpus', () => {
    expect(evaluateRule({ all: [] }, 3, source)).toEqual(Uint32Array.of(0, 1, 2))
    expect(evaluateRule({ any: [] }, 3, source)).toEqual(Uint32Array.of())
    expect(evaluateRule({ not: { any: [] } }, 0, source)).toEqual(Uint32Array.of())
    expect(evaluateRule({ not: { latent: 0 } }, 33, source).length).toBe(16)
  })
})

describe('parseRule', () => {
  test('reads every kind of condition', () => {
    const rule = parseRule(
      'latent:12>0.5 AND NOT label:polite OR column:model=gpt4 AND "two \\"words\\"" and (Latent: oops)'.replace(
        '(Latent: oops)',
        '(latent:3 ON 2 or column:"a b">=-1.5e2 or column:year=1990..2000 or column:n<=3 or label:"offers help" or latent:4 > 1 on 3)',
      ),
      (label) => (label === 'polite' ? [5] : label === 'offers help' ? [8, 9] : []),
    )
    expect(rule).toEqual({
      any: [
        { all: [{ latent: 12, above: 0.5 }, { not: { latent: 5 } }] },
        {
          all: [
            { column: 'model', is: 'gpt4' },
            { text: 'two "words"' },
            {
              any: [
                { latent: 3, atLeastTokens: 2 },
                { column: 'a b', atLeast: -150 },
                { column: 'year', atLeast: 1990, atMost: 2000 },
                { column: 'n', atMost: 3 },
                { any: [{ latent: 8 }, { latent: 9 }] },
                { latent: 4, above: 1, atLeastTokens: 3 },
              ],
            },
          ],
        },
      ],
    })
  })

  test('reads back what ruleText writes, with the same meaning and the same text', () => {
    fc.assert(
      fc.property(rules, (rule) => {
        const text = ruleText(rule)
        const again = parseRule(text)
        expect(evaluateRule(again, documents, source)).toEqual(matching(rule))
        expect(ruleText(again)).toBe(ruleText(parseRule(ruleText(again))))
      }),
    )
  })

  test('keeps a condition as it is', () => {
    fc.assert(
      fc.property(condition, (rule) => {
        expect(parseRule(ruleText(rule))).toEqual(rule)
      }),
    )
    expect(ruleText(parseRule('  NOT (latent:1 OR "x") AND *  '))).toBe('NOT (latent:1 OR "x") AND *')
    expect(parseRule(' ')).toEqual({ all: [] })
    expect(parseRule('column:a="1..2"')).toEqual({ column: 'a', is: '1..2' })
    expect(parseRule('column:a=1..')).toEqual({ column: 'a', atLeast: 1 })
  })

  test.each([
    ['latent:', 'At the end of the rule the number of a latent was expected.'],
    ['latent:x', 'At character 8 of the rule, before “x”, the number of a latent was expected.'],
    ['latent:1>-2', 'At character 10 of the rule, before “-2”, an activation, 0 or more was expected.'],
    ['latent:1 ON 0', 'At character 13 of the rule, before “0”, a number of tokens, 1 or more was expected.'],
    ['latent:1 latent:2', 'At character 10 of the rule, before “latent:2”, AND or OR was expected.'],
    ['latent:1 AND', 'At the end of the rule latent:, label:, column: or words in quotes was expected.'],
    ['hello', 'At character 1 of the rule, before “hello”, latent:, label:, column: or words in quotes was expected.'],
    ['(latent:1', 'At the end of the rule AND, OR or a closing parenthesis was expected.'],
    ['latent:1)', 'At character 9 of the rule, before “)”, no further parenthesis was expected.'],
    ['latent:1 OR "open', 'The quotes opened at character 13 of the rule are never closed.'],
    ['column:a', 'At the end of the rule =, >= or <= was expected.'],
    ['column:a>=b', 'At character 11 of the rule, before “b”, a number was expected.'],
    ['column:a=1..2..3', 'At character 10 of the rule, before “1..2..3”, two numbers with .. between them was expected.'],
    ['label:rude', 'No latent is labelled “rude”.'],
    ['('.repeat(200) + 'latent:1' + ')'.repeat(200), 'The rule is nested deeper than 100.'],
    [Array.from({ length: 501 }, () => '*').join(' OR '), 'The rule has more than 500 conditions.'],
    ['x'.repeat(10_001), 'A rule has at most 10000 characters.'],
  ])('says what is wrong: %#', (text, message) => {
    let thrown: unknown = null
    try {
      parseRule(text)
    } catch (failure) {
      thrown = failure
    }
    expect(failureIn(thrown)?.message).toBe(message)
  })

  test('fails on nothing but with a sentence', () => {
    const piece = fc.constantFrom(
      'latent:',
      '1',
      '>',
      ' ON ',
      'label:',
      'column:',
      'a',
      '=',
      '<=',
      '..',
      '"',
      '\\',
      '(',
      ')',
      ' AND ',
      ' OR ',
      'NOT ',
      '*',
      ' ',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        try {
          const rule = parseRule(pieces.join(''), () => [1])
          expect(ruleText(parseRule(ruleText(rule)))).toBe(ruleText(rule))
        } catch (thrown) {
          expect(failureIn(thrown)?.code).toBe('bad-input')
        }
      }),
      { numRuns: 500 },
    )
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { modelRequest } from '../../../src/contract/model-requests.ts'
import type { LatentPick } from '../../../src/renderer/client/ask-models.ts'
import { picksOf, requestOfLatents, startDraft, withDoes } from '../../../src/renderer/client/latents-request.ts'
import { counted, formatMoney, hostOf, modelOutcome, resultWords } from '../../../src/renderer/client/model-words.ts'
import { budgetOf, percentOf, planTotals, sendWords, suggestedBudget } from '../../../src/renderer/client/plan-figures.ts'

const stage = { stage: 'score', calls: 100, answered: 10, inputTokens: 40_000, outputTokens: 2_000, cost: 0.014 } as const
const plan = {
  stages: [stage, { ...stage, stage: 'label', cost: 0.02 }],
  url: 'https://api.openai.com/v1',
  local: false,
  sampled: null,
} as const

describe('a plan in figures', () => {
  test('stages are added up; one without a price leaves the cost open', () => {
    expect(planTotals(plan)).toEqual({
      calls: 200,
      answered: 20,
      pending: 180,
      inputTokens: 80_000,
      outputTokens: 4_000,
      cost: expect.closeTo(0.034, 9) as number,
    })
    expect(planTotals({ stages: [stage, { ...stage, cost: null }] }).cost).toBeNull()
    expect(planTotals({ stages: [] }).cost).toBe(0)
  })

  test('the button says how much goes where, without what was answered before', () => {
    expect(sendWords(plan)).toBe('Send 180 requests to api.openai.com')
    const sampled = { latents: 64, of: 200, spread: 0.041 }
    expect(sendWords({ ...plan, sampled })).toBe('Send about 180 requests to api.openai.com')
    expect([percentOf(sampled), percentOf({ spread: 0 })]).toEqual([5, 1])
    expect(sendWords({ ...plan, stages: [{ ...stage, calls: 11 }], url: 'http://127.0.0.1:11434/v1' })).toBe(
      'Send 1 request to 127.0.0.1:11434',
    )
    expect(sendWords({ ...plan, stages: [{ ...stage, calls: 10 }] })).toBe('Use the 10 answers there already')
    expect(sendWords({ ...plan, stages: [{ ...stage, calls: 1, answered: 1 }] })).toBe('Use the answer there already')
  })

  test('a budget is suggested in money, else in tokens that leave, else not at all', () => {
    expect(suggestedBudget(plan)).toEqual({ tokens: null, cost: 0.051 })
    const unpriced = { stages: [{ ...stage, cost: null }], local: false }
    expect(suggestedBudget(unpriced)).toEqual({ tokens: 63_000, cost: null })
    expect(suggestedBudget({ ...unpriced, local: true })).toEqual({ tokens: null, cost: null })
    expect(budgetOf({ tokens: 5, cost: null })).toEqual({ tokens: 5 })
    expect(budgetOf({ tokens: null, cost: 0 })).toEqual({ cost: 0 })
  })

  test('a suggested budget is never less than half as much again, and at most a tenth above that', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e4, noNaN: true }), (cost) => {
        const suggested = suggestedBudget({ stages: [{ ...stage, cost }], local: false }).cost ?? 0
        return suggested >= 1.5 * cost * (1 - 1e-5) && suggested <= 1.5 * cost * 1.1001
      }),
    )
  })
})

describe('words', () => {
  test('counts, money and hosts', () => {
    expect([counted(1, 'label'), counted(1204, 'label')]).toEqual(['1 label', '1,204 labels'])
    expect([0, 0.00001, 0.00423, 0.5, 1.355].map((amount) => formatMoney(amount, 'USD'))).toEqual([
      '0 USD',
      '<0.0001 USD',
      '0.0042 USD',
      '0.50 USD',
      '1.35 USD',
    ])
    expect(hostOf('http://127.0.0.1:1234/v1')).toBe('127.0.0.1:1234')
    expect(hostOf('nowhere')).toBe('nowhere')
  })

  test('what came of a run is told by the shape of its result, whatever that is', () => {
    expect(resultWords({ labelled: 1, accepted: 1, short: 0, missing: 2 })).toBe(
      '1 latent got proposals; 1 of them were taken over. 2 answers are missing.',
    )
    expect(resultWords({ scored: 96, below: 22, missing: 0 })).toBe('96 scores measured, 22 below the gate.')
    expect(resultWords({ answer: null })).toBe('It gave no answer that can be used.')
    expect(resultWords({ hypotheses: [{ verified: true }, {}] })).toBe('1 of 2 hypotheses verified on held-out documents.')
    expect(resultWords({ clusters: [{ name: 'Recipes' }, { name: null }] })).toBe('Names proposed for 1 of 2 clusters.')
    expect(resultWords({ units: 20, npmi: null })).toBe('20 units judged; NPMI not to be had.')
    fc.assert(fc.property(fc.anything(), (result) => typeof resultWords(result) === 'string'))
  })

  test('a job of another kind has no outcome', () => {
    expect(modelOutcome([{ corpus: 'a' }])).toBeNull()
    expect(modelOutcome(null)).toBeNull()
    expect(modelOutcome({ run: 3, stopped: 'The budget was reached.', result: null })).toEqual({
      run: 3,
      stopped: 'The budget was reached.',
      words: '',
    })
  })
})

describe('a request about latents', () => {
  const of = { table: { lens: 'small-english', channel: 'text', sort: 'label' }, latent: 12 } as const

  test('every draft that can be set is a request the engine takes', () => {
    const drafts = fc.record({
      does: fc.constantFrom('label' as const, 'score' as const),
      pick: fc.constantFrom<LatentPick>('unlabelled', 'unscored', 'below', 'starred', 'table', 'latent'),
      limit: fc.integer({ min: 1, max: 100_000 }),
      corpora: fc.array(fc.string(), { maxLength: 3 }),
      gate: fc.double({ min: 0, max: 1, noNaN: true }),
      candidates: fc.integer({ min: 1, max: 5 }),
      relabel: fc.boolean(),
      score: fc.boolean(),
      accept: fc.constantFrom('better' as const, 'none' as const),
      methods: fc.constantFrom(['detection'] as const, ['detection', 'fuzzing'] as const),
    })
    fc.assert(
      fc.property(drafts, (draft) => {
        const request = requestOfLatents(of, draft, [1, 2])
        return modelRequest.safeParse({ ...request, endpoint: 'ollama' }).success
      }),
    )
  })

  test('latents of the table are waited for, and none is no request', () => {
    const draft = { ...startDraft('label'), pick: 'table' } as const
    expect(requestOfLatents(of, draft, undefined)).toBeNull()
    expect(requestOfLatents(of, draft, [])).toBeNull()
    expect(requestOfLatents(of, draft, [7, 9])).toMatchObject({ kind: 'label', of: { latents: [7, 9] }, lens: 'small-english' })
    expect(requestOfLatents(of, { ...draft, pick: 'latent' }, undefined)).toMatchObject({ of: { latents: [12] } })
  })

  test('from writing to scoring the choice of latents stays where there is such', () => {
    expect(withDoes(startDraft('label'), 'score').pick).toBe('unscored')
    expect(withDoes({ ...startDraft('label'), pick: 'below' }, 'score').pick).toBe('below')
    expect(picksOf('score')).not.toContain('unlabelled')
  })
})

import { expect, test } from 'vitest'
import type { HypothesesRun, JudgedHypothesis, JudgedPairRun, NamedClustersRun } from '../../../src/contract/hypotheses.ts'
import { endpointSchema, type LedgerRow } from '../../../src/contract/language-models.ts'
import { resultText } from '../../../src/main/cli/model-results.ts'

const spent = (stage: LedgerRow['stage'], calls: number, reused: number): LedgerRow => {
  const tokens = { inputTokens: 1000 * calls, outputTokens: 10 * calls, estimated: false }
  return { stage, endpoint: 'one', model: 'm', calls, failed: {}, reused, ...tokens, cost: 0.5 * calls, currency: 'USD' }
}

const judged: JudgedHypothesis = {
  text: 'This document exclaims\u001b[31m',
  direction: 'up',
  latents: [7, 9],
  target: { judged: 20, holds: 15, missing: 1, share: 0.75 },
  others: [
    { judged: 20, holds: 1, missing: 0, share: 0.05 },
    { judged: 20, holds: 5, missing: 2, share: 0.25 },
  ],
  comparedWith: 1,
  difference: 0.5,
  interval: [0.2, 0.7],
  bounds: [0.4, 0.6],
  pValue: 0.0001,
  pAdjusted: 0.0002,
  verified: true,
  alike: [1],
}

const run: HypothesesRun = {
  design: 'independent',
  halves: [
    { documents: 50, groups: 50 },
    { documents: 60, groups: 55 },
  ],
  kept: [],
  dropped: [],
  hypotheses: [judged, { ...judged, text: 'This document shouts', verified: false, alike: [0] }],
  refused: [{ text: 'More of it', direction: 'up', latents: [7], why: 'form' }],
  summariesMissing: 0,
  documents: 40,
  cut: 2,
  verificationRate: 0.5,
  paperVerificationRate: 1,
  coverage: 0.6,
  verifiedCoverage: null,
  languageModelRoute: {
    rows: 40,
    propose: { calls: 40, inputTokens: 900_000, outputTokens: 4_800 },
    summarise: { calls: 1, inputTokens: 100_000, outputTokens: 200 },
  },
  analysis: 3,
  lens: 'mini',
  groups: ['new', 'old', 'older'],
  proposed: 2,
  spent: [spent('label', 3, 1), spent('score', 4, 0), spent('verify', 8, 0)],
}

test('hypotheses are told with both shares, interval, latents, rates, and what either route costs', () => {
  const endpoint = endpointSchema.parse({
    name: 'one',
    url: 'http://localhost/v1',
    model: 'm',
    price: { input: 2, output: 4, currency: 'USD' },
  })
  const text = resultText('hypotheses', run, [{ ...endpoint, key: null, local: true }])
  expect(text).toContain('new against old, older (analysis 3, lens mini)')
  expect(text).toContain('2 labels made on the way')
  // The group that counts is the one it is least different from; what a terminal would obey is gone.
  expect(text).toMatch(/1 +yes +75\.0 % \(15 of 20\) +25\.0 % \(5 of 20\) +\+50\.0 % up .*3 +7 9 +This document exclaims$/m)
  expect(text).toContain('1 holds in nearly the same documents as 2.')
  expect(text).toContain('Not judged (form): More of it')
  expect(text).toContain('Verified: 50.0 % of the hypotheses')
  expect(text).toContain('the verified ones unknown')
  expect(text).toMatch(/latents: labels, scores and summary +6 +7,000 +70 +3\.5000 USD/)
  expect(text).toMatch(/alone on 40 rows \(estimated\) +41 +1,000,000 +5,000 +2\.0200 USD/)
  expect(text).toMatch(/judging, either way +8 /)
  expect(text).toContain('1 answer had been paid for before')
  expect(resultText('hypotheses', run, [])).toMatch(/\(estimated\) +41 +1,000,000 +5,000$/m)
})

test('without any hypothesis that is said', () => {
  const none = { ...run, hypotheses: [], verificationRate: null, spent: [] }
  expect(resultText('hypotheses', none, [])).toContain('No hypothesis came of it.')
  expect(resultText('hypotheses', null, [])).toBe('')
})

test('a pair, and the names of clusters', () => {
  const pair: JudgedPairRun = {
    a: 'exclaims',
    b: 'asks',
    documents: 100,
    cut: 0,
    units: 20,
    missing: 1,
    holdsA: 4,
    holdsB: 0,
    both: 0,
    npmi: null,
    interval: null,
    givenB: null,
    givenA: { share: 0, interval: [0, 0.49] },
    pValue: 1,
    measured: {
      presentA: 5,
      presentB: 6,
      both: 3,
      npmi: 0.4,
      interval: [0.1, 0.6],
      labelA: { present: { units: 5, holds: 3 }, absent: { units: 15, holds: 1 } },
      labelB: { present: { units: 6, holds: 0 }, absent: { units: 14, holds: 0 } },
    },
  }
  const text = resultText('judge-pair', pair, [])
  expect(text).toContain('a, exclaims: holds in 4 of 20 units')
  expect(text).toContain('nothing can be said')
  expect(text).toContain('a where b holds: unknown; b where a holds: 0.0 % (0.0 % to 49.0 %).')
  expect(text).toContain('NPMI 0.40 (95 % interval 0.10 to 0.60)')
  expect(text).toContain('a holds in 3 of 5 with its latent, in 1 of 15 without; b holds in 0 of 6 with its latent')
  const named: NamedClustersRun = {
    analysis: 8,
    accuracy: 0.8,
    chance: 0.5,
    clusters: [
      {
        cluster: 0,
        name: 'Cooking',
        description: 'This document is on food',
        ambiguous: true,
        judged: 10,
        missing: 0,
        accuracy: 0.8,
        interval: [0.5, 0.9],
        ownShare: 0.9,
        othersShare: 0.1,
      },
      {
        cluster: 1,
        name: null,
        description: null,
        ambiguous: false,
        judged: 0,
        missing: 10,
        accuracy: null,
        interval: null,
        ownShare: null,
        othersShare: null,
      },
    ],
  }
  const clusters = resultText('name-clusters', named, [])
  expect(clusters).toMatch(/0 +Cooking \(a name of another cluster too\) +80\.0 % +90\.0 % +10\.0 %/)
  expect(clusters).toMatch(/1 +\(no answer\)/)
  expect(clusters).toContain('etalon analyses name <project> 8 --proposed')
})

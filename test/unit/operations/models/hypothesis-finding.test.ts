import { expect, test } from 'vitest'
import type { ListedFinding } from '../../../../src/contract/findings.ts'
import { markdownReport } from '../../../../src/main/engine/findings/report.ts'
import { hypothesisEvidence } from '../../../../src/main/engine/operations/models/hypothesis-finding.ts'
import { fakeHypotheses } from '../../../support/fake-hypotheses.ts'
import { smallProject } from '../../../support/fake-project.ts'
import { hypothesesInput } from '../../../../src/contract/hypotheses.ts'

const request = hypothesesInput.parse({ analysis: 3, endpoint: 'openai' })
const run = {
  ...fakeHypotheses(smallProject(), { endpoint: 'openai', model: 'gpt-5-mini' }, request),
  groups: ['ours', 'a|b', 'c'],
}
const [verified, partly, , opposite] = run.hypotheses

test('a hypothesis is kept with both shares, its interval, what is missing, and the latents it rests on', () => {
  const { title, evidence } = hypothesisEvidence(run, partly!, 'gpt-5-mini')
  expect(title).toBe(`${partly!.text}: +25.0 points in ours against any of a|b, c`)
  expect(evidence.statements).toEqual([
    'Claimed: more often in ours than in any of a|b, c.',
    'It holds in 44.1 % (82 of 186) of ours and 19.2 % (37 of 193) of any of a|b, c: a difference of +25.0 points (95 % interval +16.2 points to +33.8 points), p 0.016 adjusted for 4 hypotheses.',
    'Verified: more than 1 point in the claimed direction, with an interval that leaves out 0.',
    'Judged by gpt-5-mini on 400 documents that were held back from finding it.',
  ])
  expect(evidence.warnings).toEqual([
    '21 judgements without an answer: with them the difference could be +14.0 points to +36.0 points.',
    '3 documents judged by the beginning only.',
  ])
  expect(evidence.table?.rows).toHaveLength(partly!.latents.length)
})

test('what is not verified says why, and what was not judged has no figures', () => {
  expect(hypothesisEvidence(run, opposite!, 'm').evidence.statements).toContain('Not verified: it is the other way round.')
  const none = { judged: 0, holds: 0, missing: 200, share: null }
  const silent = { ...verified!, target: none, verified: false, difference: 0, interval: [-1, 1] as const }
  const { title, evidence } = hypothesisEvidence(run, silent, 'm')
  expect(title).toMatch(/: not judged in ours/)
  expect(evidence.statements?.join(' ')).not.toMatch(/It holds in/)
})

test('the report has the figures, the table and the request, and no name breaks out of it', () => {
  const { title, evidence } = hypothesisEvidence(run, verified!, 'gpt-5-mini')
  const finding: ListedFinding = {
    id: 1,
    kind: 'hypothesis',
    title,
    note: '',
    evidence,
    settings: {
      etalon: '0.1.0',
      lens: null,
      lensHash: null,
      hook: null,
      presence: 'present',
      asked: { model: 'gpt-5-mini', request },
    },
    figure: false,
    stale: null,
    sameAs: null,
    analysis: null,
    createdAt: '2026-11-21T10:00:00Z',
    updatedAt: '2026-11-21T10:00:00Z',
  }
  const at = '2026-11-21T10:00:00Z'
  const input = { project: 'p', etalon: '0.1.0', at, findings: [finding], labels: [], notes: [] }
  const markdown = [...markdownReport(input, () => '')].join('')
  expect(markdown).toContain('against any of a\\|b, c')
  expect(markdown).toContain('| latent | label | target | other | label’s score |')
  expect(markdown).toContain(`gpt-5-mini was asked \`${JSON.stringify(request)}\``)
})

import { expect, test } from 'vitest'
import {
  expectedActive,
  type Figures,
  fitsBetter,
  judge,
  leansTo,
} from '../../../../src/main/engine/operations/lenses/judge-lens.ts'
import { presenceThresholds } from '../../../../src/main/engine/operations/lenses/presence-thresholds.ts'

const good: Figures = {
  explained: 0.85,
  active: 40,
  expectedActive: 32,
  constantError: 0.03,
  better: null,
  mended: null,
  dSae: 24_576,
}

test('passes what such an SAE should give', () => {
  expect(judge(good)).toMatchObject({ passed: true, findings: { length: 3 } })
  expect(judge({ ...good, explained: null }).passed).toBe(true)
  expect(judge({ ...good, expectedActive: null }).passed).toBe(true)
})

test.for([
  [{ explained: 0.1 }, /gives back 10.0 % .*, where most give back 60 to 95 %/],
  [{ explained: -20 }, /Likely causes: another hook point/],
  [{ explained: NaN }, /no numbers/],
  [{ active: 400 }, /400 latents are active on a token, where about 32 are expected/],
  [{ active: 3 }, /3.0 latents/],
  [{ active: 0, expectedActive: null }, /0.0 latents/],
  [{ active: 20_000, expectedActive: null }, /20,000 latents/],
  [
    { constantError: 0.11, better: { hook: 'blocks.5.hook_resid_post', explained: 0.9, constantError: 0.03 } },
    /blocks.5.hook_resid_post fits better: it gives back 90.0 %, and 3.0 % of its error is the same on all tokens, not 11.0 % as here/,
  ],
  [{ better: { hook: 'blocks.5.hook_resid_post', explained: 0.9, constantError: null } }, /fits better: it gives back 90.0 %\./],
  [{ mended: { how: 'Centring inputs (--centre)', explained: 0.9 } }, /Centring inputs \(--centre\) fits better/],
] as const)('fails %j', ([changes, finding]) => {
  const { passed, findings } = judge({ ...good, ...changes })
  expect(passed).toBe(false)
  expect(findings.join(' ')).toMatch(finding)
})

test('a place fits better where clearly more is given back, or as much with an error that is not the same on all tokens', () => {
  const here = { explained: 0.898, constantError: 0.111 }
  expect(fitsBetter({ explained: 0.904, constantError: 0.032 }, here)).toBe(true)
  expect(fitsBetter({ explained: 0.891, constantError: 0.032 }, here)).toBe(true)
  expect(fitsBetter({ explained: 0.94, constantError: 0.1 }, here)).toBe(true)
  expect(fitsBetter({ explained: 0.94, constantError: null }, { ...here, constantError: null })).toBe(true)
  // Nothing is held against a place for less: little is shared, or not much less elsewhere, or clearly less is given back there.
  expect(fitsBetter({ explained: 0.904, constantError: 0.01 }, { ...here, constantError: 0.04 })).toBe(false)
  expect(fitsBetter({ explained: 0.904, constantError: 0.08 }, here)).toBe(false)
  expect(fitsBetter({ explained: 0.88, constantError: 0.01 }, here)).toBe(false)
  expect(fitsBetter({ explained: 0.94, constantError: 0.2 }, here)).toBe(false)
  expect(fitsBetter({ explained: 0.54, constantError: 0.05 }, { explained: 0.5, constantError: 0.08 })).toBe(false)
  expect(fitsBetter({ explained: 0.91, constantError: null }, { ...here, constantError: null })).toBe(false)

  expect(leansTo({ explained: 0.9, constantError: null }, here)).toBe(true)
  expect(leansTo({ explained: 0.89, constantError: 0.1 }, here)).toBe(true)
  expect(leansTo({ explained: 0.89, constantError: 0.12 }, here)).toBe(false)
  expect(leansTo({ explained: 0.8, constantError: 0 }, here)).toBe(false)
})

test('how many latents are expected follows from the rule, else from the training', () => {
  expect(expectedActive({ activation: { kind: 'topk', k: 50, scale: null, divided: false } }, {})).toBe(50)
  expect(expectedActive({ activation: { kind: 'groupmax', groups: 8 } }, {})).toBe(8)
  expect(expectedActive({ activation: { kind: 'relu', scale: null } }, { active: 71 })).toBe(71)
  expect(expectedActive({ activation: { kind: 'relu', scale: null } }, {})).toBeNull()
})

test('presence begins at a tenth of the 99th percentile, at least at the smallest; rare latents take the median of the others', () => {
  const latent: number[] = []
  const value: number[] = []
  for (let each = 1; each <= 100; each++) {
    latent.push(0, 1)
    value.push(each, 200 + each)
  }
  latent.push(2)
  value.push(7)
  const thresholds = presenceThresholds({ latent: Uint32Array.from(latent), value: Float32Array.from(value) }, 4)
  expect(thresholds[0]).toBeCloseTo(9.901, 3)
  expect(thresholds[1]).toBe(201)
  expect(thresholds[2]).toBeCloseTo((9.901 + 201) / 2, 3)
  expect(thresholds[3]).toBe(thresholds[2])
  expect(presenceThresholds({ latent: new Uint32Array(0), value: new Float32Array(0) }, 3)).toEqual(new Float32Array(3))
})

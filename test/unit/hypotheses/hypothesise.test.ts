import { describe, expect, test } from 'vitest'
import type { ChosenLatent } from '../../../src/main/engine/hypotheses/choose-latents.ts'
import type { PlannedCall } from '../../../src/main/engine/hypotheses/flow.ts'
import { discovery, holdOut, judging } from '../../../src/main/engine/hypotheses/hold-out.ts'
import { drawJudging, hypothesise, type HypothesiseInput } from '../../../src/main/engine/hypotheses/hypothesise.ts'
import type { Labelling } from '../../../src/main/engine/hypotheses/relabel.ts'
import { countTokens } from '../../../src/main/engine/language-model/count-tokens.ts'
import { seededRandom } from '../../../src/main/engine/numerics/seeded-random.ts'
import { comparedOf } from '../analysis/diff/synthetic.ts'
import { answered, fencedIn, judgeOf, planned, shipped, textWith } from './oracle.ts'

/** What a document may have: its word, and in what share of either side it stands. The first three differ, the others do not. */
const planted = [
  { word: 'apples', target: 0.6, other: 0.2 },
  { word: 'violins', target: 0.1, other: 0.5 },
  { word: 'harbours', target: 0.4, other: 0.1 },
  { word: 'lanterns', target: 0.3, other: 0.3 },
  { word: 'glaciers', target: 0.2, other: 0.2 },
]

type World = { readonly input: HypothesiseInput<boolean>; readonly texts: readonly string[] }

type Options = { readonly pairs?: boolean; readonly documents?: number }

/** Documents with planted words, and a latent for each word that says so; latent 3 is taken to differ though it does not. */
function worldOf({ pairs = false, documents = 1000 }: Options = {}): World {
  const seed = 1
  const random = seededRandom(seed)
  const group = Array.from({ length: documents }, (_, at) => at % 2)
  const texts = group.map((side, at) => {
    const words = planted.filter(({ target, other }) => random() < (side === 0 ? target : other)).map(({ word }) => word)
    return textWith(words, at, random)
  })
  const pair = pairs ? Int32Array.from(group, (_, at) => at >> 1) : null
  const unit = Uint32Array.from(group, (_, at) => (pairs ? at >> 1 : at))
  const compared = comparedOf(group, { pair, unit, units: pairs ? documents / 2 : documents, groups: 2 })
  const keyOf = (document: number) => texts[document]!
  const duplicates = Uint32Array.from(group, (_, at) => at)
  const latents = planted.map(({ word, target, other }, latent): ChosenLatent => {
    const direction = target >= other ? 'up' : 'down'
    return { latent, label: `the word ${word}`, direction, shares: [target, other], difference: target - other, alike: [] }
  })
  const input: HypothesiseInput<boolean> = {
    compared,
    heldOut: holdOut({ documents, unit, pair, duplicates, keyOf, seed }),
    union: false,
    latents,
    labelling: wordLabelling,
    templates: { summarise: shipped('summarise'), verify: shipped('verify') },
    sides: ['the target', 'the others'],
    textOf: keyOf,
    keyOf,
    settings: { gate: 0.75, hypotheses: 10, documents: 150, perCall: 5, characters: 2000, seed },
  }
  return { input, texts }
}

const base = { temperature: 0, seed: 0, maxOutputTokens: 100, likelyOutputTokens: 10, documents: [] }

/** Labels that come out as they are; that of latent 4 scores too low. */
const wordLabelling: Labelling<boolean> = {
  relabel: ({ latent, label }) => ({
    ...base,
    stage: 'label',
    system: 'label',
    user: `Name latent ${latent}, now ${label}.`,
    parse: (text) => (text === '' ? null : { label: text, description: '', explanation: '' }),
    standIn: { label: 'the word for something', description: '', explanation: '' },
  }),
  score: ({ latent }, { label }, which) =>
    Array.from({ length: 4 }, (_, at) => ({
      ...base,
      stage: 'score',
      system: 'score',
      user: `Does "${label}" of latent ${latent} fit ${which} passage ${at}?`,
      parse: (text) => text === 'yes',
      standIn: true,
    })),
  scoreOf: (_latent, _which, answers) => {
    const given = answers.filter((each) => each !== null)
    return given.length === 0 ? null : given.filter(Boolean).length / given.length
  },
}

const holdsIn = judgeOf((statement, text) => planted.some(({ word }) => statement.includes(word) && text.includes(word)))

/** A model that makes of each property one hypothesis, and judges by the words. */
function oracle(call: PlannedCall<unknown>): string {
  const { stage, user } = call
  if (stage === 'label') return `the word ${planted[Number(/latent (\d)/.exec(user)![1])]!.word}`
  if (stage === 'score') return user.includes('latent 4') ? 'no' : 'yes'
  if (stage === 'verify') return holdsIn(call)
  const properties = fencedIn(user).filter(({ heading }) => heading.startsWith('property'))
  return JSON.stringify({
    hypotheses: properties.map(({ heading, text }) => ({
      text: `This document has ${text}`,
      more: text.includes('violins') ? 'second' : 'first',
      latents: [Number(/\d+/.exec(heading)![0])],
    })),
  })
}

describe.each([{ pairs: false }, { pairs: true }])('hypotheses from a difference, paired: $pairs', ({ pairs }) => {
  test('an oracle recovers what was planted and rejects what was not', async () => {
    const { input, texts } = worldOf({ pairs })
    const { result } = await answered(hypothesise(input), oracle)
    expect(result.design).toBe(pairs ? 'paired' : 'independent')
    expect(result.dropped.map(({ latent, why }) => [latent, why])).toEqual([[4, 'below-gate']])
    expect(result.kept.map(({ latent }) => latent)).toEqual([0, 1, 2, 3])
    const verified = result.hypotheses.filter((each) => each.verified)
    expect(verified.flatMap(({ latents }) => latents).toSorted((a, b) => a - b)).toEqual([0, 1, 2])
    for (const { latents, difference, interval, pAdjusted } of verified) {
      const { target, other } = planted[latents[0]!]!
      expect(Math.abs(difference - (target - other))).toBeLessThan(0.15)
      expect(interval[0]).toBeLessThan(difference)
      expect(interval[1]).toBeGreaterThan(difference)
      expect(pAdjusted).toBeLessThan(0.01)
    }
    expect(result.verificationRate).toBe(0.75)
    expect(result.coverage!).toBeGreaterThanOrEqual(result.verifiedCoverage!)
    expect(result.verifiedCoverage!).toBeGreaterThan(0.4)
    const { rows, propose, summarise } = result.languageModelRoute
    const sides = [0, 1].map((side) => texts.filter((_, at) => input.heldOut.half[at] === discovery && at % 2 === side))
    expect(rows).toBe(Math.min(...sides.map(({ length }) => length)))
    expect(propose).toMatchObject({ calls: rows, outputTokens: rows * 110 })
    const tokens = sides.reduce((sum, its) => sum + its.reduce((all, text) => all + countTokens(text), 0) / its.length, 0)
    expect(propose.inputTokens).toBe(Math.round(rows * (330 + tokens)))
    expect(summarise.calls).toBe(Math.ceil(rows / 100) + 1)
  })

  test('what is planned is what is asked', async () => {
    const { input } = worldOf({ pairs })
    const plan = planned(hypothesise(input))
    const made = await answered(hypothesise({ ...input, settings: { ...input.settings, hypotheses: 4 } }), oracle)
    const same = planned(hypothesise({ ...input, settings: { ...input.settings, hypotheses: 4 } }))
    // Four of five latents pass, and give four hypotheses: with as many allowed, the plan is exact.
    expect(same.byStage).toEqual(made.byStage)
    expect(plan.byStage['verify']! / 10).toBe(made.byStage['verify']! / 4)
    const most = await answered(hypothesise(input), oracle)
    for (const stage of Object.keys(plan.byStage)) expect(most.byStage[stage]!).toBeLessThanOrEqual(plan.byStage[stage]!)
  })

  test('nothing but the verdicts reads a document of the judging half', async () => {
    const { input, texts } = worldOf({ pairs, documents: 400 })
    const { places } = drawJudging(input)
    expect([...places].every((place) => input.heldOut.half[place] === judging)).toBe(true)
    const drawn = new Set(Array.from(places, (place) => texts[place]!))
    await answered(hypothesise(input), (call) => {
      if (call.stage === 'verify')
        expect(fencedIn(call.user).every(({ heading, text }) => heading === 'statement' || drawn.has(text))).toBe(true)
      else expect([...drawn].some((text) => call.user.includes(text))).toBe(false)
      return oracle(call)
    })
  })
})

test('lost answers are missing at every stage, and the rest stands', async () => {
  const { input } = worldOf()
  const { result } = await answered(hypothesise(input), (call) => {
    if (call.stage === 'score' && call.user.includes('latent 2')) return null
    if (call.stage === 'label' && call.user.includes('latent 1')) return ''
    return call.stage === 'verify' && call.user.length % 3 === 0 ? 'sorry' : oracle(call)
  })
  expect(result.dropped.map(({ latent, why }) => [latent, why])).toEqual([
    [2, 'not-scored'],
    [4, 'below-gate'],
  ])
  expect(result.kept.find(({ latent }) => latent === 1)).toMatchObject({ from: 'old', newScore: null })
  const [first] = result.hypotheses
  expect(first!.target.missing).toBeGreaterThan(20)
  expect(first!.target.judged + first!.target.missing).toBe(150)
  expect(first!.verified).toBe(true)
  expect(first!.bounds[0]).toBeLessThan(first!.difference)
})

test('without an answer to the summary there are no hypotheses, and nobody is asked to judge', async () => {
  const { input } = worldOf({ documents: 200 })
  const { result, byStage } = await answered(hypothesise(input), (call) => (call.stage === 'summarise' ? null : oracle(call)))
  expect(result).toMatchObject({ hypotheses: [], summariesMissing: 1, verificationRate: null })
  expect(byStage['verify']).toBeUndefined()
})

test('a side without documents to judge on is refused before anything is asked', () => {
  const { input } = worldOf({ documents: 40 })
  const half = input.heldOut.half.map((each, at) => (at % 2 === 0 ? 0 : each))
  expect(() => planned(hypothesise({ ...input, heldOut: { ...input.heldOut, half } }))).toThrow(/no documents left to judge/)
})

import { describe, expect, test } from 'vitest'
import type { ChosenLatent } from '../../../src/main/engine/hypotheses/choose-latents.ts'
import { rehearsed } from '../../../src/main/engine/hypotheses/flow.ts'
import { discovery, holdOut, judging } from '../../../src/main/engine/hypotheses/hold-out.ts'
import { labelByEvidence, type ScoreAnswer, scoringSet } from '../../../src/main/engine/hypotheses/label-by-evidence.ts'
import { relabel } from '../../../src/main/engine/hypotheses/relabel.ts'
import type { EvidenceSource } from '../../../src/main/engine/labels/evidence/evidence-source.ts'
import { splitDocuments } from '../../../src/main/engine/labels/evidence/split-documents.ts'
import { seededRandom } from '../../../src/main/engine/numerics/seeded-random.ts'
import { answered, fencedIn, planned, shipped, textWith } from './oracle.ts'

const documents = 600
const random = seededRandom(3)
/** Latent 0 is active on the word apples, latent 1 on violins, latent 2 on a word that stands nowhere. */
const words = ['apples', 'violins', 'zebras']
const texts = Array.from({ length: documents }, (_, at) =>
  textWith(
    words.slice(0, 2).filter(() => random() < 0.3),
    at,
    random,
  ),
)
const own = Uint32Array.from({ length: documents }, (_, at) => at)
const keyOf = (document: number) => texts[document]!
const seed = 7
const heldOut = holdOut({ documents, unit: own, pair: null, duplicates: own, keyOf, seed })

function sourceWith(hidden: Uint8Array): EvidenceSource {
  const tokensOf = (text: string) =>
    Array.from(text.matchAll(/\S+/g), ({ index, 0: token }) => ({ start: index, end: index + token.length, token }))
  const numbers = new Map<string, number>()
  const numberOf = (token: string) => numbers.get(token) ?? (numbers.set(token, numbers.size), numbers.get(token)!)
  return {
    documents,
    groups: own,
    sets: splitDocuments(own, keyOf, seed, hidden),
    threshold: () => 0,
    postings: (latent) => {
      const its = [...texts.keys()].filter((at) => texts[at]!.includes(words[latent]!))
      const positions = its.map((at) => tokensOf(texts[at]!).findIndex(({ token }) => token === words[latent]))
      return {
        documents: Uint32Array.from(its),
        maxima: new Float32Array(its.length).fill(1),
        positions: Uint32Array.from(positions),
      }
    },
    read: (document, latent) => {
      const tokens = tokensOf(texts[document]!)
      return {
        text: texts[document]!,
        tokenIds: tokens.map(({ token }) => numberOf(token)),
        starts: Int32Array.from(tokens, ({ start }) => start),
        ends: Int32Array.from(tokens, ({ end }) => end),
        activations: Float32Array.from(tokens, ({ token }) => +(token === words[latent])),
      }
    },
    topTokens: (latent) => [numberOf(words[latent]!)],
    neighbours: (latent) => [1 - latent],
    documentsWith: () => null,
  }
}

const templates = { label: shipped('label'), relabel: shipped('relabel'), detect: shipped('detect') }
const latentOf = (latent: number, label: string | null): ChosenLatent => {
  return { latent, label, direction: 'up', shares: [0.4, 0.3], difference: 0.1, alike: [] }
}
const latents = [latentOf(0, 'fruit'), latentOf(1, null), latentOf(2, null)]

const labelling = (hidden: Uint8Array) => labelByEvidence({ source: sourceWith(hidden), heldOut, templates, seed })
const flow = () => relabel(latents, labelling(heldOut.half.map((half) => +(half === judging))), 0.75)

describe('labels from the discovering half', () => {
  test('are made, scored on other documents, and never from one that is to judge', async () => {
    const made = new Map<string, Set<number>>()
    const { result, calls } = await answered(flow(), (call) => {
      for (const document of Array.from(call.documents)) expect(heldOut.half[document]).toBe(discovery)
      const items = fencedIn(call.user)
      const latent =
        call.stage === 'score' ? words.findIndex((word) => items[0]!.text.includes(word)) : call.user.includes('«apples»') ? 0 : 1
      const key = `${latent} ${call.stage}`
      made.set(key, new Set([...(made.get(key) ?? []), ...Array.from(call.documents)]))
      if (call.stage === 'label') return JSON.stringify({ label: `the word ${words[latent]}`, description: '' })
      const claim = items[0]!.text
      const passages = items
        .slice(1)
        .map(({ text }, at) => [at + 1, words.some((word) => claim.includes(word) && text.includes(word))])
      return JSON.stringify(Object.fromEntries(passages))
    })
    expect(result.kept).toMatchObject([
      { latent: 0, label: 'the word apples', from: 'new', score: 1, oldScore: 0.5 },
      { latent: 1, label: 'the word violins', from: 'new', score: 1, oldScore: null },
    ])
    expect(result.dropped).toMatchObject([{ latent: 2, why: 'none' }])
    for (const latent of [0, 1]) {
      const [making, scoring] = [made.get(`${latent} label`)!, made.get(`${latent} score`)!]
      expect([...making].filter((document) => scoring.has(document))).toEqual([])
      expect(making.size).toBeGreaterThan(10)
    }
    expect(planned(flow()).calls).toBe(calls)
  })

  test('what was made is told with the passages it rests on, and a lost answer as missing', () => {
    const its = labelling(heldOut.half)
    const [told, untold] = latents
    const answer = { label: 'the word apples', description: '', explanation: '' }
    const asked = its.score(told!, answer, 'new')
    const rests = its.restsOf({ latent: told!, answer, judged: asked.map(({ standIn }, at) => (at === 0 ? null : standIn)) })
    expect(rests.score.missing).toBe(asked[0]!.standIn.items.length)
    expect(rests.score.all.value).toBe(asked.length > 1 ? 1 : null)
    const judgedOn = new Set(asked.flatMap(({ standIn }) => standIn.items.map(({ document }) => document)))
    expect(new Set(rests.scoredOn)).toEqual(judgedOn)
    expect([...rests.making.documents].filter((document) => judgedOn.has(document))).toEqual([])
    // With an old label in view a third set scores; without one nothing else was scored on the second.
    expect([scoringSet(told!, 'old'), scoringSet(told!, 'new'), scoringSet(untold!, 'new')]).toEqual([
      'scoring',
      'third',
      'scoring',
    ])
  })

  test('a document of the judging half in the evidence is caught', () => {
    expect(() => [...rehearsed(relabel(latents, labelling(new Uint8Array(documents)), 0.75))]).toThrow(/kept for judging/)
  })

  test('a run that was broken off is planned by the answers that were kept', () => {
    const known = [
      ...rehearsed(flow(), (call) => (call.stage === 'label' ? { label: null, description: '', explanation: '' } : undefined)),
    ]
    // Without a new label there is nothing new to score.
    const all = planned(flow()).requests
    expect(known.length).toBeLessThan(all.length)
    const missing = rehearsed(flow(), () => null)
    expect([...missing].map(({ stage }) => stage).filter((stage) => stage === 'label')).toHaveLength(2)
  })

  test('tells no score from too few verdicts', () => {
    const its = labelling(heldOut.half)
    const answer = (count: number): ScoreAnswer => ({
      items: Array.from({ length: count }, (_, at) => ({
        document: at,
        kind: at % 2 === 0 ? 'activating' : 'random',
        level: at % 2 === 0 ? 0 : null,
        fits: at % 2 === 0,
      })),
      verdicts: Array.from({ length: count }, (_, at) => at % 2 === 0),
    })
    expect(its.scoreOf(latents[0]!, 'old', [answer(20)])).toBe(1)
    expect(its.scoreOf(latents[0]!, 'old', [answer(6), null])).toBeNull()
    expect(its.scoreOf(latents[0]!, 'old', [null])).toBeNull()
  })
})

import { readOrder } from '../labels/answers/other-answers.ts'
import { type PromptTemplate, renderPrompt } from '../labels/prompts/template.ts'
import { seededRandom, shuffle } from '../numerics/seeded-random.ts'
import { seedFor } from './chance.ts'
import { ask, type Flow, type PlannedCall } from './flow.ts'
import type { JudgedDocuments } from './judge.ts'
import { rankStrengths } from './rank-strengths.ts'

export type RerankInput = {
  readonly query: string
  /** The hits, best first; `count` of them. */
  readonly hits: JudgedDocuments
  readonly template: PromptTemplate<'rerank'>
  readonly settings: {
    /** Hits that are put in a new order, the first ones; the others stay behind them as they are. */
    readonly most: number
    /** Documents in a request, and how often each hit is in one. */
    readonly window: number
    readonly rounds: number
    readonly characters: number
    readonly seed: number
  }
}

export type Reranked = {
  /** Places of all hits, best first. */
  readonly order: readonly number[]
  /** [hits], how many others each was compared with, one for each time, and how many of them it was put before. */
  readonly compared: Uint32Array
  readonly above: Uint32Array
  /** Requests that brought no order: their hits were compared in the others only. */
  readonly missing: number
}

/**
 * Puts the first hits in the order that a language model gives them. In each round they are dealt out at random to windows of nearly equal
 * size, in random positions, and each window is put in order by one request; all orders together give each hit a strength (`rankStrengths`).
 * So the place in which a hit is shown cannot favour it for long, and no request waits for another. Hits of equal strength stay as they were,
 * and one that no answer told of keeps its place among the others.
 */
export function* rerank(input: RerankInput): Flow<Reranked> {
  const { hits, settings } = input
  const count = Math.min(settings.most, hits.count)
  const windows = count < 2 ? [] : windowsOf(count, settings)
  const answers = yield* ask(windows.map((window) => windowCall(input, window)))
  const wins = new Float64Array(count * count)
  windows.forEach((window, at) => {
    const order = answers[at]?.map((place) => window[place]!) ?? []
    order.forEach((winner, place) => {
      for (const loser of order.slice(place + 1)) wins[winner * count + loser]!++
    })
  })
  const strengths = rankStrengths(wins, count)
  const { compared, above } = countWins(wins, count, hits.count)
  const told = [...strengths.keys()].filter((hit) => compared[hit]! > 0).sort((a, b) => strengths[b]! - strengths[a]! || a - b)
  const next = told.values()
  const order = Array.from(compared, (times, place) => (times === 0 ? place : next.next().value!))
  return { order, compared, above, missing: answers.filter((answer) => answer === null).length }
}

/** Of [count * count] wins, for each of `hits`: in how many comparisons it stood, and how many it won. */
function countWins(wins: Float64Array, count: number, hits: number): Pick<Reranked, 'compared' | 'above'> {
  const compared = new Uint32Array(hits)
  const above = new Uint32Array(hits)
  for (let winner = 0; winner < count; winner++)
    for (let loser = 0; loser < count; loser++) {
      const times = wins[winner * count + loser]!
      above[winner]! += times
      compared[winner]! += times
      compared[loser]! += times
    }
  return { compared, above }
}

/** The hits in windows of nearly equal size, round after round. */
function windowsOf(count: number, { window, rounds, seed }: RerankInput['settings']): readonly Uint32Array[] {
  const windows = Math.ceil(count / Math.max(2, window))
  return Array.from({ length: rounds }, (_, round) => {
    const dealt = shuffle(
      Uint32Array.from({ length: count }, (_hit, at) => at),
      seededRandom(seedFor('windows', seed, round)),
    )
    return Array.from({ length: windows }, (_window, at) => {
      return dealt.subarray(Math.floor((at * count) / windows), Math.floor(((at + 1) * count) / windows))
    })
  }).flat()
}

function windowCall({ query, hits, template, settings }: RerankInput, window: Uint32Array): PlannedCall<readonly number[]> {
  const count = window.length
  const documents = Array.from(window, (hit, at) => ({
    heading: `document ${at + 1}`,
    text: hits.textOf(hit).slice(0, settings.characters),
  }))
  return {
    stage: 'rerank',
    ...renderPrompt(template, { query: [{ heading: 'query', text: query }], documents, count }),
    temperature: 0,
    seed: 0,
    maxOutputTokens: 500 + 8 * count,
    likelyOutputTokens: 8 + 3 * count,
    documents: Uint32Array.from(window, (hit) => hits.numberOf(hit)),
    parse: (answer) => readOrder(answer, count),
    standIn: Array.from(window, (_hit, at) => at),
  }
}

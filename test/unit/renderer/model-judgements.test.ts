import { describe, expect, test } from 'vitest'
import type { Cluster } from '../../../src/contract/clusters.ts'
import type { CorrelateResult, PairRow, Property } from '../../../src/contract/correlations.ts'
import type { JudgedPairRun, NamedClustersRun, RerankRun } from '../../../src/contract/hypotheses.ts'
import { isSamePair, pairRequest } from '../../../src/contract/pair-request.ts'
import { searchInput, type SearchHit, type SearchResult } from '../../../src/contract/search.ts'
import type { EndedRun } from '../../../src/renderer/client/runs-on.ts'
import { isTaken, judgedWords, openProposals, proposalsOf } from '../../../src/renderer/views/clusters/proposals.ts'
import { fitOf, verdictOf } from '../../../src/renderer/views/correlations/judged-words.ts'
import { isSameSearch, listedHits, requestsOf, rerankRequest, stillListed } from '../../../src/renderer/views/search/reranked.ts'

describe('a pair that is to be judged', () => {
  const side = (latent: number, label: string | null, channel = 'text'): Property => ({ kind: 'latent', latent, label, channel })
  const result = (request: object) =>
    ({ recipe: { request: { threshold: 0.2, minTokens: 2, ...request }, lensHash: 'abc' } }) as unknown as CorrelateResult
  const group = { corpora: ['b', 'a'], where: { kind: 'x' }, whereNot: { kind: 'y' } }

  test('takes labels, latents, documents and channels from where it was found', () => {
    const pair = { a: side(3, 'thanks'), b: side(4, 'asks', 'prompt') }
    expect(pairRequest(result({ group, where: { year: '1990' } }), pair).request).toEqual({
      a: 'thanks',
      b: 'asks',
      latents: [3, 4],
      lens: 'abc',
      channel: 'text',
      channelOfB: 'prompt',
      corpora: ['b', 'a'],
      where: { kind: 'x', year: '1990' },
      whereNot: { kind: 'y' },
      threshold: 0.2,
      minTokens: 2,
    })
  })

  test('is refused without two labels, and where one side is no latent', () => {
    const value: PairRow['b'] = { kind: 'value', column: 'year', value: '1990' }
    expect(pairRequest(result({ group }), { a: side(3, null), b: side(4, 'asks') }).hindered).toContain('has none')
    expect(pairRequest(result({ group }), { a: side(3, 'thanks'), b: value }).hindered).toContain('metadata')
  })

  test('is known again by its statements and texts, however many documents were judged', () => {
    const one = { a: 'thanks', b: 'asks', corpora: ['a', 'b'], channel: 'text', documents: 10 }
    expect(isSamePair(one, { ...one, a: ' thanks ', corpora: ['b', 'a'], where: {}, documents: 500, seed: 3 })).toBe(true)
    expect(isSamePair(one, { ...one, a: 'asks', b: 'thanks' })).toBe(false)
    expect(isSamePair(one, { ...one, where: { kind: 'x' } })).toBe(false)
    expect(isSamePair(one, { ...one, channelOfB: 'prompt' })).toBe(false)
  })

  test('says in words what was judged', () => {
    const judged = { units: 20, missing: 0, holdsA: 4, holdsB: 5, interval: [0.1, 0.4] } as unknown as JudgedPairRun
    expect(verdictOf(judged)).toContain('goes together too')
    expect(verdictOf({ ...judged, interval: [-0.1, 0.4] })).toContain('open')
    expect(verdictOf({ ...judged, interval: [-0.6, -0.1] })).toContain('avoid')
    expect(verdictOf({ ...judged, interval: null, holdsA: 0 })).toContain('Label A was not found')
    expect(verdictOf({ ...judged, interval: null, units: 0, missing: 20 })).toContain('neither confirmed nor refuted')
    expect(fitOf({ present: { units: 10, holds: 9 }, absent: { units: 30, holds: 3 } })).toBe(0.9)
    expect(fitOf({ present: { units: 0, holds: 0 }, absent: { units: 0, holds: 0 } })).toBeNull()
  })
})

describe('proposed names', () => {
  const figures = { description: 'd', ambiguous: false, judged: 20, missing: 0, ownShare: 1, othersShare: 0 }
  const judged = { ...figures, accuracy: 0.8, interval: [0.5, 0.9] as const }
  const named = (cluster: number, name: string | null) => ({ ...judged, cluster, name })
  const ended = {
    run: { run: 7, model: 'm' },
    result: { clusters: [named(0, 'one'), named(1, 'two'), named(2, null), named(3, 'four')] },
  } as unknown as EndedRun<'name-clusters', NamedClustersRun>
  const cluster = (id: number, name?: string, run?: number) =>
    ({
      id,
      name: `labels ${id}`,
      ...(name === undefined
        ? {}
        : {
            named: {
              cluster: id,
              name,
              author: 'x',
              at: '',
              proposed: run === undefined ? null : { run, description: null, accuracy: null, interval: null },
            },
          }),
    }) as unknown as Cluster

  test('wait where nobody took them over; those of clusters that a person named do not', () => {
    const proposals = proposalsOf(ended)
    expect([...proposals.keys()]).toEqual([0, 1, 3])
    const clusters = [cluster(0), cluster(1, 'mine'), cluster(2), cluster(3, 'other', 5)]
    expect(openProposals(proposals, clusters).map(({ name }) => name)).toEqual(['one', 'four'])
    expect(openProposals(proposals, [cluster(0, 'one', 7)])).toEqual([])
    expect(isTaken(proposals.get(0)!, cluster(0, 'one', 5))).toBe(false)
    expect(proposalsOf(null).size).toBe(0)
  })

  test('say how they were judged, and what is missing', () => {
    expect(judgedWords(named(0, 'one')).replaceAll('\u202f', ' ')).toBe('80.0 % of 20 come back to it (50.0 % to 90.0 %)')
    expect(judgedWords({ ...named(0, 'one'), accuracy: null, interval: null, missing: 3 })).toBe('not judged, 3 missing')
  })
})

describe('reranked hits', () => {
  const hit = (ordinal: number) => ({ corpus: 'a', ordinal }) as unknown as SearchHit
  const search = searchInput.parse({ query: 'water', group: { corpora: ['a'] }, limit: 5 })
  const result = (query = 'water', count = 5) =>
    ({
      recipe: { request: { ...search, query }, lensHash: 'abc' },
      hits: Array.from({ length: count }, (_, at) => hit(at)),
    }) as unknown as SearchResult
  const run = {
    reranked: 3,
    hits: [2, 1, 0, 3, 4].map((at) => ({ ...hit(at), before: at + 1, compared: at === 1 ? 0 : 6, above: 2 })),
  } as unknown as RerankRun

  test('stand first, the rest behind them as it was', () => {
    expect(listedHits(result(), run).map((each) => [each.hit.ordinal, each.put?.before ?? null])).toEqual([
      [2, 3],
      [1, 2],
      [0, 1],
      [3, null],
      [4, null],
    ])
    expect(listedHits(result(), null).map((each) => each.hit.ordinal)).toEqual([0, 1, 2, 3, 4])
    expect(requestsOf({ window: 10, rounds: 3 }, 25)).toBe(9)
  })

  test('are shown only over the hits that were compared', () => {
    expect(stillListed(run, result())).toBe(true)
    expect(stillListed(run, result('water', 2))).toBe(false)
    expect(stillListed(run, { hits: [hit(1), hit(0), hit(2)] })).toBe(false)
  })

  test('are of the same search, however many were listed', () => {
    expect(isSameSearch(search, { ...search, limit: 50, offset: 10 })).toBe(true)
    expect(isSameSearch(search, { ...search, lens: undefined })).toBe(true)
    expect(isSameSearch(search, { ...search, mode: 'text' })).toBe(false)
    expect(rerankRequest(result()).request).toMatchObject({ rerank: 5, search: { lens: 'abc', query: 'water' } })
    expect(rerankRequest(result(' ')).hindered).toContain('write a property')
    expect(rerankRequest(result('water', 1)).hindered).toContain('no two hits')
  })
})

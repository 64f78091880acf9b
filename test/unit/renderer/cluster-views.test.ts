import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CorrelateResult } from '../../../src/contract/correlations.ts'
import type { ClusterResult } from '../../../src/contract/clusters.ts'
import { mapLayout } from '../../../src/renderer/charts/map-layout.ts'
import { metadataTexts } from '../../../src/renderer/client/metadata-texts.ts'
import { membersOf } from '../../../src/renderer/views/clusters/member-list.ts'
import { pairLines, startOrder } from '../../../src/renderer/views/correlations/pair-order.ts'
import { formatProbability, shownOf } from '../../../src/renderer/widgets/format-numbers.ts'

test('all documents of a cluster are listed once, the central ones first', () => {
  const document = (corpus: string, ordinal: number) => ({
    corpus,
    ordinal,
    document: `${corpus}${ordinal}`,
    affinity: 1,
    excerpt: 'x',
  })
  const cluster = { id: 0, name: 'n', size: 3, conductance: 0, latents: [], documents: [document('b', 1)] }
  const result: Pick<ClusterResult, 'map' | 'clusters'> = {
    clusters: [cluster],
    map: {
      corpora: ['a', 'b'],
      corpus: Uint16Array.of(0, 0, 1, 1),
      ordinal: Uint32Array.of(0, 1, 0, 1),
      cluster: Int32Array.of(0, -1, 0, 0),
      x: new Float32Array(4),
      y: new Float32Array(4),
    },
  }
  expect(membersOf(result, 0).map(({ corpus, ordinal, id }) => [corpus, ordinal, id])).toEqual([
    ['b', 1, 'b1'],
    ['a', 0, null],
    ['b', 0, null],
  ])
  expect(membersOf(result, -1).map(({ corpus, ordinal }) => [corpus, ordinal])).toEqual([['a', 1]])
})

test('points of a map lie within its box, on one scale', () => {
  const coordinate = fc.float({ noNaN: true, noDefaultInfinity: true, min: Math.fround(-1e6), max: Math.fround(1e6) })
  fc.assert(
    fc.property(fc.array(fc.tuple(coordinate, coordinate), { maxLength: 20 }), (points) => {
      const x = Float32Array.from(points, ([each]) => each)
      const y = Float32Array.from(points, ([, each]) => each)
      const layout = mapLayout(x, y, new Int32Array(points.length), 2, [300, 200])
      expect([...layout.x].every((each) => each >= 0 && each <= 300)).toBe(true)
      expect([...layout.y].every((each) => each >= 0 && each <= 200)).toBe(true)
      expect(layout.middles[1]).toBe(null)
    }),
  )
  const { x, y } = mapLayout(Float32Array.of(0, 10), Float32Array.of(0, 10), Int32Array.of(0, 0), 1, [300, 200])
  expect((x[1] ?? 0) - (x[0] ?? 0)).toBeCloseTo((y[0] ?? 0) - (y[1] ?? 0), 3)
})

test('pairs are found by either side and keep their place in the result', () => {
  const latent = (number: number, label: string) => ({ kind: 'latent' as const, latent: number, label, channel: 'text' })
  const pair = (a: number, b: number, npmiLow: number) => ({
    a: latent(a, `l${a}`),
    b: latent(b, `l${b}`),
    npmiLow,
    labelSimilarity: null,
  })
  const pairs = [pair(1, 2, 0.2), pair(3, 4, 0.5), pair(5, 2, 0.2)] as unknown as CorrelateResult['pairs']
  const places = (part: Partial<typeof startOrder>) => pairLines(pairs, { ...startOrder, ...part }).map(({ index }) => index)
  expect(places({})).toEqual([1, 0, 2])
  expect(places({ search: 'L2' })).toEqual([0, 2])
  expect(places({ sort: 'npmiLow', descending: false })).toEqual([0, 2, 1])
})

test('values of metadata as a filter takes them', () => {
  expect(metadataTexts('x')).toEqual(['x'])
  expect(metadataTexts(['war', 3, true, ['nested'], null, ''])).toEqual(['war', '3', 'true'])
  expect([metadataTexts(null), metadataTexts(undefined), metadataTexts({ a: 1 }), metadataTexts('')]).toEqual([[], [], [], []])
})

test('probabilities and counts as they are shown', () => {
  expect([1, 0.9996, 0.05, 0.0312, 0.001].map(formatProbability)).toEqual(['1', '1', '0.050', '0.031', '0.0010'])
  expect([4.4e-7, 9.6e-5, 0].map(formatProbability)).toEqual(['4e−7', '1e−4', '<1e−300'])
  expect(shownOf('row', 1, 1, 1)).toBe('1 row')
  expect(shownOf('pair', 1000, 1000, 5428)).toBe('the first 1,000 of 5,428 pairs')
  expect(shownOf('pair', 7, 1000, 5428)).toBe('7 of the first 1,000 pairs, 5,428 in all')
})

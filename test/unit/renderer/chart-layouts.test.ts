import fc from 'fast-check'
import { expect, test } from 'vitest'
import { heatTable } from '../../../src/renderer/charts/heat-layout.ts'
import { overlap, placeLabels, spreadPlaces } from '../../../src/renderer/charts/label-placement.ts'
import { communities, type Link } from '../../../src/renderer/charts/network/communities.ts'
import { fitted } from '../../../src/renderer/charts/network/force-layout.ts'
import { type GraphPair, pairGraph } from '../../../src/renderer/charts/network/pair-graph.ts'
import { type ScatterPoint, scatterLayout } from '../../../src/renderer/charts/scatter-layout.ts'
import { seriate } from '../../../src/renderer/charts/seriation.ts'
import { nearestLine } from '../../../src/renderer/charts/slope-layout.ts'

const place = fc.integer({ min: -50, max: 450 })
const wanted = fc.array(
  fc.record({ x: place, y: place, width: fc.integer({ min: 1, max: 150 }), height: fc.constant(12), gap: fc.constant(4) }),
  {
    maxLength: 40,
  },
)

test('names never overlap one another, an obstacle or the edge, and an earlier one never gives way to a later', () => {
  const size = [400, 300] as const
  const obstacle = { left: 100, top: 100, right: 180, bottom: 160 }
  fc.assert(
    fc.property(wanted, (labels) => {
      const placed = placeLabels(labels, size, [obstacle])
      const boxes = placed.map(({ label, left, top }) => ({
        left,
        top,
        right: left + labels[label]!.width,
        bottom: top + labels[label]!.height,
      }))
      boxes.forEach((box, at) => {
        expect(box.left >= 0 && box.top >= 0 && box.right <= size[0] && box.bottom <= size[1]).toBe(true)
        expect(overlap(box, obstacle)).toBe(false)
        for (const other of boxes.slice(at + 1)) expect(overlap(box, other)).toBe(false)
      })
      const fewer = placeLabels(labels.slice(0, -1), size, [obstacle])
      expect(placed.slice(0, fewer.length)).toEqual(fewer)
      expect(placeLabels(labels, size, [obstacle], 3).length).toBeLessThanOrEqual(3)
    }),
  )
})

test('names on one axis keep their order, their distance and their bounds, and stay where there is room', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -100, max: 500, noNaN: true }), { minLength: 1, maxLength: 30 }), (values) => {
      const places = spreadPlaces(values, 10, 0, 400)
      const step = Math.min(10, 400 / Math.max(1, values.length - 1))
      const order = [...values.keys()].sort((a, b) => values[a]! - values[b]! || a - b)
      order.forEach((index, rank) => {
        expect(places[index]!).toBeGreaterThanOrEqual(-1e-9)
        expect(places[index]!).toBeLessThanOrEqual(400 + 1e-9)
        if (rank > 0) expect(places[index]! - places[order[rank - 1]!]!).toBeGreaterThanOrEqual(step - 1e-9)
      })
    }),
  )
  expect(spreadPlaces([100, 200, 300], 10, 0, 400)).toEqual([100, 200, 300])
  // Two on one place move apart by the same.
  expect(spreadPlaces([200, 200], 10, 0, 400)).toEqual([195, 205])
})

const profiles = fc.integer({ min: 1, max: 9 }).chain((count) =>
  fc.array(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 }), {
    minLength: count,
    maxLength: count,
  }),
)

test('seriation gives every item once, on a path no longer than the order given', () => {
  const distance = (a: readonly number[], b: readonly number[]) => {
    const sizes = Math.hypot(...a) * Math.hypot(...b)
    return sizes === 0 ? 1 : 1 - a.reduce((sum, value, at) => sum + value * b[at]!, 0) / sizes
  }
  const length = (items: readonly (readonly number[])[]) =>
    items.slice(1).reduce((sum, item, at) => sum + distance(items[at]!, item), 0)
  fc.assert(
    fc.property(profiles, (given) => {
      const order = seriate(given)
      expect([...order].sort((a, b) => a - b)).toEqual([...given.keys()])
      expect(length(order.map((item) => given[item]!))).toBeLessThanOrEqual(length(given) + 1e-9)
    }),
  )
})

test('seriation finds a hidden line: items of which each is like the next come out in that order, or turned round', () => {
  const line = Array.from({ length: 9 }, (_, at) =>
    Array.from({ length: 11 }, (__, value) => Math.max(0, 1 - Math.abs(value - at - 1) / 2)),
  )
  fc.assert(
    fc.property(fc.shuffledSubarray([...line.keys()], { minLength: 9, maxLength: 9 }), (shuffled) => {
      const found = seriate(shuffled.map((item) => line[item]!)).map((item) => shuffled[item]!)
      expect(found[0]! < found[1]! ? found : found.toReversed()).toEqual([...line.keys()])
    }),
  )
})

/** Share of weight within communities, less what chance would put there: -1/2..1. */
function modularity(of: Int32Array, links: readonly Link[]): number {
  const total = links.reduce((sum, { weight }) => sum + 2 * weight, 0)
  if (total <= 0) return 0
  const ends = new Map<number, number>()
  let within = 0
  for (const { a, b, weight } of links) {
    for (const node of [a, b]) ends.set(of[node]!, (ends.get(of[node]!) ?? 0) + weight / total)
    if (of[a] === of[b]) within += (2 * weight) / total
  }
  return within - [...ends.values()].reduce((sum, share) => sum + share * share, 0)
}

test('communities: two cliques with one link between them are two, and never worse than each node by itself', () => {
  const clique = (nodes: readonly number[]): Link[] =>
    nodes.flatMap((a, at) => nodes.slice(at + 1).map((b) => ({ a, b, weight: 1 })))
  expect([...communities(8, [...clique([0, 2, 4]), ...clique([1, 3, 5, 6, 7]), { a: 0, b: 1, weight: 0.1 }])]).toEqual([
    1, 0, 1, 0, 1, 0, 0, 0,
  ])
  expect([...communities(2, [])]).toEqual([0, 1])
  const link = fc.record({ a: fc.nat(9), b: fc.nat(9), weight: fc.double({ min: 0.01, max: 1, noNaN: true }) })
  fc.assert(
    fc.property(fc.array(link, { maxLength: 25 }), (drawn) => {
      const links = drawn.filter(({ a, b }) => a !== b)
      const alone = Int32Array.from({ length: 10 }, (_, node) => node)
      expect(modularity(communities(10, links), links)).toBeGreaterThanOrEqual(modularity(alone, links) - 1e-9)
    }),
  )
})

const pair = (index: number, a: string, b: string, npmiLow: number): GraphPair => {
  const end = (key: string) => ({ key, name: key, documents: 10 })
  return { index, a: end(a), b: end(b), npmi: npmiLow + 0.1, npmiLow, support: 5 }
}

test('the graph keeps those with most in common with others, and no dot without a line', () => {
  const pairs = [pair(0, 'lone', 'pair', 0.9), pair(1, 'a', 'b', 0.6), pair(2, 'a', 'c', 0.5), pair(3, 'b', 'c', 0.5)]
  const { nodes, links } = pairGraph(pairs, 3, 10)
  expect(nodes.map(({ key }) => key)).toEqual(['a', 'b', 'c'])
  expect(links.map((each) => each.pair.index)).toEqual([1, 2, 3])
  expect(pairGraph(pairs, 10, 2).links.map((each) => each.pair.index)).toEqual([0, 1])
})

test('a heat map of one set with itself has every pair on both sides of its diagonal; of two sets once', () => {
  const pairs = [pair(0, 'a', 'b', 0.9), pair(1, 'c', 'd', 0.8), pair(2, 'a', 'c', 0.1)]
  const square = heatTable(pairs, true, 4)
  expect(square.rows).toEqual(square.columns)
  expect(square.cells.map(({ row, column }) => [square.rows[row]!.key, square.columns[column]!.key].join('')).sort()).toEqual([
    'ab',
    'ac',
    'ba',
    'ca',
    'cd',
    'dc',
  ])
  const oblong = heatTable(pairs, false, 4)
  expect(oblong.rows.map(({ key }) => key).sort()).toEqual(['a', 'c'])
  expect(oblong.columns.map(({ key }) => key).sort()).toEqual(['b', 'c', 'd'])
  expect(oblong.cells).toHaveLength(3)
  expect(heatTable(pairs, true, 2).rows).toHaveLength(2)
})

test('differences stand above and below the line of zero, within the axes', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  const point = fc.tuple(share, share, fc.nat(4000)).map(([target, other, latent]): ScatterPoint => ({
    latent,
    name: 'n',
    frequency: Math.max(target, other),
    difference: target - other,
    interval: [Math.max(-1, target - other - 0.1), Math.min(1, target - other + 0.1)],
    expected: 0,
    found: true,
  }))
  fc.assert(
    fc.property(fc.array(point, { maxLength: 30 }), (points) => {
      const { left, right, top, bottom, places, y, xTicks, yTicks } = scatterLayout(points, [500, 400])
      points.forEach(({ difference }, at) => {
        expect(places.x[at]!).toBeGreaterThanOrEqual(left - 0.01)
        expect(places.x[at]!).toBeLessThanOrEqual(right + 0.01)
        expect(places.y[at]!).toBeGreaterThanOrEqual(top - 0.01)
        expect(places.y[at]!).toBeLessThanOrEqual(bottom + 0.01)
        if (difference > 1e-6) expect(places.y[at]!).toBeLessThan(y(0) + 0.01)
      })
      for (const ticks of [xTicks, yTicks]) expect(ticks.some(({ value }) => value === 0)).toBe(true)
    }),
  )
})

test('the nearest line is found by its segments, and a layout of forces is fitted into its box', () => {
  const lines = [
    [
      [0, 0],
      [100, 0],
    ],
    [
      [0, 50],
      [100, 100],
    ],
  ] as const
  expect(nearestLine(lines, 50, 10)).toEqual({ line: 0, far: 10 })
  expect(nearestLine(lines, 200, 100)).toEqual({ line: 1, far: 100 })
  expect(nearestLine([], 0, 0)).toBeNull()
  const { x, y } = fitted({ x: Float32Array.of(-300, 0, 300), y: Float32Array.of(5, 5, 5) }, [200, 100])
  expect([...x].map(Math.round)).toEqual([30, 100, 170])
  expect([...y]).toEqual([50, 50, 50])
})

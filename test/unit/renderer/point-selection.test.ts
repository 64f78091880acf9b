import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  changedSelection,
  type Corner,
  nextPoint,
  pointsBetween,
  pointsInside,
} from '../../../src/renderer/charts/points/points-inside.ts'
import { moved, wholeView, withInSight, zoomed } from '../../../src/renderer/charts/points/point-view.ts'

const coordinate = fc.integer({ min: -500, max: 500 })
const places = fc
  .array(fc.tuple(coordinate, coordinate), { maxLength: 60 })
  .map((points) => ({ x: points.map(([x]) => x), y: points.map(([, y]) => y) }))

test('a rectangle drawn as a line holds the points between its corners, but for those on its edges', () => {
  fc.assert(
    fc.property(places, coordinate, coordinate, coordinate, coordinate, (points, x0, y0, x1, y1) => {
      // Half a step beside whole places, so that none lies on an edge.
      const [from, to]: [Corner, Corner] = [
        [x0 + 0.5, y0 + 0.5],
        [x1 + 0.5, y1 + 0.5],
      ]
      const line: Corner[] = [from, [to[0], from[1]], to, [from[0], to[1]]]
      expect([...pointsInside(points, line)]).toEqual([...pointsBetween(points, from, to)])
    }),
  )
})

test('a lasso around a triangle holds what lies on the same side of all three edges, whichever way it was drawn', () => {
  const corner = fc.tuple(coordinate, coordinate).map(([x, y]): Corner => [x + 0.25, y + 0.125])
  fc.assert(
    fc.property(places, corner, corner, corner, (points, a, b, c) => {
      const side = ([x0, y0]: Corner, [x1, y1]: Corner, x: number, y: number) =>
        Math.sign((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0))
      const expected = points.x.flatMap((x, at) => {
        const y = points.y[at]!
        const sides = [side(a, b, x, y), side(b, c, x, y), side(c, a, x, y)]
        return sides.every((each) => each === sides[0] && each !== 0) ? [at] : []
      })
      const onEdge = points.x.some((x, at) =>
        [side(a, b, x, points.y[at]!), side(b, c, x, points.y[at]!), side(c, a, x, points.y[at]!)].includes(0),
      )
      fc.pre(!onEdge)
      expect([...pointsInside(points, [a, b, c])]).toEqual(expected)
      expect([...pointsInside(points, [c, b, a])]).toEqual(expected)
    }),
  )
})

test('a line of fewer than three corners holds nothing; Shift adds and Alt takes away', () => {
  expect(
    pointsInside({ x: [0], y: [0] }, [
      [-1, -1],
      [1, 1],
    ]),
  ).toHaveLength(0)
  const [before, drawn] = [Uint32Array.of(1, 4), Uint32Array.of(2, 4)]
  expect([...changedSelection(before, drawn, 'replace')]).toEqual([2, 4])
  expect([...changedSelection(before, drawn, 'add')]).toEqual([1, 2, 4])
  expect([...changedSelection(before, drawn, 'take')]).toEqual([1])
})

test('from point to point by arrows: the next lies that way and is none other than the last', () => {
  fc.assert(
    fc.property(places, fc.nat(59), (points, start) => {
      fc.pre(start < points.x.length)
      const right = nextPoint(points, start, 'right')
      if (right !== null)
        expect(points.x[right]! - points.x[start]!).toBeGreaterThanOrEqual(Math.abs(points.y[right]! - points.y[start]!))
      expect(right).not.toBe(start)
    }),
  )
  // Points of one place follow one another, there and back.
  const same = { x: [5, 5, 5], y: [5, 5, 5] }
  expect([nextPoint(same, 0, 'right'), nextPoint(same, 1, 'right'), nextPoint(same, 2, 'right')]).toEqual([1, 2, null])
  expect(nextPoint(same, 2, 'left')).toBe(1)
})

test('a view never shows what lies beyond the whole, and keeps the point it is enlarged about', () => {
  const size = [400, 300] as const
  const inside = (view: typeof wholeView) => {
    expect(view.x).toBeLessThanOrEqual(1e-9)
    expect(view.x + size[0] * view.k).toBeGreaterThanOrEqual(size[0] - 1e-6)
    expect(view.y + size[1] * view.k).toBeGreaterThanOrEqual(size[1] - 1e-6)
  }
  const step = fc.tuple(fc.double({ min: 0.2, max: 5, noNaN: true }), fc.nat(400), fc.nat(300), coordinate, coordinate)
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      let view = wholeView
      for (const [factor, atX, atY, byX, byY] of steps) {
        view = moved(zoomed(view, factor, [atX, atY], size), byX, byY, size)
        inside(view)
      }
      const seen = withInSight(view, 17, 23, size)
      expect(seen.k * 17 + seen.x).toBeGreaterThanOrEqual(0)
      expect(seen.k * 23 + seen.y).toBeLessThanOrEqual(size[1])
    }),
  )
  const at = [200, 150] as const
  const closer = zoomed(wholeView, 4, at, size)
  expect([closer.k * 200 + closer.x, closer.k * 150 + closer.y]).toEqual([200, 150])
})

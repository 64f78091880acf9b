import { describe, expect, test } from 'vitest'
import { histogramLayout } from '../../../src/renderer/charts/histogram-layout.ts'

const edges = [0, 1, 2, 3, 4]

describe('histogramLayout', () => {
  test('bars are shares of each corpus, on one scale', () => {
    const { rows } = histogramLayout(
      {
        edges,
        threshold: 0.5,
        rows: [
          { documents: 100, counts: [64, 16, 0, 1] },
          { documents: 10, counts: [0, 1, 0, 0] },
        ],
      },
      400,
      40,
    )
    const [large, small] = rows
    expect(large?.bars.map(({ count }) => count)).toEqual([64, 16, 1])
    expect(large?.bars.map(({ x }) => x)).toEqual([0, 100, 300])
    // Heights go with the square root of the share: 64 % is the full height, 16 % half of it, 1 % an eighth.
    expect(large?.bars.map(({ height }) => height)).toEqual([40, 20, 5])
    expect(small?.bars[0]?.share).toBe(0.1)
    expect(small?.bars[0]?.height).toBeCloseTo(40 * Math.sqrt(0.1 / 0.64), 9)
    expect(large?.bars.every(({ y, height }) => Math.abs(y + height - 40) < 1e-9)).toBe(true)
  })

  test('a bin with a single document among very many is still to be seen', () => {
    const { rows } = histogramLayout({ edges, threshold: 0, rows: [{ documents: 1e6, counts: [999_999, 0, 0, 1] }] }, 100, 40)
    expect(rows[0]?.bars.at(-1)?.height).toBe(1)
  })

  test('the threshold stands on the axis, or nowhere when it lies outside', () => {
    const rows = [{ documents: 1, counts: [1, 0, 0, 0] }]
    expect(histogramLayout({ edges, threshold: 1, rows }, 400, 40).threshold).toBe(100)
    expect(histogramLayout({ edges, threshold: 9, rows }, 400, 40).threshold).toBeNull()
    expect(histogramLayout({ edges, threshold: 0, rows }, 400, 40).threshold).toBeNull()
  })

  test('nothing active: no bars, no shares, an axis all the same', () => {
    const layout = histogramLayout({ edges: [0, 0], threshold: 0, rows: [{ documents: 0, counts: [0] }] }, 200, 40)
    expect(layout.rows[0]?.bars).toEqual([])
    expect(layout.yTicks).toEqual([])
    expect(layout.xTicks.every(({ at }) => Number.isFinite(at))).toBe(true)
  })
})

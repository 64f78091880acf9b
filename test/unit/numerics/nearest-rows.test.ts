import { expect, test } from 'vitest'
import { nearestRows, product, toUnit, type UnitRows } from '../../../src/main/engine/numerics/nearest-rows.ts'
import { seededRandom } from '../../../src/main/engine/numerics/seeded-random.ts'

/** Directions around some middles, and one of zeros. */
function directions(rows: number, width: number, middles: number): UnitRows {
  const random = seededRandom(3)
  const values = new Float32Array(rows * width)
  for (let row = 0; row < rows - 1; row++) {
    const middle = seededRandom(100 + (row % middles))
    for (let at = 0; at < width; at++) values[row * width + at] = middle() - 0.5 + 0.5 * (random() - 0.5)
    toUnit(values, row * width, width)
  }
  return { values, rows, width }
}

const cosine = ({ values, width }: UnitRows, a: number, b: number) => product(values, a * width, values, b * width, width)

function truly(points: UnitRows, row: number, count: number): number[] {
  return Array.from({ length: points.rows }, (_, other) => other)
    .filter((other) => other !== row && cosine(points, row, other) > 0)
    .sort((a, b) => cosine(points, row, b) - cosine(points, row, a))
    .slice(0, count)
}

test('of few rows each has the others with the largest cosines', () => {
  const points = directions(300, 17, 12)
  const { others, sizes, similarities } = nearestRows(points, 6, seededRandom(1))
  for (const row of [0, 1, 77, 298]) {
    const found = [...others.subarray(row * 6, row * 6 + sizes[row]!)]
    expect(new Set(found)).toEqual(new Set(truly(points, row, 6)))
    found.forEach((other, at) => expect(similarities[row * 6 + at]).toBeCloseTo(cosine(points, row, other), 3))
  }
  expect(sizes[299]).toBe(0)
})

test('of many rows nearly all of them, and never itself', () => {
  const points = directions(6400, 12, 300)
  const { others, sizes } = nearestRows(points, 8, seededRandom(1))
  let found = 0
  for (let row = 0; row < 6400; row += 640) {
    const mine = new Set(others.subarray(row * 8, row * 8 + sizes[row]!))
    expect(mine.has(row)).toBe(false)
    found += truly(points, row, 8).filter((other) => mine.has(other)).length
  }
  expect(found / 80).toBeGreaterThan(0.9)
})

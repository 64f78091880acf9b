import { type NeighbourHeaps, neighbourHeaps, offerNeighbour, withoutTies } from './neighbour-heaps.ts'
import type { Random } from './seeded-random.ts'

/** Rows of unit length or all zeros, [rows * width]. */
export type UnitRows = { readonly values: Float32Array; readonly rows: number; readonly width: number }

/** Up to so many rows all pairs are compared. */
const mostExact = 6000
/** Cells of a row's neighbourhood that are looked through, and rounds in which cells are found. */
const probes = 12
const rounds = 2

/**
 * For each row the `capacity` others with the largest cosine above 0. Of many rows nearly so: they are parted into 2 √rows cells around
 * middles found by spherical k-means, and each row is compared with those of the 12 cells nearest to it: O(rows^1.5 · width).
 */
export function nearestRows(points: UnitRows, capacity: number, random: Random): NeighbourHeaps {
  const heaps = neighbourHeaps(points.rows, capacity)
  if (points.rows <= mostExact) comparePairs(points, heaps)
  else compareWithinCells(points, heaps, random)
  return heaps
}

function comparePairs({ values, rows, width }: UnitRows, heaps: NeighbourHeaps): void {
  for (let row = 0; row < rows; row++)
    for (let other = 0; other < row; other++) {
      const cosine = product(values, row * width, values, other * width, width)
      offer(heaps, row, other, cosine)
      offer(heaps, other, row, cosine)
    }
}

/** Most pairs are less alike than what both hold already. */
function offer(heaps: NeighbourHeaps, row: number, other: number, cosine: number): void {
  const { capacity, sizes, similarities } = heaps
  const least = sizes[row]! < capacity ? 0 : (similarities[row * capacity] ?? Infinity)
  if (cosine > least) offerNeighbour(heaps, row, other, withoutTies(cosine, row, other))
}

function compareWithinCells(points: UnitRows, heaps: NeighbourHeaps, random: Random): void {
  const { values, rows, width } = points
  const cells = cellsOf(points, Math.ceil(2 * Math.sqrt(rows)), random)
  const near = new Int32Array(probes)
  for (let row = 0; row < rows; row++) {
    nearestMiddles(cells.middles, cells.count, values, row * width, width, near)
    for (const cell of near) {
      for (let at = cells.starts[cell]!; at < cells.starts[cell + 1]!; at++) {
        const other = cells.members[at]!
        if (other === row) continue
        const cosine = product(values, row * width, values, other * width, width)
        offer(heaps, row, other, cosine)
      }
    }
  }
}

type Cells = {
  readonly count: number
  /** [count * width], of unit length. */
  readonly middles: Float32Array
  /** Rows by cell: those of cell c are members[starts[c]] to members[starts[c + 1]]. */
  readonly starts: Uint32Array
  readonly members: Uint32Array
}

function cellsOf({ values, rows, width }: UnitRows, count: number, random: Random): Cells {
  const middles = new Float32Array(count * width)
  for (let cell = 0; cell < count; cell++) {
    const row = Math.floor(((cell + random()) * rows) / count)
    middles.set(values.subarray(row * width, (row + 1) * width), cell * width)
  }
  const cellOf = new Uint32Array(rows)
  const best = new Int32Array(1)
  for (let round = 0; ; round++) {
    for (let row = 0; row < rows; row++) {
      nearestMiddles(middles, count, values, row * width, width, best)
      cellOf[row] = best[0]!
    }
    if (round === rounds - 1) break
    middles.fill(0)
    for (let row = 0; row < rows; row++)
      for (let at = 0; at < width; at++) middles[cellOf[row]! * width + at]! += values[row * width + at]!
    for (let cell = 0; cell < count; cell++) toUnit(middles, cell * width, width)
  }
  const starts = new Uint32Array(count + 1)
  for (const cell of cellOf) starts[cell + 1]!++
  for (let cell = 0; cell < count; cell++) starts[cell + 1]! += starts[cell]!
  const members = new Uint32Array(rows)
  const cursors = starts.slice()
  for (let row = 0; row < rows; row++) members[cursors[cellOf[row]!]!++] = row
  return { count, middles, starts, members }
}

/** Writes the cells whose middles are nearest, nearest first. */
function nearestMiddles(
  middles: Float32Array,
  count: number,
  values: Float32Array,
  from: number,
  width: number,
  near: Int32Array,
): void {
  const cosines = new Float64Array(near.length).fill(-Infinity)
  for (let cell = 0; cell < count; cell++) {
    const cosine = product(values, from, middles, cell * width, width)
    if (cosine <= cosines[near.length - 1]!) continue
    let at = near.length - 1
    for (; at > 0 && cosines[at - 1]! < cosine; at--) {
      cosines[at] = cosines[at - 1]!
      near[at] = near[at - 1]!
    }
    cosines[at] = cosine
    near[at] = cell
  }
}

/** Scales a stretch of values to unit length; zeros stay zeros. */
export function toUnit(values: Float32Array, from: number, width: number): void {
  const length = Math.sqrt(product(values, from, values, from, width))
  if (length > 0) for (let at = from; at < from + width; at++) values[at]! /= length
}

/** In four sums, which a processor adds to at once. `width` need not be a multiple of four. */
export function product(a: Float32Array, fromA: number, b: Float32Array, fromB: number, width: number): number {
  let [one, two, three, four] = [0, 0, 0, 0]
  let at = 0
  for (; at + 3 < width; at += 4) {
    one += a[fromA + at]! * b[fromB + at]!
    two += a[fromA + at + 1]! * b[fromB + at + 1]!
    three += a[fromA + at + 2]! * b[fromB + at + 2]!
    four += a[fromA + at + 3]! * b[fromB + at + 3]!
  }
  for (; at < width; at++) one += a[fromA + at]! * b[fromB + at]!
  return one + two + (three + four)
}

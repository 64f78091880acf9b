import type { BinaryMatrix } from '../../numerics/binary-matrix.ts'
import { commonColumns, countWithAll } from '../../numerics/common-columns.ts'
import { neighbourHeaps, offerNeighbour, withoutTies } from '../../numerics/neighbour-heaps.ts'
import type { Random } from '../../numerics/seeded-random.ts'
import type { DistinctRows } from './distinct-rows.ts'

export type Landmarks = {
  /** Distinct rows that stand for all, ascending places in the whole matrix. */
  readonly places: Uint32Array
  readonly matrix: BinaryMatrix
  /** How many of the drawn documents each stands for. */
  readonly masses: Uint32Array
}

/** Draws `count` documents without putting back, all equally likely, and folds copies. */
export function drawLandmarks({ matrix, masses }: DistinctRows, count: number, random: Random): Landmarks {
  // Algorithm S of Knuth 3.4.2: document after document is taken with the chance that is left.
  let open = masses.reduce((sum, mass) => sum + mass, 0)
  let wanted = Math.min(count, open)
  const drawn = new Uint32Array(masses.length)
  for (let row = 0; row < masses.length; row++) {
    for (let copy = 0; copy < masses[row]!; copy++) {
      if (random() * open-- >= wanted) continue
      wanted--
      drawn[row]!++
    }
  }
  const places = Uint32Array.from([...drawn.keys()].filter((row) => drawn[row]! > 0))
  return { places, matrix: pickRows(matrix, places), masses: Uint32Array.from(places, (row) => drawn[row]!) }
}

export type Extension = {
  readonly matrix: BinaryMatrix
  readonly weights: Float64Array | undefined
  readonly landmarks: Landmarks
  readonly neighbours: number
  /** Each [landmarks]: what is known of the landmarks. */
  readonly coordinates: readonly Float64Array[]
  /** [coordinates]: weight of the mean of all landmarks beside the nearest, which have 1 together; 0 for none. */
  readonly pulls: ArrayLike<number>
  /** [coordinates]: what the extended coordinate is divided by: the eigenvalue; 1 for a plain mean. */
  readonly divisors: ArrayLike<number>
  /** Gets each row's coordinates, [coordinates], overwritten by the next; NaN for a row with nothing in common with any landmark. */
  readonly take: (row: number, point: Float64Array) => void
  readonly progress?: ((share: number) => void) | undefined
}

/**
 * Carries coordinates of landmarks over to all rows: the mean over the nearest landmarks, weighted by mass and Jaccard similarity, over the
 * eigenvalue (Nyström's extension; Bengio et al. 2004, https://doi.org/10.1162/0899766041732396).
 *
 * One row at a time against all landmarks: memory does not grow with the rows.
 */
export function extendToAll(extension: Extension): void {
  const { matrix, weights, landmarks, neighbours, coordinates, pulls, divisors, take, progress } = extension
  const { masses } = landmarks
  const counts = commonColumns(landmarks.matrix, weights)
  const documents = masses.reduce((sum, mass) => sum + mass, 0)
  const means = coordinates.map((each) => each.reduce((sum, value, row) => sum + value * masses[row]!, 0) / documents)
  const heap = neighbourHeaps(1, neighbours)
  const { others, similarities, sizes, bars } = heap
  const point = new Float64Array(coordinates.length)
  for (let row = 0; row < matrix.rows; row++) {
    countWithAll(counts, matrix.indices, matrix.starts[row]!, matrix.starts[row + 1]!)
    const size = rowSize(matrix, row, weights)
    sizes[0] = 0
    bars[0] = 0
    for (let landmark = 0; landmark < counts.rows; landmark++) {
      const shared = counts.common[landmark]!
      const both = size + counts.sizes[landmark]!
      if (shared > bars[0]! * both) offerNeighbour(heap, 0, landmark, withoutTies(shared / (both - shared), row, landmark))
    }
    let total = 0
    for (let at = 0; at < sizes[0]!; at++) total += similarities[at]! * masses[others[at]!]!
    for (const [d, of] of coordinates.entries()) {
      let sum = 0
      for (let at = 0; at < sizes[0]!; at++) sum += similarities[at]! * masses[others[at]!]! * of[others[at]!]!
      point[d] = (sum / total + pulls[d]! * means[d]!) / (1 + pulls[d]!) / divisors[d]!
    }
    take(row, point)
    if (row % 1024 === 1023) progress?.(row / matrix.rows)
  }
}

function rowSize({ starts, indices }: BinaryMatrix, row: number, weights: Float64Array | undefined): number {
  if (weights === undefined) return starts[row + 1]! - starts[row]!
  let size = 0
  for (let at = starts[row]!; at < starts[row + 1]!; at++) size += weights[indices[at]!]!
  return size
}

function pickRows({ columns, starts, indices }: BinaryMatrix, places: Uint32Array): BinaryMatrix {
  const picked = new Uint32Array(places.length + 1)
  for (const [at, row] of places.entries()) picked[at + 1] = picked[at]! + starts[row + 1]! - starts[row]!
  const kept = new Uint32Array(picked[places.length]!)
  for (const [at, row] of places.entries()) kept.set(indices.subarray(starts[row]!, starts[row + 1]!), picked[at]!)
  return { rows: places.length, columns, starts: picked, indices: kept }
}

import { transpose } from '../../src/main/engine/numerics/binary-matrix.ts'
import type { BinaryMatrix } from '../../src/main/engine/numerics/binary-matrix.ts'
import { seededRandom, shuffle } from '../../src/main/engine/numerics/seeded-random.ts'
import { curveball } from './curveball.ts'
import { syntheticProperties } from './synthetic-properties.ts'
import type { SyntheticProperties } from './synthetic-properties.ts'

export const nullScenarios = ['channel', 'channels', 'corpora', 'copies'] as const

/** Two sides, or one, of documents whose properties have nothing to do with each other, given how many there are. */
export type NullCorrelations = {
  readonly a: BinaryMatrix
  readonly b: BinaryMatrix | null
  readonly corpus: Uint16Array
  readonly unit: Uint32Array
}

/**
 * A draw from a null hypothesis: synthetic properties (the same for all draws of one seed) in which curveball trades leave only the margins.
 *
 * channel: one side. channels: two sides whose documents are rich together. corpora: two halves in which the same properties have
 * frequencies that have nothing to do with each other. copies: a fifth of the documents five times over, each with its copies one unit.
 */
export function nullCorrelations(
  scenario: (typeof nullScenarios)[number],
  sizes: SyntheticProperties,
  draw: number,
): NullCorrelations {
  const random = seededRandom(draw)
  const { documents } = sizes
  const matrix = curveball(syntheticProperties(sizes), random)
  const alone = { corpus: new Uint16Array(documents), unit: Uint32Array.from({ length: documents }, (_, document) => document) }
  if (scenario === 'channel') return { a: matrix, b: null, ...alone }
  const rows = Uint32Array.from({ length: sizes.properties }, (_, row) => row)
  if (scenario === 'channels') {
    const a = rowsOf(
      matrix,
      rows.filter((row) => row % 2 === 0),
    )
    const b = rowsOf(
      matrix,
      rows.filter((row) => row % 2 === 1),
    )
    return { a: curveball(a, random), b: curveball(b, random), ...alone }
  }
  if (scenario === 'corpora') {
    const second = rowsOf(
      curveball(syntheticProperties({ ...sizes, seed: sizes.seed + 1 }), random),
      shuffle(rows, seededRandom(sizes.seed)),
    )
    const corpus = Uint16Array.from({ length: 2 * documents }, (_, document) => (document < documents ? 0 : 1))
    return { a: sideBySide(matrix, second), b: null, corpus, unit: Uint32Array.from(corpus.keys()) }
  }
  const copied = rowsOf(
    transpose(matrix),
    Uint32Array.from({ length: 4 * Math.floor(documents / 5) }, (_, copy) => copy >> 2),
  )
  const a = sideBySide(matrix, transpose(copied))
  const unit = Uint32Array.from({ length: a.columns }, (_, document) =>
    document < documents ? document : (document - documents) >> 2,
  )
  return { a, b: null, corpus: new Uint16Array(a.columns), unit }
}

/** Some rows of a matrix, in the order given. */
export function rowsOf(matrix: BinaryMatrix, rows: Uint32Array): BinaryMatrix {
  const starts = new Uint32Array(rows.length + 1)
  for (let at = 0; at < rows.length; at++) starts[at + 1] = starts[at]! + matrix.starts[rows[at]! + 1]! - matrix.starts[rows[at]!]!
  const indices = new Uint32Array(starts[rows.length]!)
  for (let at = 0; at < rows.length; at++)
    indices.set(matrix.indices.subarray(matrix.starts[rows[at]!], matrix.starts[rows[at]! + 1]), starts[at])
  return { rows: rows.length, columns: matrix.columns, starts, indices }
}

/** The columns of one matrix, then those of another with the same rows. */
export function sideBySide(left: BinaryMatrix, right: BinaryMatrix): BinaryMatrix {
  const starts = left.starts.map((start, row) => start + right.starts[row]!)
  const indices = new Uint32Array(left.indices.length + right.indices.length)
  for (let row = 0; row < left.rows; row++) {
    const own = left.indices.subarray(left.starts[row], left.starts[row + 1])
    indices.set(own, starts[row])
    const moved = right.indices.subarray(right.starts[row], right.starts[row + 1]).map((column) => column + left.columns)
    indices.set(moved, starts[row]! + own.length)
  }
  return { rows: left.rows, columns: left.columns + right.columns, starts, indices }
}

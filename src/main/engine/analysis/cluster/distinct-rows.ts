import { Failure } from '../../../../contract/failure.ts'
import type { BinaryMatrix } from '../../numerics/binary-matrix.ts'
import { hashPair } from '../../numerics/hash-pair.ts'

/** Documents with the same latents folded to one. */
export type DistinctRows = {
  /** Each distinct row once, in order of first occurrence; none is empty. */
  readonly matrix: BinaryMatrix
  /** [distinct]: how many documents it stands for. */
  readonly masses: Uint32Array
  /** [documents]: the distinct row of each document, -1 for one without any latent. */
  readonly rowOf: Int32Array
}

/**
 * Folds equal rows. Copies have similarity 1 with one another, so that a graph of nearest neighbours would tie each set of more copies
 * than neighbours to itself alone; and few latents make few distinct rows, however many documents there are.
 *
 * O(nonzeros + documents log documents). The matrix is the one given where nothing was folded or left out.
 */
export function distinctRows(documents: BinaryMatrix): DistinctRows {
  const { rows, columns, starts, indices } = documents
  const rowOf = new Int32Array(rows).fill(-1)
  // Rows with the same hash become neighbours, in order, by sorting hash * rows + row, a whole number below 2^53.
  const hashes = Math.min(2 ** 32, Math.floor(2 ** 53 / Math.max(1, rows)))
  const keys = new Float64Array(rows)
  for (let row = 0; row < rows; row++) keys[row] = (hashRow(documents, row) % hashes) * rows + row
  keys.sort()
  const firstCopy = new Int32Array(rows)
  for (let run = 0; run < rows;) {
    const hash = Math.floor(keys[run]! / rows)
    let end = run
    while (end < rows && Math.floor(keys[end]! / rows) === hash) end++
    for (let at = run; at < end; at++) {
      const row = keys[at]! - hash * rows
      firstCopy[row] = row
      for (let earlier = run; earlier < at; earlier++) {
        const other = keys[earlier]! - hash * rows
        if (firstCopy[other] !== other || !equalRows(documents, other, row)) continue
        firstCopy[row] = other
        break
      }
    }
    run = end
  }
  let distinct = 0
  let nonzeros = 0
  for (let row = 0; row < rows; row++) {
    const length = starts[row + 1]! - starts[row]!
    if (length === 0) continue
    if (firstCopy[row] === row) {
      rowOf[row] = distinct++
      nonzeros += length
    } else rowOf[row] = rowOf[firstCopy[row]!]!
  }
  const masses = new Uint32Array(distinct)
  for (let row = 0; row < rows; row++) if (rowOf[row]! >= 0) masses[rowOf[row]!]!++
  if (distinct === rows) return { matrix: documents, masses, rowOf }
  const matrix = { rows: distinct, columns, starts: new Uint32Array(distinct + 1), indices: new Uint32Array(nonzeros) }
  for (let row = 0, kept = 0; row < rows; row++) {
    if (rowOf[row] !== kept) continue
    matrix.indices.set(indices.subarray(starts[row]!, starts[row + 1]!), matrix.starts[kept]!)
    matrix.starts[kept + 1] = matrix.starts[kept]! + starts[row + 1]! - starts[row]!
    kept++
  }
  return { matrix, masses, rowOf }
}

/** @throws Failure `bad-input` unless there is a weight for each column, all finite and above 0. */
export function checkWeights(weights: Float64Array | undefined, columns: number): void {
  if (weights === undefined) return
  if (weights.length === columns && weights.every((weight) => weight > 0 && Number.isFinite(weight))) return
  throw new Failure(
    'bad-input',
    'The weights do not give one positive number to each latent.',
    'Leave out latents that should not count.',
  )
}

function hashRow({ starts, indices }: BinaryMatrix, row: number): number {
  const end = starts[row + 1]!
  let hash = 0
  for (let at = starts[row]!; at < end; at++) hash = Math.imul(hash ^ indices[at]!, 0x9e3779b1) ^ (hash >>> 15)
  return hashPair(hash, end - starts[row]!)
}

function equalRows({ starts, indices }: BinaryMatrix, a: number, b: number): boolean {
  const length = starts[a + 1]! - starts[a]!
  if (length !== starts[b + 1]! - starts[b]!) return false
  for (let at = 0; at < length; at++) if (indices[starts[a]! + at] !== indices[starts[b]! + at]) return false
  return true
}

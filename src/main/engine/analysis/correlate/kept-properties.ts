import type { BinaryMatrix } from '../../numerics/binary-matrix.ts'

/** Which properties of one side are looked at, numbered anew from 0: ascending by the units that have them, equal ones by row. */
export type KeptProperties = {
  /** [kept] row in the matrix handed in. */
  readonly rows: Uint32Array
  /** [kept] documents that have it. */
  readonly documents: Uint32Array
  /** [kept] units that have it: the sum of the weights of its documents. Ascending. */
  readonly units: Float64Array
  /** [documents + 1] where each document's properties begin in `items`. */
  readonly starts: Uint32Array
  /** [nonzeros] kept properties of each document, ascending. 16 bits each where they suffice: this is what the hot loop reads. */
  readonly items: Uint16Array | Uint32Array
}

export type KeepBounds = {
  /** Lowest and highest share of the documents, both included. */
  readonly band: readonly [lowest: number, highest: number]
  /** Fewest units, see `weights`. */
  readonly minimumSupport: number
}

/** Keeps the rows of `matrix` [properties x documents] within the bounds. `weights` [documents]: what a document counts among units; null: 1. */
export function keepProperties(
  matrix: BinaryMatrix,
  weights: Float64Array | null,
  { band, minimumSupport }: KeepBounds,
): KeptProperties {
  const documentsOf = (row: number) => matrix.starts[row + 1]! - matrix.starts[row]!
  const unitsOf = new Float64Array(matrix.rows)
  let count = 0
  const rows = new Uint32Array(matrix.rows)
  for (let row = 0; row < matrix.rows; row++) {
    const share = documentsOf(row) / matrix.columns
    if (!(share > 0 && share >= band[0] && share <= band[1])) continue
    unitsOf[row] = weights === null ? documentsOf(row) : weightOf(matrix, row, weights)
    if (unitsOf[row]! + roundingSlack >= minimumSupport) rows[count++] = row
  }
  const kept = rows.slice(0, count).sort((a, b) => unitsOf[a]! - unitsOf[b]! || a - b)
  return {
    rows: kept,
    documents: Uint32Array.from(kept, documentsOf),
    units: Float64Array.from(kept, (row) => unitsOf[row]!),
    ...itemsByDocument(matrix, kept),
  }
}

/** Those of `kept` whose row of `matrix` passes, numbered anew. */
export function keptOnly(kept: KeptProperties, matrix: BinaryMatrix, passes: (row: number) => boolean): KeptProperties {
  const items = Array.from(kept.rows.keys()).filter((item) => passes(kept.rows[item]!))
  const rows = Uint32Array.from(items, (item) => kept.rows[item]!)
  return {
    rows,
    documents: Uint32Array.from(items, (item) => kept.documents[item]!),
    units: Float64Array.from(items, (item) => kept.units[item]!),
    ...itemsByDocument(matrix, rows),
  }
}

/** Weights such as a third do not add up to 1 exactly; sums of them are compared with this much to spare. */
export const roundingSlack = 1e-6

function weightOf({ starts, indices }: BinaryMatrix, row: number, weights: Float64Array): number {
  const end = starts[row + 1]!
  let sum = 0
  for (let at = starts[row]!; at < end; at++) sum += weights[indices[at]!]!
  return sum
}

function itemsByDocument(matrix: BinaryMatrix, kept: Uint32Array): Pick<KeptProperties, 'starts' | 'items'> {
  const starts = new Uint32Array(matrix.columns + 1)
  for (const row of kept) {
    const end = matrix.starts[row + 1]!
    for (let at = matrix.starts[row]!; at < end; at++) starts[matrix.indices[at]! + 1]!++
  }
  for (let document = 0; document < matrix.columns; document++) starts[document + 1]! += starts[document]!
  const nonzeros = starts[matrix.columns]!
  const items = kept.length <= 65536 ? new Uint16Array(nonzeros) : new Uint32Array(nonzeros)
  const cursors = starts.slice()
  for (let item = 0; item < kept.length; item++) {
    const row = kept[item]!
    const end = matrix.starts[row + 1]!
    for (let at = matrix.starts[row]!; at < end; at++) items[cursors[matrix.indices[at]!]!++] = item
  }
  return { starts, items }
}

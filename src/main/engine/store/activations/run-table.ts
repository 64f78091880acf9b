/**
 * The one form of every blob that reading a corpus leaves: entries in runs, one run per key (a latent or a document), column by column.
 *
 * Entries of run r are `starts[r]` to `starts[r + 1]`; `starts[0]` need not be 0, so that a table can be a part of larger arrays.
 */
export type RunTable = {
  /** [runs], strictly ascending. */
  readonly keys: Uint32Array
  /** [runs + 1] */
  readonly starts: Uint32Array
  /** [runs], one number per run. */
  readonly scales?: Float32Array
  /** [entries] each, addressed by `starts`. */
  readonly columns: readonly RunColumn[]
}

/** `ascending` is strictly so within a run. */
export type RunColumn =
  | { readonly kind: 'ascending' | 'varint'; readonly values: Uint32Array }
  | { readonly kind: 'zigzag'; readonly values: Int32Array }
  | { readonly kind: 'byte'; readonly values: Uint8Array }
  | { readonly kind: 'float32'; readonly values: Float32Array }
  | { readonly kind: 'float64'; readonly values: Float64Array }

export type ColumnKind = RunColumn['kind']

/** A column's kind in the blob is its place here, from 1. */
export const columnKinds: readonly ColumnKind[] = ['ascending', 'varint', 'zigzag', 'byte', 'float32', 'float64']

/**
 * Frames of one column: 32-bit floats have one for each of their bytes, since each packs best with its own codes; 64-bit ones, which are
 * kept only until an encoding is finished, have their planes in one frame.
 */
export function framesOf(kind: ColumnKind): number {
  return kind === 'float32' ? 4 : 1
}

/** Whether a column's entries differ in length, so that the directory says how long each run is. */
export function isVariable(kind: ColumnKind): boolean {
  return kind === 'ascending' || kind === 'varint' || kind === 'zigzag'
}

export const runTableVersion = 1

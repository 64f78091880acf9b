import type { BinaryMatrix } from './binary-matrix.ts'

/**
 * Counts the columns that rows have in common, row against all rows: rare columns through their postings, frequent ones as bits.
 *
 * Of two rows, a posting costs an increment where both have the column; a bit costs a 32nd of a few operations whether they have it or not.
 */
export type CommonColumns = {
  readonly rows: number
  readonly columns: number
  /** [rows]: sum of weights of each row's columns; their number without weights. */
  readonly sizes: Float64Array
  /** [rows]: what the row asked for last has in common with each row. */
  readonly common: Float64Array
  readonly weights: Float64Array | undefined
  /** [columns + 1] and [nonzeros of rare columns]: ascending rows of each rare column; a frequent column has none. */
  readonly starts: Uint32Array
  readonly postings: Uint32Array
  /** [columns]: for rows asked for in ascending order, the place of the first posting past the last row. */
  readonly cursors: Uint32Array
  /** [columns]: which bit a frequent column is, or -1. */
  readonly bitOf: Int32Array
  /** [rows * words] and [words] of the row asked for. */
  readonly bits: Int32Array
  readonly words: number
  readonly asked: Int32Array
}

/** Columns of at least this share of the rows are bits: 4 % of all pairs have one, and 32 of them would be 1.3 increments, about what a word costs. */
const frequentShare = 0.2

/** Prepares the rows of `matrix`; `weights` [columns], all above 0, turn numbers of columns into sums of weights, without bits. */
export function commonColumns({ rows, columns, starts, indices }: BinaryMatrix, weights?: Float64Array): CommonColumns {
  const frequency = new Uint32Array(columns)
  for (let at = 0; at < indices.length; at++) frequency[indices[at]!]!++
  const bitOf = new Int32Array(columns).fill(-1)
  const postingStarts = new Uint32Array(columns + 1)
  let frequent = 0
  for (let column = 0; column < columns; column++) {
    const asBit = weights === undefined && frequency[column]! >= frequentShare * rows
    if (asBit) bitOf[column] = frequent++
    postingStarts[column + 1] = postingStarts[column]! + (asBit ? 0 : frequency[column]!)
  }
  const words = (frequent + 31) >>> 5
  const bits = new Int32Array(rows * words)
  const sizes = new Float64Array(rows)
  const postings = new Uint32Array(postingStarts[columns]!)
  const cursors = postingStarts.slice(0, columns)
  for (let row = 0; row < rows; row++) {
    const end = starts[row + 1]!
    for (let at = starts[row]!; at < end; at++) {
      const column = indices[at]!
      const bit = bitOf[column]!
      if (bit < 0) postings[cursors[column]!++] = row
      else bits[row * words + (bit >>> 5)]! |= 1 << (bit & 31)
      sizes[row]! += weights === undefined ? 1 : weights[column]!
    }
  }
  cursors.set(postingStarts.subarray(0, columns))
  const common = new Float64Array(rows)
  return {
    rows,
    columns,
    sizes,
    common,
    weights,
    starts: postingStarts,
    postings,
    cursors,
    bitOf,
    bits,
    words,
    asked: new Int32Array(words),
  }
}

/**
 * Writes into `common[row + 1...]` what `row` has in common with each later row. Rows of the matrix itself, asked for in ascending order from 0,
 * so that every pair is counted once.
 */
export function countWithLater(counts: CommonColumns, { starts, indices }: BinaryMatrix, row: number): void {
  const { common, weights, postings, cursors, bits, words, asked } = counts
  common.fill(0, row + 1)
  const last = starts[row + 1]!
  for (let at = starts[row]!; at < last; at++) {
    const column = indices[at]!
    const end = counts.starts[column + 1]!
    if (end === counts.starts[column]!) continue
    const from = cursors[column]! + 1
    cursors[column] = from
    addPostings(common, postings, from, end, weights === undefined ? 1 : weights[column]!)
  }
  if (words === 0) return
  for (let word = 0; word < words; word++) asked[word] = bits[row * words + word]!
  addCommonBits(common, bits, asked, words, row + 1, counts.rows)
}

/** Writes into `common` what a row of another matrix, the ascending columns `indices[from...end]`, has in common with each row. */
export function countWithAll(counts: CommonColumns, indices: Uint32Array, from: number, end: number): void {
  const { common, weights, starts, postings, bitOf, bits, words, asked } = counts
  common.fill(0)
  asked.fill(0)
  for (let at = from; at < end; at++) {
    const column = indices[at]!
    const bit = bitOf[column]!
    if (bit >= 0) asked[bit >>> 5]! |= 1 << (bit & 31)
    else addPostings(common, postings, starts[column]!, starts[column + 1]!, weights === undefined ? 1 : weights[column]!)
  }
  if (words > 0) addCommonBits(common, bits, asked, words, 0, counts.rows)
}

function addPostings(common: Float64Array, postings: Uint32Array, from: number, end: number, weight: number): void {
  for (let at = from; at < end; at++) common[postings[at]!]! += weight
}

/** Adds the number of bits that `asked` and each row share; three words at a time, first as pairs of bits, then as fours and bytes. */
function addCommonBits(common: Float64Array, bits: Int32Array, asked: Int32Array, words: number, from: number, end: number): void {
  const threes = words - (words % 3)
  for (let row = from; row < end; row++) {
    const first = row * words
    let shared = 0
    for (let word = 0; word < threes; word += 3) {
      const a = bits[first + word]! & asked[word]!
      const b = bits[first + word + 1]! & asked[word + 1]!
      const c = bits[first + word + 2]! & asked[word + 2]!
      // A full adder: ones + 2 * twos = a + b + c, bit by bit.
      const either = a ^ b
      const ones = either ^ c
      const twos = (a & b) | (either & c)
      const onePairs = ones - ((ones >>> 1) & 0x55555555)
      const twoPairs = twos - ((twos >>> 1) & 0x55555555)
      const oneFours = (onePairs & 0x33333333) + ((onePairs >>> 2) & 0x33333333)
      const twoFours = (twoPairs & 0x33333333) + ((twoPairs >>> 2) & 0x33333333)
      const fours = oneFours + 2 * twoFours
      const bytes = (fours & 0x0f0f0f0f) + ((fours >>> 4) & 0x0f0f0f0f)
      shared += Math.imul(bytes, 0x01010101) >>> 24
    }
    for (let word = threes; word < words; word++) {
      let pairs = bits[first + word]! & asked[word]!
      pairs -= (pairs >>> 1) & 0x55555555
      const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
      shared += Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
    }
    common[row]! += shared
  }
}

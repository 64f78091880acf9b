/**
 * Vectors of which only the direction counts, [rows, dimensions] in 8 bits a value: cosines come out within 0.01 of those of the vectors, with hundreds of dimensions within 0.002.
 * A row of zeros has no direction.
 */
export type Directions = {
  readonly dimensions: number
  /** [rows * dimensions], -127..127. */
  readonly codes: Int8Array
  /** Length of each row of codes, [rows]; 0 for a row without direction. */
  readonly lengths: Float32Array
}

/** The direction of a vector: its largest value becomes 127 or -127. All zeros for one of zeros, or with a value that is no number. */
export function directionOf(vector: Float32Array): Int8Array {
  let largest = 0
  for (const value of vector) largest = Math.max(largest, Math.abs(value))
  const codes = new Int8Array(vector.length)
  if (!(largest > 0 && largest < Infinity)) return codes
  for (let at = 0; at < vector.length; at++) codes[at] = Math.round((vector[at]! / largest) * 127)
  return codes
}

/** Rows put under each other; all have `dimensions` values. */
export function directions(rows: readonly Int8Array[], dimensions: number): Directions {
  const codes = new Int8Array(rows.length * dimensions)
  rows.forEach((row, at) => codes.set(row, at * dimensions))
  return directionsIn(codes, dimensions)
}

/** The same of codes that stand under each other already, [rows * dimensions]. */
export function directionsIn(codes: Int8Array, dimensions: number): Directions {
  const lengths = new Float32Array(codes.length / dimensions)
  lengths.forEach((_, row) => (lengths[row] = lengthOf(codes.subarray(row * dimensions, (row + 1) * dimensions))))
  return { dimensions, codes, lengths }
}

/** Some of the rows. */
export function pickedDirections({ dimensions, codes }: Directions, rows: readonly number[]): Directions {
  return directions(
    rows.map((row) => codes.subarray(row * dimensions, (row + 1) * dimensions)),
    dimensions,
  )
}

/** Cosines of one direction, [dimensions], with those of the rows: [rows], -1..1; 0 where either has none. */
export function similarities(query: Int8Array, { dimensions, codes, lengths }: Directions): Float32Array {
  const length = lengthOf(query)
  return Float32Array.from(lengths, (own, row) => cosineOf(dot(query, codes, row * dimensions), length * own))
}

/** Cosine of two rows, -1..1; 0 where either has no direction. */
export function similarityOf({ dimensions, codes, lengths }: Directions, one: number, other: number): number {
  const query = codes.subarray(one * dimensions, (one + 1) * dimensions)
  return cosineOf(dot(query, codes, other * dimensions), lengths[one]! * lengths[other]!)
}

function cosineOf(product: number, lengths: number): number {
  return lengths === 0 ? 0 : product / lengths
}

/** Whole numbers below 2^31 for up to 133,000 dimensions. */
function dot(query: Int8Array, codes: Int8Array, from: number): number {
  let sum = 0
  for (let at = 0; at < query.length; at++) sum = (sum + query[at]! * codes[from + at]!) | 0
  return sum
}

function lengthOf(row: Int8Array): number {
  return Math.sqrt(dot(row, row, 0))
}

/**
 * Cosines of one unit vector, [dimensions], with the unit rows of a matrix, [rows, dimensions]: [rows], -1..1.
 * A row or query of zeros, a text without a known word, has cosine 0.
 */
export function similarities(query: Float32Array, matrix: Float32Array, dimensions: number): Float32Array {
  const rows = matrix.length / dimensions
  const cosines = new Float32Array(rows)
  for (let row = 0; row < rows; row++) {
    const from = row * dimensions
    let sum = 0
    for (let at = 0; at < dimensions; at++) sum += query[at]! * matrix[from + at]!
    cosines[row] = sum
  }
  return cosines
}

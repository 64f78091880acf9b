export type SymmetricEigen = {
  /** [size], largest first. */
  readonly values: Float64Array
  /** [size * size]: the vector of value i, of length 1, is row i. */
  readonly vectors: Float64Array
}

/**
 * All eigenvalues and eigenvectors of a small symmetric matrix [size * size] by cyclic Jacobi rotations (Golub and Van Loan, section 8.5).
 *
 * O(size³) for each of about eight sweeps: meant for sizes up to a few hundred. Vectors of equal values are some basis of their space.
 */
export function symmetricEigen(matrix: Float64Array, size: number): SymmetricEigen {
  const a = matrix.slice()
  const vectors = new Float64Array(size * size)
  for (let i = 0; i < size; i++) vectors[i * size + i] = 1
  const norm = Math.hypot(...rowNorms(a, size))
  for (let sweep = 0; sweep < 60 && offDiagonal(a, size) > 1e-14 * norm; sweep++) {
    for (let p = 0; p < size - 1; p++) for (let q = p + 1; q < size; q++) rotate(a, vectors, size, p, q)
  }
  const order = Array.from({ length: size }, (_, i) => i).sort((i, j) => a[j * size + j]! - a[i * size + i]! || i - j)
  const sorted = { values: new Float64Array(size), vectors: new Float64Array(size * size) }
  for (const [to, from] of order.entries()) {
    sorted.values[to] = a[from * size + from]!
    sorted.vectors.set(vectors.subarray(from * size, (from + 1) * size), to * size)
  }
  return sorted
}

/** Turns rows and columns p and q so that a[p, q] becomes 0: tan(2θ) = 2 a[p, q] / (a[q, q] - a[p, p]), |θ| at most π/4. */
function rotate(a: Float64Array, vectors: Float64Array, size: number, p: number, q: number): void {
  const apq = a[p * size + q]!
  if (apq === 0) return
  const theta = (a[q * size + q]! - a[p * size + p]!) / (2 * apq)
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const c = 1 / Math.sqrt(t * t + 1)
  const s = t * c
  for (let i = 0; i < size; i++) {
    const ip = a[i * size + p]!
    const iq = a[i * size + q]!
    a[i * size + p] = c * ip - s * iq
    a[i * size + q] = s * ip + c * iq
  }
  for (let i = 0; i < size; i++) {
    const pi = a[p * size + i]!
    const qi = a[q * size + i]!
    a[p * size + i] = c * pi - s * qi
    a[q * size + i] = s * pi + c * qi
    const vp = vectors[p * size + i]!
    const vq = vectors[q * size + i]!
    vectors[p * size + i] = c * vp - s * vq
    vectors[q * size + i] = s * vp + c * vq
  }
  a[p * size + q] = 0
  a[q * size + p] = 0
}

function rowNorms(a: Float64Array, size: number): number[] {
  return Array.from({ length: size }, (_, row) => Math.hypot(...a.subarray(row * size, (row + 1) * size)))
}

function offDiagonal(a: Float64Array, size: number): number {
  let sum = 0
  for (let p = 0; p < size - 1; p++) for (let q = p + 1; q < size; q++) sum += a[p * size + q]! ** 2
  return Math.sqrt(2 * sum)
}

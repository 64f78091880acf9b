import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { largestEigenpairs } from '../../../src/main/engine/numerics/lanczos.ts'
import { seededRandom } from '../../../src/main/engine/numerics/seeded-random.ts'
import { symmetricEigen } from '../../../src/main/engine/numerics/symmetric-eigen.ts'
import { readGolden } from '../../support/read-golden.ts'

type Golden = { readonly spectrum: { readonly matrix: readonly number[]; readonly eigenvalues: readonly number[] } }
const { spectrum } = readGolden('cluster/spectral.json.gz') as Golden
const golden = { matrix: Float64Array.from(spectrum.matrix), size: spectrum.eigenvalues.length, values: spectrum.eigenvalues }

const multiplyBy = (matrix: Float64Array, size: number) => (x: Float64Array, y: Float64Array) => {
  for (let row = 0; row < size; row++) {
    y[row] = 0
    for (let column = 0; column < size; column++) y[row]! += matrix[row * size + column]! * x[column]!
  }
}

/** Largest |A v - λ v|, | |v| - 1 | and |v · w| of pairs. */
const worstError = (matrix: Float64Array, values: ArrayLike<number>, vectors: readonly Float64Array[]) => {
  let worst = 0
  const size = Math.sqrt(matrix.length)
  const image = new Float64Array(size)
  for (const [i, vector] of vectors.entries()) {
    multiplyBy(matrix, size)(vector, image)
    for (let row = 0; row < size; row++) worst = Math.max(worst, Math.abs(image[row]! - values[i]! * vector[row]!))
    for (const [j, other] of vectors.entries()) {
      const product = vector.reduce((sum, value, row) => sum + value * other[row]!, 0)
      worst = Math.max(worst, Math.abs(product - (i === j ? 1 : 0)))
    }
  }
  return worst
}

/** Q diag(values) Q' with a random rotation Q. */
const withSpectrum = (values: readonly number[], seed: number) => {
  const random = seededRandom(seed)
  const size = values.length
  const symmetric = new Float64Array(size * size)
  for (let i = 0; i < size; i++) for (let j = 0; j <= i; j++) symmetric[i * size + j] = symmetric[j * size + i] = random() - 0.5
  const { vectors } = symmetricEigen(symmetric, size)
  const matrix = new Float64Array(size * size)
  for (const [which, value] of values.entries()) {
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) matrix[i * size + j]! += value * vectors[which * size + i]! * vectors[which * size + j]!
    }
  }
  return matrix
}

describe('symmetricEigen', () => {
  test('has the eigenvalues that numpy finds, and orthonormal vectors', () => {
    const { values, vectors } = symmetricEigen(golden.matrix, golden.size)
    for (const [at, value] of golden.values.entries()) expect(values[at]).toBeCloseTo(value, 11)
    const rows = Array.from(values, (_, i) => vectors.slice(i * golden.size, (i + 1) * golden.size))
    expect(worstError(golden.matrix, values, rows)).toBeLessThan(1e-11)
  })

  test('answers for nothing, zeros and diagonals', () => {
    expect(symmetricEigen(new Float64Array(0), 0).values).toEqual(new Float64Array(0))
    expect(symmetricEigen(new Float64Array(9), 3).values).toEqual(new Float64Array(3))
    expect(symmetricEigen(Float64Array.of(1, 0, 0, 3), 2)).toEqual({
      values: Float64Array.of(3, 1),
      vectors: Float64Array.of(0, 1, 1, 0),
    })
  })
})

describe('largestEigenpairs', () => {
  test('has the eigenvalues that numpy finds, whatever fits into the basis', () => {
    for (const [count, basisSize] of [
      [1, 4],
      [3, 12],
      [5, 40],
      [40, 40],
    ] as const) {
      const multiply = multiplyBy(golden.matrix, golden.size)
      const random = seededRandom(count)
      const { values, vectors } = largestEigenpairs({ size: golden.size, multiply, count, random, tolerance: 1e-10, basisSize })
      expect(values).toHaveLength(count)
      for (const [at, value] of values.entries()) expect(value).toBeCloseTo(golden.values[at]!, 8)
      expect(worstError(golden.matrix, values, vectors)).toBeLessThan(1e-8)
    }
  })

  test('finds every vector of a multiple eigenvalue', () => {
    const values = [1, 0.8, 0.8, 0.8, 0.8, ...Array.from({ length: 95 }, (_, i) => 0.3 - i / 500)]
    const matrix = withSpectrum(values, 3)
    for (let seed = 0; seed < 10; seed++) {
      const random = seededRandom(seed)
      const found = largestEigenpairs({ size: 100, multiply: multiplyBy(matrix, 100), count: 6, random, tolerance: 1e-9 })
      for (const [at, value] of found.values.entries()) expect(value).toBeCloseTo(values[at]!, 8)
      expect(worstError(matrix, found.values, found.vectors)).toBeLessThan(1e-6)
    }
  })

  test('answers for operators of few dimensions, of rank one and of nothing', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 6 }),
        fc.integer({ min: 0, max: 8 }),
        fc.nat(2),
        fc.nat(),
        (size, count, rank, seed) => {
          const values = Array.from({ length: size }, (_, i) => (i < rank ? 2 - i : 0))
          const multiply = multiplyBy(withSpectrum(values, seed), size)
          const found = largestEigenpairs({ size, multiply, count, random: seededRandom(seed) })
          expect(found.values).toHaveLength(Math.min(size, count))
          for (const [at, value] of found.values.entries()) expect(value).toBeCloseTo(values[at]!, 6)
        },
      ),
    )
  })
})

import type { Random } from './seeded-random.ts'
import type { SymmetricEigen } from './symmetric-eigen.ts'
import { symmetricEigen } from './symmetric-eigen.ts'

export type EigenProblem = {
  readonly size: number
  /** Writes A x into y, both [size]; A is symmetric. */
  readonly multiply: (x: Float64Array, y: Float64Array) => void
  /** How many of the largest eigenvalues; at most `size` are found. */
  readonly count: number
  readonly random: Random
  /** Largest |A v - λ v| for vectors of length 1, as a share of the largest |λ|. */
  readonly tolerance?: number
  /** After so many rounds what is there is given back, converged or not. */
  readonly restarts?: number
  /** Vectors held at once, [size] Float64 each; by default 2 * count + 24. */
  readonly basisSize?: number
}

export type Eigenpairs = {
  /** [count], largest first. */
  readonly values: Float64Array
  /** [count], each [size] and of length 1. */
  readonly vectors: readonly Float64Array[]
}

/**
 * The algebraically largest eigenvalues of a symmetric operator, by Lanczos with full reorthogonalisation and thick restarts (Wu and
 * Simon 2000, https://doi.org/10.1137/S0895479898334605).
 *
 * One starting vector shows only one vector of a multiple eigenvalue: once all have converged, the search goes on from a random vector
 * orthogonal to them, until that finds nothing larger.
 */
export function largestEigenpairs({
  size,
  multiply,
  count: wanted,
  random,
  tolerance = 1e-6,
  restarts = 300,
  basisSize,
}: EigenProblem): Eigenpairs {
  const count = Math.min(wanted, size)
  if (count === 0) return { values: new Float64Array(0), vectors: [] }
  const capacity = Math.min(size, Math.max(count + 2, basisSize ?? 2 * count + 24))
  const basis = Array.from({ length: capacity + 1 }, () => new Float64Array(size))
  // The operator on the basis, [capacity * capacity]: small[i, j] = basis[i]' A basis[j].
  const small = new Float64Array(capacity * capacity)
  let held = 0
  let confirmed: Float64Array | undefined
  fillRandom(basis, 0, random)
  for (let restart = 0; ; restart++) {
    let residual = 0
    let complete = false
    let ritz: SymmetricEigen = { values: new Float64Array(0), vectors: new Float64Array(0) }
    let steps = held
    while (steps < capacity) {
      residual = extend(basis, small, capacity, steps++, multiply)
      complete = steps === size
      if (complete) residual = 0
      else if (residual <= 1e-13 * Math.abs(small[0]!)) {
        residual = 0
        fillRandom(basis, steps, random)
      }
      const explored = steps - held
      const due = steps === capacity || (steps > count && explored % 8 === 0 && (confirmed === undefined || explored >= 16))
      if (!due) continue
      ritz = symmetricEigen(leading(small, capacity, steps), steps)
      if (complete || worstResidual(ritz.vectors, steps, count, residual) <= tolerance * Math.abs(ritz.values[0]!)) break
    }
    const converged = worstResidual(ritz.vectors, steps, count, residual) <= tolerance * Math.abs(ritz.values[0]!)
    const known = confirmed
    const again = known !== undefined && ritz.values.every((value, i) => i >= count || value - known[i]! <= tolerance)
    if (complete || (converged && again) || restart === restarts)
      return { values: ritz.values.slice(0, count), vectors: combine(basis, ritz.vectors, steps, count) }
    // Half of the free places keep the next best directions, which speeds up the next round (Wu and Simon, section 5).
    const next = Math.min(steps - 1, count + ((capacity - count) >> 1))
    held = converged ? count : next
    const continuation = basis[steps]!
    const kept = combine(basis, ritz.vectors, steps, held)
    for (const [i, vector] of kept.entries()) basis[i]!.set(vector)
    small.fill(0)
    for (let i = 0; i < held; i++) small[i * capacity + i] = ritz.values[i]!
    if (converged) {
      confirmed = ritz.values.slice(0, count)
      fillRandom(basis, held, random)
    } else basis[held]!.set(continuation)
  }
}

/** Adds A basis[j], made orthogonal to all before it, as basis[j + 1], and column j of `small`; the length that was left. */
function extend(
  basis: readonly Float64Array[],
  small: Float64Array,
  capacity: number,
  j: number,
  multiply: EigenProblem['multiply'],
): number {
  const next = basis[j + 1]!
  multiply(basis[j]!, next)
  const along = new Float64Array(j + 1)
  // Twice is enough (Daniel, Gragg, Kaufman and Stewart 1976); once lets errors grow from step to step.
  orthogonalise(next, basis, j + 1, along)
  orthogonalise(next, basis, j + 1, along)
  const length = Math.sqrt(dot(next, next))
  for (let i = 0; i <= j; i++) {
    small[i * capacity + j] = along[i]!
    small[j * capacity + i] = along[i]!
  }
  if (length > 0) scale(next, 1 / length)
  return length
}

/** Makes basis[at] a random vector of length 1 orthogonal to those before it. */
function fillRandom(basis: readonly Float64Array[], at: number, random: Random): void {
  const vector = basis[at]!
  for (let i = 0; i < vector.length; i++) vector[i] = random() - 0.5
  const along = new Float64Array(at)
  for (let pass = 0; pass < 2; pass++) {
    orthogonalise(vector, basis, at, along)
    const length = Math.sqrt(dot(vector, vector))
    if (length > 0) scale(vector, 1 / length)
  }
}

/** |A v - λ v| of a Ritz vector is the length left over times the last coordinate of its small vector; the largest of the first `count`. */
function worstResidual(vectors: Float64Array, steps: number, count: number, residual: number): number {
  if (steps < count) return Infinity
  let worst = 0
  for (let i = 0; i < count; i++) worst = Math.max(worst, residual * Math.abs(vectors[i * steps + steps - 1]!))
  return worst
}

function combine(basis: readonly Float64Array[], small: Float64Array, steps: number, count: number): Float64Array[] {
  return Array.from({ length: count }, (_, i) => {
    const vector = new Float64Array(basis[0]!.length)
    for (let j = 0; j < steps; j++) addScaled(vector, basis[j]!, small[i * steps + j]!)
    return vector
  })
}

function leading(small: Float64Array, capacity: number, steps: number): Float64Array {
  const part = new Float64Array(steps * steps)
  for (let i = 0; i < steps; i++) part.set(small.subarray(i * capacity, i * capacity + steps), i * steps)
  return part
}

/** Takes the first `count` basis vectors out of `vector`, four at a time, and adds how far it went along each to `along`. */
function orthogonalise(vector: Float64Array, basis: readonly Float64Array[], count: number, along: Float64Array): void {
  const { length } = vector
  const fours = count - (count % 4)
  for (let first = 0; first < fours; first += 4) {
    const [p, q, r, s] = [basis[first]!, basis[first + 1]!, basis[first + 2]!, basis[first + 3]!]
    let [alongP, alongQ, alongR, alongS] = [0, 0, 0, 0]
    for (let i = 0; i < length; i++) {
      const value = vector[i]!
      alongP += value * p[i]!
      alongQ += value * q[i]!
      alongR += value * r[i]!
      alongS += value * s[i]!
    }
    for (let i = 0; i < length; i++) vector[i]! -= alongP * p[i]! + alongQ * q[i]! + alongR * r[i]! + alongS * s[i]!
    along[first]! += alongP
    along[first + 1]! += alongQ
    along[first + 2]! += alongR
    along[first + 3]! += alongS
  }
  for (let at = fours; at < count; at++) {
    const distance = dot(vector, basis[at]!)
    addScaled(vector, basis[at]!, -distance)
    along[at]! += distance
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

function addScaled(to: Float64Array, direction: Float64Array, by: number): void {
  for (let i = 0; i < to.length; i++) to[i]! += by * direction[i]!
}

function scale(vector: Float64Array, by: number): void {
  for (let i = 0; i < vector.length; i++) vector[i]! *= by
}

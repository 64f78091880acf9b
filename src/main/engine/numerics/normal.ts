/** sqrt(2 pi) */
const rootTau = 2.5066282746310002

/** Where the continued fraction takes over from the power series: both have at least 13 digits here. */
const seriesEnd = 3

/** P(Z >= z) of a standard normal Z, about 13 digits relative to itself, as far out as numbers go (z = 38, 1e-316). */
export function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z)
  if (z < seriesEnd) return 0.5 - normalDensity(z) * centralSeries(z)
  return z < Infinity ? normalDensity(z) * millsRatio(z) : z === Infinity ? 0 : NaN
}

/** P(X >= x) of chi-square with one degree of freedom; 1 for x at or below 0. */
export function chi1Tail(x: number): number {
  return x > 0 ? 2 * normalTail(Math.sqrt(x)) : Number.isNaN(x) ? NaN : 1
}

/**
 * The z with P(Z <= z) = p, to about 14 digits for p down to 1e-300; -Infinity at 0, Infinity at 1, NaN outside.
 *
 * Starts at Abramowitz and Stegun's approximation 26.2.23 (off by 4.5e-4 at most), then two steps of Halley's method.
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return NaN
  if (p > 0.5) return -normalQuantile(1 - p)
  if (p === 0) return -Infinity
  if (p === 0.5) return 0
  const t = Math.sqrt(-2 * Math.log(p))
  let z = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
  for (let step = 0; step < 2; step++) {
    const newton = (normalTail(z) - p) / normalDensity(z)
    z += newton / (1 - (z * newton) / 2)
  }
  return -z
}

function normalDensity(z: number): number {
  return Math.exp(-0.5 * z * z) / rootTau
}

/** (P(Z <= z) - 1/2) / density(z) = z + z³/3 + z⁵/(3·5) + ... */
function centralSeries(z: number): number {
  const square = z * z
  let term = z
  let sum = z
  for (let odd = 3; term > sum * 1e-17; odd += 2) {
    term *= square / odd
    sum += term
  }
  return sum
}

/** P(Z >= z) / density(z) = 1/(z + 1/(z + 2/(z + 3/(z + ...)))), Laplace's continued fraction, for z from 3. */
function millsRatio(z: number): number {
  let denominator = z
  for (let numerator = Math.ceil(20 + 200 / (z * z)); numerator >= 1; numerator--) denominator = z + numerator / denominator
  return 1 / denominator
}

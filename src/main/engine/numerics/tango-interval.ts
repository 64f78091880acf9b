import type { Interval } from './proportion-intervals.ts'

/** Standard normal quantile at 0.975: two-sided 95 %. */
const z95 = 1.959963984540054

/**
 * Tango's score interval of a paired difference (b - c) / n (Tango 1998): of `n` pairs `b` have the property on the first side only and
 * `c` on the second only. The differences d at which (b - c - nd) / sqrt(n (2 q + d (1 - d))) is z and -z, where q is the likeliest share
 * of second-only pairs given d. Holds its level also for small n and without changed pairs. [-1, 1] without pairs.
 */
export function tangoInterval(b: number, c: number, n: number, z = z95): Interval {
  if (n === 0) return [-1, 1]
  return [-upperLimit(c, b, n, z), upperLimit(b, c, n, z)]
}

/** The root of b - c - nd + z sqrt(variance(d)) between (b - c) / n and 1, by regula falsi with Illinois' weights. */
function upperLimit(b: number, c: number, n: number, z: number): number {
  if (b === n) return 1
  // Where the variance at (b - c) / n is 0, that is a root too, and the wanted one has a closed form.
  if (b + c === 0) return (z * z) / (n + z * z)
  if (c === n) return (z * z - n) / (z * z + n)
  let low = (b - c) / n
  let atLow = excess(b, c, n, z, low)
  // Variance grows with d: the root is a little above where it would be with the variance at `low`.
  let step = 1.25 * (atLow / n) + (z * z) / n
  let high = Math.min(1, low + step)
  let atHigh = excess(b, c, n, z, high)
  while (atHigh > 0 && high < 1) {
    low = high
    atLow = atHigh
    step *= 2
    high = Math.min(1, low + step)
    atHigh = excess(b, c, n, z, high)
  }
  let stayed = 0
  for (let round = 0; round < 100 && high - low > 1e-15; round++) {
    const middle = high - (atHigh * (high - low)) / (atHigh - atLow)
    const atMiddle = excess(b, c, n, z, middle)
    if (Math.abs(atMiddle) < 1e-13 * n) return middle
    // An end that stays a second time counts half, so that neither stays for ever.
    if (atMiddle > 0) {
      low = middle
      atLow = atMiddle
      if (stayed > 0) atHigh /= 2
      stayed = 1
    } else {
      high = middle
      atHigh = atMiddle
      if (stayed < 0) atLow /= 2
      stayed = -1
    }
  }
  return (low + high) / 2
}

function excess(b: number, c: number, n: number, z: number, d: number): number {
  return b - c - n * d + z * Math.sqrt(scoreVariance(b, c, n, d))
}

/** n (2 q + d (1 - d)), where 2n q² + (d (2n - b + c) - b - c) q - c d (1 - d) = 0. */
function scoreVariance(b: number, c: number, n: number, d: number): number {
  const linear = d * (2 * n - b + c) - b - c
  const constant = -c * d * (1 - d)
  const root = Math.sqrt(Math.max(0, linear * linear - 8 * n * constant))
  const q = linear > 0 ? (-2 * constant) / (root + linear) : (root - linear) / (4 * n)
  return n * Math.max(0, 2 * q + d * (1 - d))
}

/** A sum that takes more values than this, less one, is not computed. */
export const widestSum = 200

/** Counts per stratum, [strata]: whole numbers. */
export type Counts = ArrayLike<number>

const sums = new Float64Array(widestSum + 1)
const stratum = new Float64Array(widestSum + 1)

/**
 * The distribution, given all margins, of how many are present on the first side, summed over strata with `a` present of `n1` on the first
 * side and `b` of `n2` on the second: from the smallest possible sum up, [width + 1]. By convolution, O(width²) at most, all terms
 * positive. `width` is `sumWidth` and at most `widestSum`. The result is overwritten by the next call: nothing is allocated.
 */
export function sumOfHypergeometrics(a: Counts, n1: Counts, b: Counts, n2: Counts): Float64Array {
  sums[0] = 1
  let reach = 0
  for (let s = 0; s < a.length; s++) {
    const range = fillStratum(a[s]! + b[s]!, n1[s]!, n2[s]!)
    if (range > 0) convolve(reach, range)
    reach += range
  }
  return sums
}

/** The largest possible sum less the smallest, of `sumOfHypergeometrics`. */
export function sumWidth(a: Counts, n1: Counts, b: Counts, n2: Counts): number {
  let width = 0
  for (let s = 0; s < a.length; s++) width += mostOf(a[s]! + b[s]!, n1[s]!) - fewestOf(a[s]! + b[s]!, n2[s]!)
  return width
}

/** Of `present` in a stratum, the fewest that can be on the first side when the second has `n2`. */
export function fewestOf(present: number, n2: number): number {
  return Math.max(0, present - n2)
}

function mostOf(present: number, n1: number): number {
  return Math.min(present, n1)
}

/**
 * Puts the probabilities of the counts on the first side, from the fewest up, into `stratum`; returns most - fewest. By the ratios of
 * neighbours from the mode outwards, so that nothing overflows and no factorials are needed.
 */
function fillStratum(present: number, n1: number, n2: number): number {
  const fewest = fewestOf(present, n2)
  const range = mostOf(present, n1) - fewest
  const mode = Math.floor(((present + 1) * (n1 + 1)) / (n1 + n2 + 2))
  stratum[mode - fewest] = 1
  let total = 1
  for (let x = mode; x > fewest; x--) {
    const below = (stratum[x - fewest]! * x * (n2 - present + x)) / ((n1 - x + 1) * (present - x + 1))
    stratum[x - 1 - fewest] = below
    total += below
  }
  for (let x = mode; x < fewest + range; x++) {
    const above = (stratum[x - fewest]! * (n1 - x) * (present - x)) / ((x + 1) * (n2 - present + x + 1))
    stratum[x + 1 - fewest] = above
    total += above
  }
  for (let at = 0; at <= range; at++) stratum[at]! /= total
  return range
}

/** `sums`, of 0 to reach, becomes the distribution of the sum with a count of distribution `stratum`, of 0 to range. In place. */
function convolve(reach: number, range: number): void {
  for (let at = reach + range; at >= 0; at--) {
    let sum = 0
    const last = Math.min(at, range)
    for (let count = Math.max(0, at - reach); count <= last; count++) sum += stratum[count]! * sums[at - count]!
    sums[at] = sum
  }
}

/** Below this change of the largest group mean the fit stands. */
const precision = 1e-9
const mostRounds = 500

/**
 * Scores less what an additive model of two groupings makes of them: 0 on average in each group of either. By taking off the means of the
 * one and of the other in turn, which converges to the least-squares fit. All are [documents]; `first` < `firsts`, `second` < `seconds`. NaN
 * scores stay, and do not count.
 */
export function twoWayResiduals(
  scores: Float64Array,
  first: Uint32Array,
  firsts: number,
  second: Uint32Array,
  seconds: number,
): Float64Array {
  const residuals = scores.slice()
  for (let round = 0; round < mostRounds; round++) {
    const change = takeOffMeans(residuals, second, seconds)
    takeOffMeans(residuals, first, firsts)
    if (change < precision) break
  }
  return residuals
}

/** In place; the largest mean taken off, in absolute value. */
function takeOffMeans(values: Float64Array, group: Uint32Array, groups: number): number {
  const sums = new Float64Array(groups)
  const sizes = new Uint32Array(groups)
  for (let document = 0; document < values.length; document++) {
    if (Number.isNaN(values[document]!)) continue
    sums[group[document]!]! += values[document]!
    sizes[group[document]!]!++
  }
  let largest = 0
  for (let each = 0; each < groups; each++) {
    sums[each]! /= Math.max(1, sizes[each]!)
    largest = Math.max(largest, Math.abs(sums[each]!))
  }
  for (let document = 0; document < values.length; document++) values[document]! -= sums[group[document]!]!
  return largest
}

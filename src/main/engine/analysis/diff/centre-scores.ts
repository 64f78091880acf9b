import type { WeightedDocuments } from './unit-moments.ts'

export type CentredScores = WeightedDocuments & {
  /** Documents that count, and the sum of all their squared weights. */
  readonly documents: number
  readonly scale: number
  /** Of each stratum the sums of its 0, 1, 2.. largest weights, from `prefixStarts`. */
  readonly prefixes: Float64Array
  /** [strata + 1] */
  readonly prefixStarts: Uint32Array
}

/**
 * Scores less their stratum's mean. `scores` [documents], NaN where left out; `given` [documents] from 0 to `strata` - 1, null for one
 * stratum. Strata where the score does not vary count for nothing: their documents are left out, their size is 0.
 */
export function centreScores(scores: Float64Array, given: Uint32Array | null, strata: number): CentredScores {
  const stratum = new Uint32Array(scores.length)
  const sizes = new Uint32Array(strata)
  const means = new Float64Array(strata)
  const low = new Float64Array(strata).fill(Infinity)
  const high = new Float64Array(strata).fill(-Infinity)
  for (let document = 0; document < scores.length; document++) {
    const score = scores[document]!
    const its = Number.isNaN(score) ? strata : (given?.[document] ?? 0)
    stratum[document] = its
    if (its === strata) continue
    sizes[its]!++
    means[its]! += score
    low[its] = Math.min(low[its]!, score)
    high[its] = Math.max(high[its]!, score)
  }
  let documents = 0
  for (let each = 0; each < strata; each++) {
    means[each]! /= Math.max(1, sizes[each]!)
    if (!(high[each]! > low[each]!)) sizes[each] = 0
    documents += sizes[each]!
  }
  const weights = new Float64Array(scores.length)
  const squares = new Float64Array(strata)
  const cubes = new Float64Array(strata)
  let scale = 0
  for (let document = 0; document < scores.length; document++) {
    const its = stratum[document]!
    if (its < strata && sizes[its] === 0) stratum[document] = strata
    if (stratum[document] === strata) continue
    const weight = scores[document]! - means[its]!
    weights[document] = weight
    squares[its]! += weight * weight
    cubes[its]! += weight * weight * weight
    scale += weight * weight
  }
  return { weights, stratum, sizes, squares, cubes, documents, scale, ...prefixesOf(weights, stratum, sizes) }
}

function prefixesOf(weights: Float64Array, stratum: Uint32Array, sizes: Uint32Array) {
  const strata = sizes.length
  const prefixStarts = new Uint32Array(strata + 1)
  for (let each = 0; each < strata; each++) prefixStarts[each + 1] = prefixStarts[each]! + sizes[each]! + 1
  const prefixes = new Float64Array(prefixStarts[strata]!)
  const ends = Uint32Array.from(prefixStarts.subarray(0, strata), (start) => start + 1)
  for (let document = 0; document < weights.length; document++)
    if (stratum[document]! < strata) prefixes[ends[stratum[document]!]!++] = weights[document]!
  for (let each = 0; each < strata; each++) {
    const sorted = prefixes
      .subarray(prefixStarts[each]! + 1, prefixStarts[each + 1]!)
      .sort()
      .reverse()
    for (let at = 1; at < sorted.length; at++) sorted[at]! += sorted[at - 1]!
  }
  return { prefixes, prefixStarts }
}

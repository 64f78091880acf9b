import type { BinaryMatrix } from '../../numerics/binary-matrix.ts'
import { checkInput } from './check-input.ts'
import type { CorrelateInput, CorrelateResult } from './correlation.ts'
import { createTally, discoveriesOf } from './discovery-tally.ts'
import { keepProperties, keptOnly } from './kept-properties.ts'
import type { KeptProperties } from './kept-properties.ts'
import { pairRow } from './pair-row.ts'
import { richnessStrata } from './richness-strata.ts'
import type { Strata } from './richness-strata.ts'
import { scanPairs } from './scan-pairs.ts'
import type { ScannedSide } from './scan-pairs.ts'
import { testablePairs } from './testable-pairs.ts'
import { unitWeights } from './unit-weights.ts'

/**
 * Pairs of properties that go together: positive association, by normalised pointwise mutual information, tested given how rich
 * documents are.
 *
 * Rich documents lift every pair, so independence is no null hypothesis for them: expected is sum over strata s of n_as n_bs / n_s, where
 * strata are documents of one corpus with about the same number of properties (`richnessStrata`), and p is the chance of as many within
 * strata (`conditionalTail`). q is over all pairs that band, support and margins allow (`testablePairs`), counted, not listed.
 * A pair in fewer units than the minimum has p = 1.
 *
 * Memory: the sides and [kept x strata] numbers. Throws `Failure` 'bad-input' where the sides differ in documents or a bound makes no sense.
 */
export function correlate(input: CorrelateInput): CorrelateResult {
  const { a, b, chosen, corpus, unit, richness, minimumSupport = 5, band = [0, 0.5], rate = 0.05, limit, accept } = input
  checkInput(input, { minimumSupport, band, rate })
  const { weights, units } = unitWeights(unit)
  const weighted = units < weights.length ? weights : null
  const bounds = { band, minimumSupport }
  const allOfA = keepProperties(a, weighted, bounds)
  const allOfB = b === null ? null : keepProperties(b, weighted, bounds)
  // How rich a document is goes by all of its properties, also where pairs are with a few.
  const strata = richnessStrata(corpus, richnessOf(allOfA, allOfB, richness))
  const keptA = chosen === undefined || b !== null ? allOfA : keptOnly(allOfA, a, (row) => !chosen.has(row))
  const keptB = chosen === undefined ? allOfB : keptOnly(allOfB ?? allOfA, b ?? a, (row) => chosen.has(row))
  const sizes = new Float64Array(strata.count)
  for (let document = 0; document < weights.length; document++) sizes[strata.of[document]!]! += weights[document]!
  const pairs = testablePairs(keptA.units, keptB?.units ?? null, { units, rate })
  const tally = createTally({ tested: pairs.count, rate, limit })
  const side = (matrix: BinaryMatrix, kept: KeptProperties): ScannedSide => ({
    matrix,
    kept,
    profiles: strataProfiles(matrix, kept, strata, weights),
  })
  const sideA = side(a, keptA)
  const sideB = keptB === null ? null : side(b ?? a, keptB)
  scanPairs({ a: sideA, b: sideB, pairs, weights: weighted, units, sizes, minimumSupport, accept }, tally)
  const { count, pairs: found } = discoveriesOf(tally)
  return {
    pairs: found.map((pair) => pairRow(pair, keptA, keptB ?? keptA, weights.length, units)),
    tested: pairs.count,
    discoveries: count,
    keptA: keptA.rows.length,
    keptB: (keptB ?? keptA).rows.length,
    documents: weights.length,
    units,
    strata: strata.count,
  }
}

function richnessOf(a: KeptProperties, b: KeptProperties | null, richness: CorrelateInput['richness']): Uint32Array[] {
  const sides = richness === 'none' ? [] : richness === 'both' && b !== null ? [a, b] : [a]
  return sides.map(({ starts }) => {
    const counts = new Uint32Array(starts.length - 1)
    for (let document = 0; document < counts.length; document++) counts[document] = starts[document + 1]! - starts[document]!
    return counts
  })
}

/** [kept x strata] units of each stratum that have the property. */
function strataProfiles(
  { starts, indices }: BinaryMatrix,
  { rows }: KeptProperties,
  strata: Strata,
  weights: Float64Array,
): Float32Array {
  const profiles = new Float32Array(rows.length * strata.count)
  const one = new Float64Array(strata.count)
  for (let item = 0; item < rows.length; item++) {
    const end = starts[rows[item]! + 1]!
    for (let at = starts[rows[item]!]!; at < end; at++) one[strata.of[indices[at]!]!]! += weights[indices[at]!]!
    profiles.set(one, item * strata.count)
    one.fill(0)
  }
  return profiles
}

import { fisherUpper } from '../../numerics/hypergeometric.ts'
import { npmi } from '../../numerics/npmi.ts'
import type { PairRow } from './correlation.ts'
import type { Discoveries } from './discovery-tally.ts'
import { roundingSlack } from './kept-properties.ts'
import type { KeptProperties } from './kept-properties.ts'

/**
 * The figures of a discovery; `a` and `b` are the same where pairs are of one side. Units are rounded so that the hypergeometric tail is
 * not too small.
 */
export function pairRow(
  found: Discoveries['pairs'][number],
  a: KeptProperties,
  b: KeptProperties,
  documents: number,
  units: number,
): PairRow {
  const { support, supportUnits, expected, low, pValue, qValue } = found
  const pair = a !== b || a.rows[found.a]! < b.rows[found.b]! ? found : { a: found.b, b: found.a }
  const ofA = a.documents[pair.a]!
  const ofB = b.documents[pair.b]!
  const unitsA = Math.ceil(a.units[pair.a]! - roundingSlack)
  const unitsB = Math.ceil(b.units[pair.b]! - roundingSlack)
  const both = Math.floor(supportUnits + roundingSlack)
  return {
    a: a.rows[pair.a]!,
    b: b.rows[pair.b]!,
    npmi: npmi(documents, ofA, ofB, support),
    npmiLow: low,
    support,
    onlyA: ofA - support,
    onlyB: ofB - support,
    pAB: support / ofB,
    pBA: support / ofA,
    supportUnits,
    expected,
    pIndependence: fisherUpper(both, unitsA, Math.min(unitsB - both, units - unitsA), units - unitsA),
    pValue,
    qValue,
  }
}

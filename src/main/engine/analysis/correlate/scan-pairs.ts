import type { BinaryMatrix } from '../../numerics/binary-matrix.ts'
import { normalQuantile } from '../../numerics/normal.ts'
import { addBestPair, isAmongBest } from './best-pairs.ts'
import { conditionalTail } from './conditional-tail.ts'
import { tallyPair } from './discovery-tally.ts'
import type { DiscoveryTally } from './discovery-tally.ts'
import { roundingSlack } from './kept-properties.ts'
import type { KeptProperties } from './kept-properties.ts'
import { countMeetings, createMeetings } from './meetings.ts'
import type { Tails } from './meetings.ts'
import { npmiLowerLimit } from './pair-limit.ts'
import type { TestablePairs } from './testable-pairs.ts'

export type ScannedSide = {
  /** [properties x documents] as handed in. */
  readonly matrix: BinaryMatrix
  readonly kept: KeptProperties
  /** [kept x strata] units of each stratum that have the property. */
  readonly profiles: Float32Array
}

export type Scan = {
  readonly a: ScannedSide
  /** null: pairs of a. */
  readonly b: ScannedSide | null
  readonly pairs: TestablePairs
  /** [documents] what each counts among units, and the sum of it; null where every document is a unit. */
  readonly weights: Float64Array | null
  readonly units: number
  /** [strata] units. */
  readonly sizes: Float64Array
  readonly minimumSupport: number
  readonly accept: ((a: number, b: number) => boolean) | undefined
}

/**
 * Counts how often all testable pairs meet and tallies those that are more often together than expected, with p at or below the rate.
 *
 * Only pairs so many standard deviations above what is expected as a normal deviate of that p is (`worthTesting`) are tested; that of the
 * others is taken to be 1. The same without regard to strata: what is not above plain independence has no NPMI to rank.
 *
 * Item by item: each of its documents has a cursor at the first later item, and from there on its items are added into one accumulator,
 * [partners]. No pair of items is stored, so memory is that of the sides. Time goes with the sum over documents of (items per document)².
 */
export function scanPairs(scan: Scan, into: DiscoveryTally): void {
  const { a, pairs, weights } = scan
  const b = scan.b ?? a
  const documents = a.matrix.columns
  const meetings = createMeetings(b.kept.rows.length, documents, Math.ceil(scan.minimumSupport - roundingSlack))
  const sums = weights === null ? null : new Float64Array(b.kept.rows.length)
  const tails: Tails = { cursors: b.kept.starts.slice(0, documents), ends: b.kept.starts.subarray(1), items: b.kept.items }
  const deviate = Math.max(0, normalQuantile(1 - worthTesting(into)))
  for (let item = 0; item < a.kept.rows.length; item++) {
    const row = a.kept.rows[item]!
    const own = a.matrix.indices.subarray(a.matrix.starts[row], a.matrix.starts[row + 1])
    if (scan.b === null) for (let at = 0; at < own.length; at++) tails.cursors[own[at]!]!++
    const first = pairs.first[item]!
    const end = pairs.end[item]!
    if (first >= end) continue
    const bounds = { own: a.kept.units[item]!, others: b.kept.units, units: scan.units, deviate, first, end }
    const { counts, partners } = countMeetings(meetings, own, tails, bounds)
    if (weights !== null && sums !== null) {
      sums.fill(0, first)
      addWeights(own, tails, weights, sums)
    }
    testPartners(scan, item, { counts, sums, partners, deviate }, into)
  }
}

/** Above how many pairs only those are tested whose p could be a discovery where one in eight pairs is. */
const manyPairs = 4e6

/**
 * The largest p worth its exact value: the rate, which is where discoveries end if all pairs are. Of many pairs an eighth of it: should
 * more than one pair in eight go together, those with larger p are not counted, and q of the others is somewhat too large.
 */
function worthTesting({ rate, tested }: DiscoveryTally): number {
  return tested > manyPairs ? rate / 8 : rate
}

type Met = {
  /** [partners of the item] documents that have both. */
  readonly counts: Uint8Array | Uint16Array | Uint32Array
  /** The same in units; null where documents are units. */
  readonly sums: Float64Array | null
  /** The partners to test that are met often enough, ascending. */
  readonly partners: Uint32Array
  /** Standard deviations above what is expected from which on a pair is tested. */
  readonly deviate: number
}

function testPartners(scan: Scan, item: number, { counts, sums, partners, deviate }: Met, into: DiscoveryTally): void {
  const { a, sizes, units } = scan
  const { kept, profiles } = scan.b ?? a
  const strata = sizes.length
  const own = a.kept.units[item]!
  const minimum = scan.minimumSupport - roundingSlack
  const leastSquare = deviate * deviate
  const shares = new Float64Array(strata)
  for (let stratum = 0; stratum < strata; stratum++) shares[stratum] = a.profiles[item * strata + stratum]! / sizes[stratum]!
  for (let each = 0; each < partners.length; each++) {
    const partner = partners[each]!
    const together = sums === null ? counts[partner]! : sums[partner]!
    if (together < minimum) continue
    const other = kept.units[partner]!
    const fewer = Math.min(own, other)
    if (!isWorthTesting(together, (own * other) / units, fewer, leastSquare)) continue
    const expected = product(shares, profiles, partner * strata)
    if (!isWorthTesting(together, expected, fewer, leastSquare)) continue
    const p = conditionalTail(together, expected, a.profiles, item * strata, profiles, partner * strata, sizes)
    if (p > into.rate) continue
    const list = tallyPair(into, p)
    const low = npmiLowerLimit(units, own, other, together)
    if (!isAmongBest(list, low) || !isAccepted(scan, item, partner)) continue
    addBestPair(list, low, item, partner, counts[partner]!, together, expected, p)
  }
}

/** Whether (together - expected)² / variance is at least `leastSquare`, with the variance of `fewer` trials, the most there can be. */
function isWorthTesting(together: number, expected: number, fewer: number, leastSquare: number): boolean {
  const excess = together - expected
  return excess > 0 && excess * excess >= leastSquare * expected * (1 - expected / fewer)
}

/** Scalar product of `x` and as many elements of `y` from `at`: four sums side by side, which need not wait for each other. */
function product(x: Float64Array, y: Float32Array, at: number): number {
  let first = 0
  let second = 0
  let third = 0
  let fourth = 0
  let each = 0
  for (; each + 3 < x.length; each += 4, at += 4) {
    first += x[each]! * y[at]!
    second += x[each + 1]! * y[at + 1]!
    third += x[each + 2]! * y[at + 2]!
    fourth += x[each + 3]! * y[at + 3]!
  }
  for (; each < x.length; each++, at++) first += x[each]! * y[at]!
  return first + second + (third + fourth)
}

function isAccepted({ a, b, accept }: Scan, item: number, partner: number): boolean {
  const row = a.kept.rows[item]!
  const other = (b ?? a).kept.rows[partner]!
  return accept === undefined || (b === null && other < row ? accept(other, row) : accept(row, other))
}

/** Adds the document's weight to each of its items from its cursor on. */
function addWeights(documents: Uint32Array, { cursors, ends, items }: Tails, weights: Float64Array, sums: Float64Array): void {
  for (let each = 0; each < documents.length; each++) {
    const document = documents[each]!
    const weight = weights[document]!
    const end = ends[document]!
    for (let at = cursors[document]!; at < end; at++) sums[items[at]!]! += weight
  }
}

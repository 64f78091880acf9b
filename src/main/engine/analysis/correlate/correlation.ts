import type { BinaryMatrix } from '../../numerics/binary-matrix.ts'

export type CorrelateInput = {
  /** [properties x documents] */
  readonly a: BinaryMatrix
  /** [properties x the same documents]: pairs of a row of a and a row of b. null: pairs i < j of a. */
  readonly b: BinaryMatrix | null
  /** Only pairs with one of these rows of b, or of a where there is no b: then pairs of another row of a with one of these. */
  readonly chosen?: ReadonlySet<number>
  /** [documents] the corpus of each, from 0. Expectations are within corpora. */
  readonly corpus: Uint16Array
  /** [documents] the unit of each, from 0, few numbers left out. Every unit counts as one; its documents share that equally. */
  readonly unit: Uint32Array
  /** Whose number of properties per document is conditioned on. Metadata values are no measure of how rich a document is. */
  readonly richness: 'a' | 'both' | 'none'
  /** Fewest units for a property and for a pair, at least 1. 5 by default. */
  readonly minimumSupport?: number
  /** Lowest and highest share of the documents for a property. 0 to 0.5 by default. */
  readonly band?: readonly [lowest: number, highest: number]
  /** False discovery rate, above 0 and at most 1. 0.05 by default. */
  readonly rate?: number
  /** How many pairs to list, at most. */
  readonly limit: number
  /** Whether to list the pair of these rows. Asked only of discoveries that would be listed; what is tested and q do not depend on it. */
  readonly accept?: (a: number, b: number) => boolean
}

/** Two properties that are together more often than their frequencies and the richness of documents explain. */
export type PairRow = {
  /** Rows of the matrices; within one a < b, or b the chosen one. */
  readonly a: number
  readonly b: number
  /** Over documents. */
  readonly npmi: number
  /** Lower 95 % limit over units. */
  readonly npmiLow: number
  /** Documents with both, with a alone, with b alone. */
  readonly support: number
  readonly onlyA: number
  readonly onlyB: number
  /** P(a | b) and P(b | a), over documents. */
  readonly pAB: number
  readonly pBA: number
  /** Units with both: each document counts its share of its unit. */
  readonly supportUnits: number
  /** What `supportUnits` would be on average, were both independent within strata. */
  readonly expected: number
  /** Of as many units or more under plain independence: hypergeometric. */
  readonly pIndependence: number
  /** The same given the strata (an upper bound), and the false discovery rate over all pairs tested. */
  readonly pValue: number
  readonly qValue: number
}

export type CorrelateResult = {
  /** Discoveries, by falling `npmiLow`. */
  readonly pairs: readonly PairRow[]
  /** Pairs that were tested, those that never meet included, and how many of them are discoveries, listed or not. */
  readonly tested: number
  readonly discoveries: number
  /** Properties within band and support. */
  readonly keptA: number
  readonly keptB: number
  readonly documents: number
  readonly units: number
  readonly strata: number
}

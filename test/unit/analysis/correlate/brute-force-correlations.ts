import type { BinaryMatrix } from '../../../../src/main/engine/numerics/binary-matrix.ts'

/** A matrix from lists of documents per property. */
export function matrixOf(documents: number, properties: readonly (readonly number[])[]): BinaryMatrix {
  const starts = new Uint32Array(properties.length + 1)
  properties.forEach((each, at) => (starts[at + 1] = starts[at]! + each.length))
  return { rows: properties.length, columns: documents, starts, indices: Uint32Array.from(properties.flat()) }
}

/** [documents] whether each has the property. */
function documentsWith({ columns, starts, indices }: BinaryMatrix, property: number): boolean[] {
  const has = new Set(indices.subarray(starts[property], starts[property + 1]))
  return Array.from({ length: columns }, (_, document) => has.has(document))
}

export type BruteForcePair = {
  readonly support: number
  readonly supportUnits: number
  readonly onlyA: number
  readonly onlyB: number
  readonly expected: number
  readonly pValue: number
}

/** One pair the long way: a count for each document, strata as keys, the tail as a sum of probabilities. `stratum` and `unit`: [documents]. */
export function bruteForcePair(
  [a, i]: readonly [BinaryMatrix, number],
  [b, j]: readonly [BinaryMatrix, number],
  stratum: ArrayLike<number>,
  unit: ArrayLike<number>,
): BruteForcePair {
  const inA = documentsWith(a, i)
  const inB = documentsWith(b, j)
  const sizes = new Map<number, number>()
  for (const each of Array.from(unit)) sizes.set(each, (sizes.get(each) ?? 0) + 1)
  const weights = inA.map((_, document) => 1 / sizes.get(unit[document]!)!)
  const sum = (wanted: (document: number) => boolean, by: readonly number[]) =>
    by.reduce((total, each, document) => total + (wanted(document) ? each : 0), 0)
  const ones = weights.map(() => 1)
  let expected = 0
  let trials = 0
  let certain = 0
  for (const each of new Set(Array.from(stratum))) {
    const here = (document: number) => stratum[document] === each
    const size = sum(here, weights)
    const ofA = sum((document) => here(document) && inA[document]!, weights)
    const ofB = sum((document) => here(document) && inB[document]!, weights)
    expected += (ofA * ofB) / size
    trials += Math.min(ofA, ofB)
    certain += Math.max(0, ofA + ofB - size)
  }
  const both = (document: number) => inA[document]! && inB[document]!
  const supportUnits = sum(both, weights)
  return {
    support: sum(both, ones),
    supportUnits,
    onlyA: sum((document) => inA[document]! && !inB[document]!, ones),
    onlyB: sum((document) => !inA[document]! && inB[document]!, ones),
    expected,
    pValue: summedTail(Math.floor(supportUnits - certain + 1e-6), Math.ceil(trials - certain - 1e-6), expected - certain),
  }
}

/** P(X >= count) of `trials` equal trials that sum to `mean` on average, term by term; 1 for counts less than 1 above the mean. */
function summedTail(count: number, trials: number, mean: number): number {
  if (count < mean + 1 - 1e-6) return 1
  const equal = Math.max(count, trials)
  let tail = 0
  for (let k = count; k <= equal; k++) tail += choose(equal, k) * (mean / equal) ** k * (1 - mean / equal) ** (equal - k)
  return tail
}

function choose(n: number, k: number): number {
  let product = 1
  for (let at = 0; at < k; at++) product = (product * (n - at)) / (at + 1)
  return product
}

import type { DiffGroup, DiffResult } from '../../../../contract/differences.ts'
import { unitSummary } from '../units/effective-units.ts'
import type { CutSources } from './compared.ts'
import type { Prepared } from './prepare.ts'

export type GroupSummary = Pick<DiffGroup, 'unpaired' | 'documents' | 'units' | 'effective' | 'medianTokens'>

/** Fewest pairs that a comparison at equal length is made of. */
const leastPairs = 10

/** [groups]: what counts of each. */
export function groupSummaries({ compared, layout }: Prepared): readonly GroupSummary[] {
  return Array.from({ length: compared.groups }, (_, group) => {
    const mask = layout.used.map((used, document) => used * +(compared.group[document] === group))
    const { documents, units, effective } = unitSummary(compared.unit, mask)
    const medianTokens = median(compared.tokens.filter((_each, document) => mask[document] === 1))
    return { unpaired: layout.leftOut[group]!, documents, units, effective, medianTokens }
  })
}

/** Median length of the target over that of all others together; 1 where either has none. */
export function lengthRatio({ compared, layout }: Prepared): number {
  const of = (target: boolean) =>
    median(compared.tokens.filter((_, document) => layout.used[document] === 1 && (compared.group[document] === 0) === target))
  const [target, others] = [of(true), of(false)]
  return target > 0 && others > 0 ? target / others : 1
}

/** How length and controls are adjusted for, or why not; of several others the one that overlaps least. */
export function adjustmentOf({ against, layout }: Prepared, cuts: CutSources | null): DiffResult['adjustment'] {
  if (layout.design === 'paired') {
    if (cuts === null) return { kind: 'refused', strata: 0, overlap: 0, why: 'the pairs were not cut to equal length' }
    const pairs = Math.min(...against.map(({ sides }) => sides.target))
    const why = pairs < leastPairs ? `there are only ${pairs} pairs` : null
    return { kind: why === null ? 'cut' : 'refused', strata: 0, overlap: 1, why }
  }
  const all = against.flatMap((each) => each.strata ?? [])
  const worst = all.reduce((one, other) => (rank(other) < rank(one) ? other : one))
  return { kind: worst.refusal === null ? 'strata' : 'refused', strata: worst.shared, overlap: worst.overlap, why: worst.refusal }
}

function rank({ refusal, overlap }: { refusal: string | null; overlap: number }): number {
  return refusal === null ? overlap : overlap - 1
}

function median(values: Uint32Array): number {
  if (values.length === 0) return 0
  const sorted = values.slice().sort()
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

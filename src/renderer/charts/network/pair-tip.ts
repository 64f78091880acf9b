import { formatCount } from '../../widgets/format-numbers.ts'
import type { GraphPair } from './pair-graph.ts'

/** What a pair is, in three lines. */
export function pairTip({ a, b, npmi, npmiLow, support }: GraphPair): string {
  const signed = (value: number) => value.toFixed(2).replace('-', '−')
  return `${a.name}\n${b.name}\nNPMI at least ${signed(npmiLow)}, ${signed(npmi)} seen; both in ${formatCount(support)} documents`
}

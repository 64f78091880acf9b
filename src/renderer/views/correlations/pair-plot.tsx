import { type ReactNode, useMemo } from 'react'
import type { CorrelateRequest, CorrelateResult } from '../../../contract/correlations.ts'
import { HeatMap } from '../../charts/heat-map.tsx'
import { Network } from '../../charts/network/network.tsx'
import { EmptyState } from '../../widgets/empty-state.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import { visibleText } from '../../widgets/visible-text.ts'
import { graphPairs } from './pair-graph-of.ts'
import type { Line, Plot } from './pair-order.ts'

type Props = {
  readonly result: CorrelateResult
  readonly plot: Exclude<Plot, 'none'>
  /** Those that may be drawn, the strongest first. */
  readonly lines: readonly Line[]
  readonly chosen: number | null
  readonly onOpen: (index: number) => void
  readonly focus: string | null
  readonly onFocus: (key: string | null) => void
}

/** The pairs as a network or a heat map, beside their table. */
export function PairPlot({ result, plot, lines, chosen, onOpen, focus, onFocus }: Props): ReactNode {
  const pairs = useMemo(() => graphPairs(lines), [lines])
  if (pairs.length === 0) return <EmptyState title="Nothing to draw">No pair fits what is set above the table.</EmptyState>
  const { between, withColumn } = result.recipe.request as CorrelateRequest
  const corpora = [...new Set(result.recipe.inputs.map(({ corpus }) => visibleText(corpus)))].join(', ')
  const same = {
    notes: [
      `NPMI: 0 as if independent, 1 always together; at least: its lower 95 % limit. ${formatCount(result.documents)} documents of ${corpora}.`,
      `Lens ${visibleText(result.lens)}, Etalon ${result.recipe.etalon}. ${formatCount(pairs.length)} of ${formatCount(result.total)} pairs.`,
    ],
    pairs,
    chosen,
    onOpen,
  }
  return plot === 'network' ? (
    <Network {...same} title={`Latents that go together in ${corpora}: network`} focus={focus} onFocus={onFocus} />
  ) : (
    <HeatMap
      {...same}
      title={`Latents that go together in ${corpora}: heat map`}
      square={between === undefined && withColumn === undefined}
    />
  )
}

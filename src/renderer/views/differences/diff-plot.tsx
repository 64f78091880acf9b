import { type ReactNode, useMemo } from 'react'
import type { DiffResult } from '../../../contract/differences.ts'
import { DifferenceScatter } from '../../charts/difference-scatter.tsx'
import type { ScatterPoint } from '../../charts/scatter-layout.ts'
import { keepFinding } from '../../client/finding-acts.ts'
import { useKeepable } from '../../client/keeping.ts'
import { formatCount, formatShare } from '../../widgets/format-numbers.ts'
import { visibleText } from '../../widgets/visible-text.ts'
import { groupTitle } from './group-title.ts'
import { isFound, otherShare } from './row-order.ts'

type Props = {
  readonly result: DiffResult
  readonly rate: number
  readonly chosen: number | null
  readonly hovered: number | null
  readonly onHover: (latent: number | null) => void
  readonly onOpen: (latent: number) => void
  readonly selected: ReadonlySet<number> | null
  readonly onSelect: (latents: ReadonlySet<number> | null) => void
}

/** Rows that one finding holds at most. */
const mostKept = 1000

/** The latents of a comparison as points, linked with the table. */
export function DiffPlot({ result, rate, ...linked }: Props): ReactNode {
  const { analysis } = result
  const { selected } = linked
  useKeepable(
    analysis === null || selected === null
      ? null
      : () => void keepFinding({ kind: 'difference', analysis, latents: [...selected].slice(0, mostKept) }),
  )
  const points = useMemo(
    () =>
      result.rows.map((row): ScatterPoint => ({
        latent: row.latent,
        name: row.label === null || row.label === '' ? `latent ${row.latent}` : visibleText(row.label),
        frequency: Math.max(row.target, otherShare(row)),
        difference: row.difference,
        interval: row.interval,
        expected: row.expectedFromLength,
        found: isFound(row, rate),
      })),
    [result, rate],
  )
  const [target = '', ...others] = result.groups.map(
    ({ group, documents }) => `${visibleText(groupTitle(group))} (${formatCount(documents)})`,
  )
  return (
    <DifferenceScatter
      title={`Difference in document frequency: ${target} minus ${others.join(', ')}`}
      notes={[
        `Filled: found at ${formatShare(rate)} false discoveries, at like length where that could be told. Lines: 95 % intervals of the strongest ${formatCount(Math.min(40, points.length))}.`,
        `Lens ${visibleText(result.lens)}, Etalon ${result.recipe.etalon}. ${formatCount(points.length)} of ${formatCount(result.total)} latents.`,
      ]}
      points={points}
      {...linked}
    />
  )
}

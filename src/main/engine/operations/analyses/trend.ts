import { Failure } from '../../../../contract/failure.ts'
import type { TrendRequest, TrendResult } from '../../../../contract/trends.ts'
import { compareTrend, orderTrends, trendFigures } from '../../analysis/diff/trend.ts'
import { labelsOf } from '../labels-of.ts'
import type { ProjectReading } from '../project-reading.ts'
import { activeSource } from './active-source.ts'
import { gatherComparison } from './comparison.ts'
import { recipeOf } from './recipe.ts'
import type { Worked } from './recorded.ts'

const lengthTolerance = 0.2

/** Latents whose frequency rises or falls over groups in their order. */
export async function trendOverGroups(project: ProjectReading, request: TrendRequest): Promise<Worked<TrendResult>> {
  const positions = request.positions ?? request.groups.map((_, at) => at)
  if (positions.length !== request.groups.length)
    throw new Failure(
      'bad-input',
      `There are ${request.groups.length} groups and ${positions.length} positions.`,
      'Give one position for each group.',
    )
  const { sample, compared, unitsBy, asked } = await gatherComparison(project, request, request.groups)
  const comparison = compareTrend(compared, activeSource(project, sample), {
    thresholds: sample.thresholds,
    minTokens: sample.minTokens,
    positions: Float64Array.from(positions),
    rate: request.rate,
  })
  const order = orderTrends(comparison, request.monotone)
  const labels = labelsOf(project, sample.stored)
  const rows = trendFigures(comparison, order.subarray(request.offset, request.offset + request.limit)).map((row) => ({
    ...row,
    label: labels.get(row.latent)?.text ?? null,
    origin: labels.get(row.latent)?.origin ?? null,
  }))
  const groups = request.groups.map((_, group) => ({
    name: sample.names[group]!,
    position: positions[group]!,
    documents: comparison.documents[group]!,
    medianTokens: median(sample.tokens.filter((_, document) => sample.group[document] === group)),
  }))
  const lengths = groups.map(({ medianTokens }) => medianTokens).sort((a, b) => a - b)
  const warnings: string[] = []
  if ((lengths.at(-1) ?? 1) > (1 + lengthTolerance) * Math.max(1, lengths[0] ?? 1))
    warnings.push(
      `Median lengths go from ${lengths[0]} to ${lengths.at(-1)} tokens: longer documents light more latents, so read the adjusted figures.`,
    )
  if (comparison.refusal !== null) warnings.push(`Not adjusted for length: ${comparison.refusal}. The order is by the raw test.`)
  if (comparison.uninformative > 0)
    warnings.push(
      `${comparison.uninformative} documents are in units that stand in one group only, and tell nothing of a trend within units.`,
    )
  if (asked.ambiguous > 0) warnings.push(`${asked.ambiguous} documents belong to more than one group and were left out.`)
  return {
    title: groups.map(({ name }) => name).join(' → '),
    result: {
      analysis: null,
      recipe: recipeOf(project, 'trend', request, sample.stored, sample.subjects, false),
      warnings,
      lens: sample.stored.name,
      groups,
      unitsBy,
      total: order.length,
      tested: comparison.tested,
      discoveries: comparison.discoveries,
      adjustedDiscoveries: comparison.adjustedDiscoveries,
      rows,
    },
  }
}

function median(values: Uint32Array): number {
  const sorted = values.slice().sort()
  const middle = sorted.length >> 1
  return sorted.length === 0 ? 0 : sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

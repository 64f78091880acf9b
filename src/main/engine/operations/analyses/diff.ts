import type { DiffRequest, DiffResult, DiffRow } from '../../../../contract/differences.ts'
import { Failure } from '../../../../contract/failure.ts'
import type { Comparison } from '../../analysis/diff/compare.ts'
import { figuresOf, type DiffFigures } from '../../analysis/diff/figures.ts'
import { orderLatents } from '../../analysis/diff/order.ts'
import { adjustmentOf, groupSummaries, lengthRatio } from '../../analysis/diff/summary.ts'
import { labelsOf } from '../labels-of.ts'
import type { ProjectReading } from '../project-reading.ts'
import { activeSource } from './active-source.ts'
import { compareGathered, gatherComparison } from './comparison.ts'
import { diffFamilies } from './diff-families.ts'
import { diffExamples } from './diff-examples.ts'
import { diffWarnings } from './diff-warnings.ts'
import { recipeOf } from './recipe.ts'
import type { Worked } from './recorded.ts'

/** Rows that are given quotations. */
const quotedRows = 30

/** How a target differs from one other group or several, latent by latent. */
export async function diffDocuments(project: ProjectReading, request: DiffRequest): Promise<Worked<DiffResult>> {
  const gathered = await gatherComparison(project, request, [request.target, ...request.against])
  const { sample, compared } = gathered
  if (request.mode === 'union' && request.against.length > 1 && compared.pair === null)
    throw new Failure(
      'bad-input',
      'Union mode needs documents that pair: it asks whether any of the others has it.',
      'Pair them by a field that all of them have (--pair), or compare with the most frequent of the others (--mode maximum).',
    )
  const { comparison, cuts } = compareGathered(project, gathered, request)
  const { prepared } = comparison
  const order = orderLatents(comparison, request)
  const families = await diffFamilies(project, gathered, comparison, order)
  const grouped = families.grouped(order)
  const shown = grouped.subarray(request.offset, request.offset + request.limit)
  const figures = figuresOf(comparison, shown, activeSource(project, sample, shown.slice().sort()), cuts)
  const labels = labelsOf(project, sample.stored)
  const rows = figures.map((each, at): DiffRow => {
    const label = labels.get(each.latent)
    return {
      ...each,
      label: label?.text ?? null,
      origin: label?.origin ?? null,
      family: families.familyOf(each.latent),
      examples:
        at < quotedRows && request.examples > 0
          ? diffExamples(project, gathered, sideOf(comparison, each), each.latent, request.examples)
          : null,
    }
  })
  const summaries = groupSummaries(prepared)
  const adjustment = adjustmentOf(prepared, cuts)
  const groups = [request.target, ...request.against].map((group, at) => ({
    group,
    name: sample.names[at]!,
    found: gathered.found[at]!,
    folded: gathered.folded[at]!,
    ...summaries[at]!,
  }))
  const { tested, discoveries, adjustedDiscoveries, paperClaims } = comparison
  const smallestDetectable = Number.isFinite(comparison.smallestDetectable) ? comparison.smallestDetectable : null
  const facts = {
    groups,
    design: prepared.layout.design,
    adjustment,
    lengthRatio: lengthRatio(prepared),
    tested,
    discoveries,
    smallestDetectable,
  }
  return {
    title: `${groups[0]!.name} against ${groups
      .slice(1)
      .map(({ name }) => name)
      .join(', ')}`,
    result: {
      analysis: null,
      recipe: recipeOf(project, 'diff', request, sample.stored, sample.subjects, false),
      warnings: diffWarnings(facts, gathered, prepared.layout.straddling, request.control),
      lens: sample.stored.name,
      ...facts,
      unitsBy: gathered.pairedBy === null ? gathered.unitsBy : [...new Set([gathered.pairedBy, ...gathered.unitsBy])],
      total: order.length,
      adjustedDiscoveries,
      paperClaims,
      families: families.shown,
      rows,
    },
  }
}

/** Which group the row is compared with; null for all others together. */
function sideOf({ prepared, which }: Comparison, { latent }: DiffFigures): number | null {
  return prepared.against[which[latent]!]!.other
}

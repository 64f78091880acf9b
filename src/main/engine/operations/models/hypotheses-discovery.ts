import type { DiffRequest } from '../../../../contract/differences.ts'
import { figuresOf } from '../../analysis/diff/figures.ts'
import { orderLatents } from '../../analysis/diff/order.ts'
import type { CandidateLatent } from '../../hypotheses/choose-latents.ts'
import { discovery, halfOfComparison, type HeldOut } from '../../hypotheses/hold-out.ts'
import { activeSource } from '../analyses/active-source.ts'
import { compareGathered, type GatheredComparison } from '../analyses/comparison.ts'
import { diffFamilies } from '../analyses/diff-families.ts'
import { subsetOf } from '../analyses/sample.ts'
import type { ProjectReading } from '../project-reading.ts'

/**
 * The diff over again on the discovering half alone: its discoveries among the latents that the request lets through (`coverage`,
 * `direction`). Chosen by the whole diff, latents would have met the documents that judge.
 *
 * @param label the label that may be shown of a latent
 */
export async function discoveredLatents(
  project: ProjectReading,
  request: DiffRequest,
  gathered: GatheredComparison,
  heldOut: HeldOut,
  label: (latent: number) => string | null,
): Promise<readonly CandidateLatent[]> {
  const { compared } = halfOfComparison(gathered.compared, heldOut, discovery)
  const sample = subsetOf(
    gathered.sample,
    heldOut.half.map((half) => +(half === discovery)),
  )
  const { comparison, cuts } = compareGathered(project, { sample, compared }, request)
  const order = orderLatents(comparison, { sort: 'adjusted', direction: request.direction, coverage: request.coverage })
  const families = await diffFamilies(project, { ...gathered, sample, compared }, comparison, order)
  const found = order.filter((latent) => comparison.q[latent]! <= request.rate)
  const figures = figuresOf(comparison, found, activeSource(project, sample, found.slice().sort()), cuts)
  return figures.map((row) => ({ ...row, label: label(row.latent), family: families.familyOf(row.latent) }))
}

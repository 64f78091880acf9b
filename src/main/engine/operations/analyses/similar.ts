import type { z } from 'zod'
import type { ComparedBy } from '../../../../contract/analyses.ts'
import type { SimilarLatents, similarLatentsInput } from '../../../../contract/search.ts'
import { type Axis, axisLatents } from '../../analysis/cluster/axis-latents.ts'
import type { StoredLens } from '../../store/lenses.ts'
import { chosenEmbedder } from '../embedder-choice.ts'
import { labelsOf } from '../labels-of.ts'
import { share, totalsOf } from '../latent-totals.ts'
import type { ProjectReading } from '../project-reading.ts'
import { readSubjects } from '../subjects.ts'
import { comparedWith } from './compared-with.ts'
import { byChance } from './label-vectors.ts'

/** The latents whose labels are about a query, with each label's similarity, [dSae], NaN where none could be compared. */
export type WordsAxis = Axis & {
  readonly similarities: Float32Array
  readonly compared: ComparedBy
  /** Who answered in whose place, and which labels were left out. */
  readonly warnings: readonly string[]
}

/**
 * The latents whose labels are about a query, by falling similarity, with how sure one may be of it.
 * @param unsent why the query could not be embedded by the endpoint that was chosen; null where nothing is known of it
 */
export async function axisOf(
  project: ProjectReading,
  lens: StoredLens,
  query: string,
  present: Uint32Array,
  unsent: string | null = null,
): Promise<WordsAxis> {
  const { vectors, similarities: found, warnings } = await comparedWith(project, lens, query, unsent)
  const similarities = new Float32Array(lens.dSae).fill(NaN)
  found?.forEach((similarity, row) => (similarities[vectors.latents[row]!] = similarity))
  let live = 0
  for (let latent = 0; latent < lens.dSae; latent++) {
    if (present[latent]! > 0) live++
    else similarities[latent] = NaN
  }
  return { similarities, compared: vectors.by, warnings, ...axisLatents({ similarities, cut: vectors.cut, byChance, live }) }
}

/** Latents by how like their labels are to some words, also below the cut. It is asked while one types: nothing is sent for it. */
export async function similarLatents(
  project: ProjectReading,
  request: z.output<typeof similarLatentsInput>,
): Promise<SimilarLatents> {
  const { lens, subjects } = readSubjects(project, request)
  const totals = totalsOf(project, subjects, lens.dSae)
  const labels = labelsOf(project, lens)
  const { similarities, cut, labelled, compared } = await axisOf(project, lens, request.query, totals.present)
  const asks = chosenEmbedder(project)?.endpoint ?? null
  const known = Uint32Array.from(similarities.keys()).filter((latent) => !Number.isNaN(similarities[latent]))
  known.sort((a, b) => similarities[b]! - similarities[a]! || a - b)
  return {
    lens: lens.name,
    compared,
    asks: asks === compared.endpoint ? null : asks,
    labelled,
    cut,
    latents: Array.from(known.subarray(0, request.limit), (latent) => ({
      latent,
      label: labels.get(latent)?.text ?? null,
      similarity: similarities[latent]!,
      documentFrequency: share(totals.present[latent], totals.documents),
    })),
  }
}

import type { z } from 'zod'
import type { SimilarLatents, similarLatentsInput } from '../../../../contract/search.ts'
import { axisLatents } from '../../analysis/cluster/axis-latents.ts'
import type { StoredLens } from '../../store/lenses.ts'
import { labelsOf } from '../labels-of.ts'
import { share, totalsOf } from '../latent-list.ts'
import type { ProjectReading } from '../project-reading.ts'
import { readSubjects } from '../subjects.ts'
import { byChance, labelSimilarities, labelVectorsOf } from './label-vectors.ts'

/** The latents whose labels are about a query, by falling similarity, with how sure one may be of it. */
export async function axisOf(project: ProjectReading, lens: StoredLens, query: string, present: Uint32Array) {
  const vectors = await labelVectorsOf(project, lens)
  const similarities = labelSimilarities(vectors, query, lens.dSae)
  let live = 0
  for (let latent = 0; latent < lens.dSae; latent++) {
    if (present[latent]! > 0) live++
    else similarities[latent] = NaN
  }
  return { similarities, ...axisLatents({ similarities, cut: vectors.cut, byChance, live }) }
}

/** Latents by how like their labels are to some words, also below the cut. */
export async function similarLatents(
  project: ProjectReading,
  request: z.output<typeof similarLatentsInput>,
): Promise<SimilarLatents> {
  const { lens, subjects } = readSubjects(project, request)
  const totals = totalsOf(project, subjects, lens.dSae)
  const labels = labelsOf(project, lens)
  const { similarities, cut, labelled } = await axisOf(project, lens, request.query, totals.present)
  const known = Uint32Array.from(similarities.keys()).filter((latent) => !Number.isNaN(similarities[latent]))
  known.sort((a, b) => similarities[b]! - similarities[a]! || a - b)
  return {
    lens: lens.name,
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

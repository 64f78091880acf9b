import type { z } from 'zod'
import type { Resembling, resemblingInput } from '../../../../contract/search.ts'
import { latentsByExample } from '../../analysis/retrieve/latents-by-example.ts'
import { searchLatents } from '../../analysis/retrieve/latent-scores.ts'
import { newScoreBoard } from '../../analysis/retrieve/score-board.ts'
import { labelsOf } from '../labels-of.ts'
import { refuseOutside } from '../latent-page.ts'
import { totalsOf } from '../latent-totals.ts'
import { lensIfThere } from '../lens-files.ts'
import type { ProjectReading } from '../project-reading.ts'
import { readSubjects } from '../subjects.ts'
import { spaceOf } from './document-space.ts'
import { hitOf } from './search.ts'
import { mostByExample, scaledPostings } from './search-latents.ts'

/** Documents that have the latents of a text that is not among them, by what those latents tell, as a search by example finds them. */
export async function resemblingDocuments(project: ProjectReading, request: z.output<typeof resemblingInput>): Promise<Resembling> {
  const { lens: stored, subjects } = readSubjects(project, request)
  for (const { latent } of request.latents) refuseOutside(latent, stored)
  const thresholds = (await lensIfThere(project, stored))?.thresholds
  const present = request.latents
    .filter(({ latent, activation }) => activation > (thresholds?.[latent] ?? 0))
    .sort((a, b) => a.latent - b.latent)
  const example = {
    latents: Uint32Array.from(present, ({ latent }) => latent),
    maxima: Float32Array.from(present, ({ activation }) => activation),
  }
  const space = spaceOf(subjects)
  // Counted as if the text were one of the documents.
  const frequencies = totalsOf(project, subjects, stored.dSae).present.slice()
  for (const latent of example.latents) frequencies[latent]! += 1
  const weights = latentsByExample({
    liked: [example],
    disliked: [],
    frequencies,
    documents: space.documents + 1,
    scaleOf: (latent) => scaledPostings(project, space, latent).scale,
    limit: mostByExample,
  })
  const latents = weights.map(({ latent, weight }) => ({
    latent,
    weight,
    similarity: null,
    ...scaledPostings(project, space, latent),
  }))
  const labels = labelsOf(project, stored)
  const { ordinals, scores } = searchLatents(newScoreBoard(space.documents), latents, { limit: request.limit })
  const question = { latents, compared: null, warnings: [] }
  return {
    lens: stored.name,
    documents: space.documents,
    hits: Array.from(ordinals, (ordinal, rank) => ({
      ...hitOf(project, space, ordinal, question, { words: [], first: false }, (latent) => labels.get(latent)?.text ?? null),
      score: scores[rank]!,
      latentRank: rank + 1,
      textRank: null,
    })),
  }
}

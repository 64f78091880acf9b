import type { z } from 'zod'
import type { LatentPage, latentInput } from '../../../contract/latents.ts'
import { Failure } from '../../../contract/failure.ts'
import type { Lens } from '../lens/lens.ts'
import { countInBins, roundBinEdges } from '../numerics/histogram.ts'
import { wilsonInterval } from '../numerics/proportion-intervals.ts'
import { coactivating } from '../store/activations/coactivating.ts'
import { readPostings } from '../store/activations/read-postings.ts'
import { readTopTokens } from '../store/activations/top-tokens.ts'
import type { StoredLens } from '../store/lenses.ts'
import { starredLatents } from '../store/stars.ts'
import { labelsOf } from './labels-of.ts'
import { share, statisticsOf, totalsOf } from './latent-totals.ts'
import { lensIfThere } from './lens-files.ts'
import type { ProjectReading } from './project-reading.ts'
import { type ReadSubject, readSubjects } from './subjects.ts'

const histogramBins = 24
const shownTokens = 30
const shownNeighbours = 10

/** Everything a latent's page shows but its examples. */
export async function latentPage(project: ProjectReading, request: z.output<typeof latentInput>): Promise<LatentPage> {
  const { latent } = request
  const { lens: stored, subjects } = readSubjects(project, request)
  refuseOutside(latent, stored)
  const lens = await lensIfThere(project, stored)
  const labels = labelsOf(project, stored)
  const totals = totalsOf(project, subjects, stored.dSae)
  const labelText = (other: number) => labels.get(other)?.text ?? null
  const neighbours = (await lens?.neighbours(latent, shownNeighbours)) ?? []
  return {
    latent,
    lens: stored.name,
    label: labels.get(latent) ?? null,
    starred: starredLatents(project.db, stored.lens).has(latent),
    threshold: lens?.thresholds[latent] ?? 0,
    documentFrequency: share(totals.present[latent], totals.documents),
    tokenDensity: share(totals.tokensActive[latent], totals.tokens),
    maxActivation: totals.maxima[latent] ?? 0,
    perCorpus: subjects.map((subject) => corpusShare(project, subject, latent)),
    topTokens: await topTokens(project, subjects, latent, lens),
    histogram: histogram(project, subjects, latent, totals.maxima[latent] ?? 0),
    neighbours: neighbours.map((each) => ({ ...each, label: labelText(each.latent) })),
    together:
      lens === null ? [] : together(project, subjects, latent, lens).map((each) => ({ ...each, label: labelText(each.latent) })),
  }
}

export function refuseOutside(latent: number, lens: StoredLens): void {
  if (latent < lens.dSae) return
  throw new Failure('not-found', `The lens ${lens.name} has no latent ${latent}.`, `Its latents go from 0 to ${lens.dSae - 1}.`)
}

function corpusShare(
  project: ProjectReading,
  { corpus, channel, encoding }: ReadSubject,
  latent: number,
): LatentPage['perCorpus'][number] {
  const statistics = statisticsOf(project, encoding.encoding)
  const present = statistics.documentsPresent[latent] ?? 0
  const { documents, tokens } = statistics
  return {
    corpus: corpus.name,
    channel: channel.name,
    documents,
    present,
    documentFrequency: share(present, documents),
    interval: wilsonInterval({ successes: present, trials: documents }),
    tokenDensity: share(statistics.tokensActive[latent], tokens),
    maxActivation: statistics.maxima[latent] ?? 0,
  }
}

/** The tokens of all encodings together, by the sum of activations on them. */
export async function topTokens(
  project: ProjectReading,
  subjects: readonly ReadSubject[],
  latent: number,
  lens: Lens | null,
): Promise<LatentPage['topTokens']> {
  const tokenizer = lens === null ? null : await project.tokenizer(lens)
  return rankedTokens(project, subjects, latent)
    .slice(0, shownTokens)
    .map(({ id, count, sum }) => ({ token: tokenizer?.display(id) ?? `token ${id}`, count, meanActivation: sum / count }))
}

/** Every token that encodings keep of a latent, by the falling sum of activations on it, the lower id first. */
export function rankedTokens(
  project: ProjectReading,
  subjects: readonly ReadSubject[],
  latent: number,
): readonly { readonly id: number; readonly count: number; readonly sum: number }[] {
  const sums = new Map<number, { id: number; count: number; sum: number }>()
  for (const { encoding } of subjects) {
    const { tokenIds, counts, means } = readTopTokens(project.db, encoding.encoding, latent)
    tokenIds.forEach((id, at) => {
      const before = sums.get(id) ?? { id, count: 0, sum: 0 }
      const count = counts[at] ?? 0
      sums.set(id, { id, count: before.count + count, sum: before.sum + count * (means[at] ?? 0) })
    })
  }
  return [...sums.values()].sort((one, other) => other.sum - one.sum || one.id - other.id)
}

function histogram(
  project: ProjectReading,
  subjects: readonly ReadSubject[],
  latent: number,
  maximum: number,
): LatentPage['histogram'] {
  const edges = roundBinEdges(maximum, histogramBins)
  const counts = subjects.map(({ corpus, channel, encoding }) => ({
    corpus:
      subjects.filter((each) => each.corpus.corpus === corpus.corpus).length > 1 ? `${corpus.name} (${channel.name})` : corpus.name,
    counts: Array.from(countInBins(readPostings(project.db, encoding.encoding, latent).maxima, edges)),
  }))
  return { edges: Array.from(edges), counts }
}

/** What goes with it, in the encoding where it is present most often; NPMI is not added up over corpora. */
function together(
  project: ProjectReading,
  subjects: readonly ReadSubject[],
  latent: number,
  lens: Lens,
): readonly { latent: number; npmi: number; documents: number }[] {
  const present = (subject: ReadSubject) => statisticsOf(project, subject.encoding.encoding).documentsPresent[latent] ?? 0
  const most = subjects.reduce((best, each) => (present(each) > present(best) ? each : best))
  if (present(most) === 0) return []
  return project.remembered(
    `together ${most.encoding.encoding} ${latent}`,
    () => coactivating(project.db, most.encoding.encoding, latent, shownNeighbours, lens.thresholds).latents,
  )
}

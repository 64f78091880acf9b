import type { SearchRequest } from '../../../../contract/search.ts'
import { latentScale, rankWeights, type WeightedLatent } from '../../analysis/retrieve/latent-scores.ts'
import { latentsByExample } from '../../analysis/retrieve/latents-by-example.ts'
import { readDocumentPooled } from '../../store/activations/read-document.ts'
import { topK } from '../../numerics/top-k.ts'
import { type ComparedBy, wordsCompared } from '../../../../contract/analyses.ts'
import { refuseOutside } from '../latent-page.ts'
import { totalsOf } from '../latent-totals.ts'
import type { ProjectReading } from '../project-reading.ts'
import { corpusNamed } from '../subjects.ts'
import { type DocumentSpace, postingsIn } from './document-space.ts'
import { missingExample, type Sample } from './sample.ts'
import { axisOf } from './similar.ts'

/** Latents that examples pick, of each side. */
export const mostByExample = 50

/** The latents that answer a question, with their postings, the heaviest first. */
export type SearchedLatents = {
  readonly latents: readonly (WeightedLatent & { readonly similarity: number | null })[]
  /** What compared the query with labels; null where that was not asked for. */
  readonly compared: ComparedBy | null
  /** Whether hardly any label is about the query, and what was compared otherwise than chosen. */
  readonly warnings: readonly string[]
}

/**
 * By the query's words, by hand, or by examples; those of several ways are added up.
 * @param unsent why the query could not be embedded by the endpoint that was chosen; null where nothing is known of it
 */
export async function latentsFor(
  project: ProjectReading,
  sample: Sample,
  space: DocumentSpace,
  request: SearchRequest,
  unsent: string | null,
): Promise<SearchedLatents> {
  const weights = new Map<number, number>()
  const add = (latent: number, weight: number) => weights.set(latent, (weights.get(latent) ?? 0) + weight)
  const similarity = new Map<number, number>()
  const warnings: string[] = []
  let compared: ComparedBy | null = null
  const words = wordsCompared(request)
  const totals = totalsOf(project, sample.subjects, sample.stored.dSae)
  if (request.latents !== undefined && request.latents.length > 0) {
    for (const latent of request.latents) refuseOutside(latent, sample.stored)
    const alike = rankWeights(request.latents.length, Infinity)
    request.latents.forEach((latent, at) => add(latent, alike[at]!))
  } else if (words !== null) {
    const axis = await axisOf(project, sample.stored, words, totals.present, unsent)
    compared = axis.compared
    warnings.push(...axis.warnings)
    const best = topK(axis.similarities, request.k)
    const byRank = rankWeights(best.length, request.temperature)
    best.forEach((latent, rank) => {
      add(latent, byRank[rank]!)
      similarity.set(latent, axis.similarities[latent]!)
    })
    if (best.length === 0) warnings.push('No latent has a label that could be compared with the query.')
    else if (axis.tooFew) warnings.push(`Hardly any label is about “${words}”: the latents’ part of the ranking may mean little.`)
  }
  for (const { latent, weight } of exampleWeights(project, sample, space, request, totals.present)) add(latent, weight)
  const ranked = [...weights].sort(([a, one], [b, other]) => Math.abs(other) - Math.abs(one) || a - b)
  return {
    latents: ranked.map(([latent, weight]) => ({
      latent,
      weight,
      similarity: similarity.get(latent) ?? null,
      ...scaledPostings(project, space, latent),
    })),
    compared,
    warnings,
  }
}

function exampleWeights(
  project: ProjectReading,
  sample: Sample,
  space: DocumentSpace,
  { like, unlike, k }: SearchRequest,
  frequencies: Uint32Array,
) {
  if (like.length + unlike.length === 0) return []
  const example = ({ corpus, ordinal }: { corpus: string; ordinal: number }) => {
    corpusNamed(project, corpus)
    const subject = sample.subjects.find((each) => each.corpus.name === corpus)
    if (subject === undefined || ordinal >= subject.corpus.documents) throw missingExample(corpus, ordinal)
    const { latents, maxima } = readDocumentPooled(project.db, subject.encoding.encoding, ordinal)
    const present = Uint32Array.from(latents.keys()).filter((at) => maxima[at]! > sample.thresholds[latents[at]!]!)
    present.sort((a, b) => latents[a]! - latents[b]!)
    return { latents: present.map((at) => latents[at]!), maxima: Float32Array.from(present, (at) => maxima[at]!) }
  }
  return latentsByExample({
    liked: like.map(example),
    disliked: unlike.map(example),
    frequencies,
    documents: space.documents,
    scaleOf: (latent) => scaledPostings(project, space, latent).scale,
    limit: Math.min(k, mostByExample),
  })
}

/** A latent's postings over the space and its scale, kept between searches. */
export function scaledPostings(
  project: ProjectReading,
  space: DocumentSpace,
  latent: number,
): Pick<WeightedLatent, 'ordinals' | 'maxima' | 'scale'> {
  const key = `postings ${latent} ${space.subjects.map(({ encoding }) => encoding.encoding).join(' ')}`
  const read = () => {
    const { ordinals, maxima } = postingsIn(project, space, latent)
    return { ordinals, maxima, scale: latentScale(maxima) }
  }
  return project.lasting.get(key, read, ({ ordinals }) => 8 * ordinals.length)
}

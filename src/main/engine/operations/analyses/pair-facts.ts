import type { CorrelateRequest, PairRow } from '../../../../contract/correlations.ts'
import { readPostings } from '../../store/activations/read-postings.ts'
import { labelsOf } from '../labels-of.ts'
import { topTokens } from '../latent-page.ts'
import type { ProjectReading } from '../project-reading.ts'
import { placesIn } from './active-source.ts'
import { similarityOf } from '../../embedder/directions.ts'
import type { LabelVectors } from './label-vectors.ts'
import { quoteOf } from './quotes.ts'
import type { Sample } from './sample.ts'
import { syntaxShare } from './syntax-tokens.ts'

/** Share of the documents with both from which on a pair counts as one on the same or adjacent tokens. */
const mostlySame = 0.5
const mostlySyntax = 0.7

/** What is known of a pair besides its counts; a latent is null where that side is a metadata value. */
export type PairFacts = {
  label(latent: number): string | null
  /** Cosine of the labels; null without two labels of known words. */
  similarity(a: number | null, b: number | null): number | null
  /** Share of the documents with both where their strongest tokens are the same or adjacent; null across channels. */
  sameToken(a: number | null, b: number | null): number | null
  /** Whether the filters asked for let the pair through. */
  accepts(a: number | null, b: number | null): boolean
  examples(documents: readonly number[], a: number | null, b: number | null, count: number): PairRow['examples']
}

/** @param second the sample whose latents stand on the second side; null where metadata values do */
export async function pairFacts(
  project: ProjectReading,
  first: Sample,
  second: Sample | null,
  vectors: LabelVectors,
  request: CorrelateRequest,
): Promise<PairFacts> {
  const labels = labelsOf(project, first.stored)
  const placeOfLatent = new Int32Array(first.stored.dSae).fill(-1)
  vectors.latents.forEach((latent, at) => (placeOfLatent[latent] = at))
  const places = placesIn(first)
  const strongest = new Map<number, Map<number, number>>()
  const syntax = request.skipSyntax ? await syntaxLatents(project, first, second) : new Set<number>()
  const isOneText = second !== null && second.subjects[0]?.channel.channel === first.subjects[0]?.channel.channel

  function similarity(a: number | null, b: number | null): number | null {
    const one = a === null ? -1 : placeOfLatent[a]!
    const other = b === null ? -1 : placeOfLatent[b]!
    return one < 0 || other < 0 ? null : similarityOf(vectors.rows, one, other)
  }

  function sameToken(a: number | null, b: number | null): number | null {
    if (!isOneText || a === null || b === null) return null
    const one = positionsOf(a)
    let both = 0
    let near = 0
    for (const [document, position] of positionsOf(b)) {
      const other = one.get(document)
      if (other === undefined) continue
      both++
      if (Math.abs(position - other) <= 1) near++
    }
    return both === 0 ? null : near / both
  }

  /** Token of the maximum by document of the sample. */
  function positionsOf(latent: number): Map<number, number> {
    const known = strongest.get(latent)
    if (known !== undefined) return known
    const positions = new Map<number, number>()
    first.subjects.forEach(({ encoding }, subject) => {
      const postings = readPostings(project.db, encoding.encoding, latent)
      postings.ordinals.forEach((ordinal, at) => {
        const document = places[subject]![ordinal]!
        if (document >= 0 && postings.maxima[at]! > first.thresholds[latent]!) positions.set(document, postings.positions[at]!)
      })
    })
    if (strongest.size > 2000) strongest.clear()
    strongest.set(latent, positions)
    return positions
  }

  function accepts(a: number | null, b: number | null): boolean {
    if ((a !== null && syntax.has(a)) || (b !== null && syntax.has(b))) return false
    if (request.maxLabelSimilarity < 1 && (similarity(a, b) ?? -1) > request.maxLabelSimilarity) return false
    return !request.apart || (sameToken(a, b) ?? 0) < mostlySame
  }

  function examples(documents: readonly number[], a: number | null, b: number | null, count: number): PairRow['examples'] {
    const step = Math.max(1, Math.floor(documents.length / count))
    return documents
      .filter((_, at) => at % step === 0)
      .slice(0, count)
      .map((document) => {
        const subject = first.subject[document]!
        const ordinal = first.ordinal[document]!
        return {
          a: quoteOf(project, first.subjects[subject]!, ordinal, a),
          b: second === null ? null : quoteOf(project, second.subjects[subject]!, ordinal, b),
        }
      })
  }

  return { label: (latent) => labels.get(latent)?.text ?? null, similarity, sameToken, accepts, examples }
}

/** Latents that are mostly active on punctuation, white space and words of grammar. */
async function syntaxLatents(project: ProjectReading, first: Sample, second: Sample | null): Promise<ReadonlySet<number>> {
  const subjects = [...first.subjects, ...(second?.subjects ?? [])]
  const found = new Set<number>()
  for (let latent = 0; latent < first.stored.dSae; latent++) {
    const tokens = await topTokens(project, subjects, latent, first.lens)
    if (tokens.length > 0 && syntaxShare(tokens) >= mostlySyntax) found.add(latent)
  }
  return found
}

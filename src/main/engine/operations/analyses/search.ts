import type { SearchHit, SearchRequest, SearchResult } from '../../../../contract/search.ts'
import { Failure } from '../../../../contract/failure.ts'
import { fuseByRank } from '../../analysis/retrieve/fuse.ts'
import { latentParts, searchLatents, type WeightedLatent } from '../../analysis/retrieve/latent-scores.ts'
import { newScoreBoard, type ScoreBoard } from '../../analysis/retrieve/score-board.ts'
import { searchText } from '../../analysis/retrieve/search-text.ts'
import { termSpans } from '../../analysis/retrieve/term-spans.ts'
import { ruleText } from '../../analysis/retrieve/rule-text.ts'
import { textOf } from '../../store/documents.ts'
import { labelsOf } from '../labels-of.ts'
import type { ProjectReading } from '../project-reading.ts'
import { type DocumentSpace, placeOf, spaceOf } from './document-space.ts'
import { marksOf, quoteOf } from './quotes.ts'
import { recipeOf } from './recipe.ts'
import type { Worked } from './recorded.ts'
import { answering } from './rule-source.ts'
import { sampleOf } from './sample.ts'
import { latentsFor, type SearchedLatents } from './search-latents.ts'
import { textIndexOf } from './text-indexes.ts'

/** Of each list, documents that take part in the fusion. */
const listed = 1000
const shownReasons = 5
const shownWords = 20

/**
 * Documents by property, by words, by example, or by rule; each hit with what found it.
 * @param unsent why the query could not be embedded by the endpoint that was chosen; null where nothing is known of it
 */
export async function searchDocuments(
  project: ProjectReading,
  request: SearchRequest,
  unsent: string | null = null,
): Promise<Worked<SearchResult>> {
  const sample = await sampleOf(project, request, [request.group])
  const space = spaceOf(sample.subjects)
  const numbers = answering(project, sample, space, request.rule)
  const passing = numbers.length === space.documents ? null : numbers
  const question = await latentsFor(project, sample, space, request, unsent)
  const isOnlyRule = request.query.trim() === '' && question.latents.length === 0
  if (isOnlyRule && request.rule === undefined)
    throw new Failure(
      'bad-input',
      'There is nothing to search for.',
      'Type a property or words, choose latents or examples, or write a rule.',
    )
  const board = boardFor(project, space.documents)
  const wanted = Math.max(listed, request.offset + request.limit)
  const byLatents =
    request.mode === 'text' || question.latents.length === 0
      ? null
      : searchLatents(board, question.latents, { limit: wanted, passing }).ordinals.slice()
  const asksText = request.mode !== 'latents' && request.query.trim() !== ''
  const text = asksText ? searchText(board, textIndexOf(project, space), request.query, { limit: wanted, passing }) : null
  const byText = text?.ordinals.slice() ?? null
  const ranked = isOnlyRule
    ? Array.from(numbers, (ordinal) => ({ ordinal, score: 0, ranks: [] }))
    : fuseByRank([byLatents ?? new Uint32Array(0), byText ?? new Uint32Array(0)], 2 * wanted)
  const words = text?.terms.filter((term) => term.documents > 0).map((term) => term.word) ?? []
  const labels = labelsOf(project, sample.stored)
  const label = (latent: number) => labels.get(latent)?.text ?? null
  const hits = ranked.slice(request.offset, request.offset + request.limit).map(({ ordinal, score, ranks }): SearchHit => {
    const [latentRank = 0, textRank = 0] = ranks
    return {
      ...hitOf(project, space, ordinal, question, { words, first: isBefore(textRank, latentRank) }, label),
      score,
      latentRank: latentRank || null,
      textRank: textRank || null,
    }
  })
  return {
    title: request.query.trim() || (request.rule === undefined ? 'by example' : ruleText(request.rule)),
    result: {
      analysis: null,
      recipe: recipeOf(project, 'search', request, sample.stored, sample.subjects, question.compared ?? false),
      warnings: question.warnings,
      lens: sample.stored.name,
      compared: question.compared,
      documents: sample.documents,
      total: ranked.length,
      latents: question.latents.map(({ latent, weight, scale, similarity }) => ({
        latent,
        label: label(latent),
        weight,
        scale,
        similarity,
      })),
      rule: request.rule === undefined ? null : ruleText(request.rule),
      hits,
    },
  }
}

type Described = Omit<SearchHit, 'score' | 'latentRank' | 'textRank'>

/** Whether it stands higher in the first list; a rank of 0 is none. */
const isBefore = (rank: number, other: number) => rank > 0 && (other === 0 || rank < other)

/** The longest of the words found, which says the most, where it first stands. */
const longestOf = <Found extends { readonly start: number; readonly end: number }>(found: readonly Found[]) =>
  found.reduce<Found | null>((best, each) => (best === null || each.end - each.start > best.end - best.start ? each : best), null)

/** A document that was found. `first`: by its words before its latents, so that the quotation stands around them. */
export function hitOf(
  project: ProjectReading,
  space: DocumentSpace,
  number: number,
  { latents }: SearchedLatents,
  { words, first }: { readonly words: readonly string[]; readonly first: boolean },
  label: (latent: number) => string | null,
): Described {
  const { subject, ordinal } = placeOf(space, number)
  const parts = latentParts(number, latents as readonly WeightedLatent[]).filter(({ part }) => part > 0)
  const total = parts.reduce((sum, { part }) => sum + part, 0)
  const found = words.length === 0 ? [] : termSpans(textOf(project.db, subject.channel.channel, ordinal) ?? '', words, shownWords)
  const quote = quoteOf(project, subject, ordinal, parts[0]?.latent ?? null, first ? longestOf(found) : null)
  return {
    corpus: quote.corpus,
    document: quote.document,
    ordinal,
    quote,
    words: found.map(({ term, start, end }) => ({ word: term, start, end })),
    why: parts.slice(0, shownReasons).map(({ latent, activation, part }) => {
      const marks = marksOf(project, subject.encoding.encoding, ordinal, latent)
      const strongest = marks.reduce(
        (best, mark) => (mark.activation > best.activation ? mark : best),
        marks[0] ?? { start: 0, end: 0, activation: 0 },
      )
      return { latent, label: label(latent), activation, share: part / total, start: strongest.start, end: strongest.end }
    }),
  }
}

function boardFor(project: ProjectReading, documents: number): ScoreBoard {
  return project.remembered(`score board ${documents}`, () => newScoreBoard(documents))
}

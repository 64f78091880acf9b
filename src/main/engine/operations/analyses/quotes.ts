import type { Quote } from '../../../../contract/analyses.ts'
import { readDocumentTokens } from '../../store/activations/read-document.ts'
import { readLatentTokens } from '../../store/activations/read-latent-tokens.ts'
import { documentByOrdinal, textOf } from '../../store/documents.ts'
import type { ProjectReading } from '../project-reading.ts'
import type { ReadSubject } from '../subjects.ts'

const quotedCharacters = 240

type Span = { readonly start: number; readonly end: number }

/**
 * The part of a document around a span, without one around a latent's strongest token, with the latent's tokens marked; the beginning where
 * it is not active.
 */
export function quoteOf(
  project: ProjectReading,
  subject: ReadSubject,
  ordinal: number,
  latent: number | null,
  around: Span | null = null,
): Quote {
  const { corpus, channel, encoding } = subject
  const text = textOf(project.db, channel.channel, ordinal) ?? ''
  const marks = latent === null ? [] : marksOf(project, encoding.encoding, ordinal, latent)
  const strongest = marks.reduce<Quote['marks'][number] | null>(
    (best, mark) => (best === null || mark.activation > best.activation ? mark : best),
    null,
  )
  const middle = around ?? strongest ?? { start: 0, end: 0 }
  const { from, end } = excerptAround(text, middle.start, middle.end)
  const shown = strongest !== null && strongest.start >= from && strongest.end <= end ? strongest : null
  return {
    corpus: corpus.name,
    channel: channel.name,
    document: documentByOrdinal(project.db, corpus.corpus, ordinal)?.id ?? String(ordinal),
    ordinal,
    text: text.slice(from, end),
    from,
    start: shown?.start ?? null,
    end: shown?.end ?? null,
    activation: strongest?.activation ?? 0,
    marks: marks.filter((mark) => mark.end > from && mark.start < end),
  }
}

/** Where a latent is active in a document: character spans with activations, to 8 bits. */
export function marksOf(project: ProjectReading, encoding: number, ordinal: number, latent: number): Quote['marks'] {
  const [found] = readLatentTokens(project.db, encoding, latent, [ordinal], project.parts)
  if (found === undefined || found.tokens.length === 0) return []
  const { starts, ends } = readDocumentTokens(project.db, encoding, ordinal)
  return Array.from(found.tokens, (token, at) => ({
    start: starts[token]!,
    end: ends[token]!,
    activation: found.activations[at]!,
  }))
}

/** A stretch of about `quotedCharacters`, the span at its middle, cut at spaces and never inside a surrogate pair. */
function excerptAround(text: string, start: number, end: number): { from: number; end: number } {
  if (text.length <= quotedCharacters) return { from: 0, end: text.length }
  const reach = Math.max(20, Math.floor((quotedCharacters - (end - start)) / 2))
  let from = Math.max(0, start - reach)
  let to = Math.min(text.length, Math.max(end + reach, from + quotedCharacters))
  if (to === text.length) from = Math.max(0, Math.min(from, to - quotedCharacters))
  const space = from === 0 ? -1 : text.slice(from, Math.min(from + 20, start)).search(/\s/)
  if (space >= 0) from += space + 1
  const tail = to === text.length ? -1 : text.slice(Math.max(end, to - 20), to).search(/\s\S*$/)
  if (tail > 0) to = Math.max(end, to - 20) + tail
  if (isLowSurrogate(text, from)) from -= 1
  if (isLowSurrogate(text, to)) to += 1
  return { from, end: to }
}

function isLowSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff
}

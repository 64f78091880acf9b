import type { z } from 'zod'
import type { DocumentRow, Mark, rowsInput } from '../../../contract/documents.ts'
import { readDocumentTokens } from '../store/activations/read-document.ts'
import { readLatentTokens } from '../store/activations/read-latent-tokens.ts'
import { readPostings } from '../store/activations/read-postings.ts'
import { documentByOrdinal, textOf } from '../store/documents.ts'
import type { ProjectReading } from './project-reading.ts'
import { foundWords } from './found-words.ts'
import { type Subject, subjectOf } from './subjects.ts'

type Request = z.output<typeof rowsInput>

/** What list rows show of some documents: an excerpt, the tokens of the latents asked for in it, their pooled activations. */
export function documentRows(project: ProjectReading, request: Request): readonly DocumentRow[] {
  const subject = subjectOf(project, request.source)
  const marksOf = marksBy(project, subject, request.ordinals, request.latent)
  const besides = (request.beside ?? []).map((latent) => ({
    latent,
    marksOf: marksBy(project, subject, request.ordinals, latent),
  }))
  return request.ordinals.flatMap((ordinal) => {
    const document = documentByOrdinal(project.db, subject.corpus.corpus, ordinal)
    if (document === null) return []
    const text = textOf(project.db, subject.channel.channel, ordinal) ?? ''
    const { marks, activation } = marksOf(ordinal)
    const beside = besides.map((each) => ({ latent: each.latent, ...each.marksOf(ordinal) }))
    const found = request.words === undefined ? [] : foundWords(text, request.words)
    const leading = request.latent === undefined ? (beside[0]?.marks ?? []) : marks
    const from = excerptStart(text, found[0] ?? strongestOf(leading), request.characters)
    const excerpt = text.slice(from, from + request.characters)
    const isShown = ({ start, end }: { readonly start: number; readonly end: number }) =>
      end > from && start < from + excerpt.length
    const { id, metadata } = document
    return [
      {
        ordinal,
        id,
        excerpt,
        from,
        characters: text.length,
        marks: marks.filter(isShown),
        activation,
        beside: beside.map((each) => ({ ...each, marks: each.marks.filter(isShown) })),
        found: found.filter(isShown),
        metadata,
      },
    ]
  })
}

type Marked = { readonly marks: readonly Mark[]; readonly activation: number | null }

function marksBy(
  project: ProjectReading,
  { encoding }: Subject,
  ordinals: readonly number[],
  latent: number | undefined,
): (ordinal: number) => Marked {
  if (latent === undefined || encoding?.state !== 'ready') return () => ({ marks: [], activation: null })
  const { db } = project
  const pooled = project.remembered(`pooled ${encoding.encoding} ${latent}`, () => {
    const { ordinals: active, maxima } = readPostings(db, encoding.encoding, latent)
    return new Map(Array.from(active, (ordinal, at) => [ordinal, maxima[at] ?? 0]))
  })
  const active = ordinals.filter((ordinal) => pooled.has(ordinal))
  const tokens = new Map(
    readLatentTokens(db, encoding.encoding, latent, active, project.parts).map((each, at) => [active[at], each]),
  )
  return (ordinal) => {
    const found = tokens.get(ordinal)
    if (found === undefined) return { marks: [], activation: 0 }
    const { starts, ends } = readDocumentTokens(db, encoding.encoding, ordinal)
    const marks = Array.from(found.tokens, (token, at) => ({
      start: starts[token] ?? 0,
      end: ends[token] ?? 0,
      activation: found.activations[at] ?? 0,
    }))
    return { marks, activation: pooled.get(ordinal) ?? 0 }
  }
}

function strongestOf(marks: readonly Mark[]): Mark | undefined {
  return marks.reduce<Mark | undefined>(
    (best, mark) => (best === undefined || mark.activation > best.activation ? mark : best),
    undefined,
  )
}

/** Where an excerpt begins so that what it is about is in its first third; the text's start where that shows it. */
function excerptStart(
  text: string,
  about: { readonly start: number; readonly end: number } | undefined,
  characters: number,
): number {
  if (text.length <= characters || about === undefined || about.end <= characters * 0.6) return 0
  const wanted = Math.min(Math.max(0, about.start - Math.floor(characters / 4)), text.length - characters)
  const space = text.slice(wanted, wanted + 30).search(/\s/)
  return wanted + (space >= 0 && wanted + space + 1 <= about.start ? space + 1 : 0)
}

import type { z } from 'zod'
import type { DocumentRow, Mark, rowsInput } from '../../../contract/documents.ts'
import { readDocumentTokens } from '../store/activations/read-document.ts'
import { readLatentTokens } from '../store/activations/read-latent-tokens.ts'
import { readPostings } from '../store/activations/read-postings.ts'
import { documentByOrdinal, textOf } from '../store/documents.ts'
import type { ProjectReading } from './project-reading.ts'
import { type Subject, subjectOf } from './subjects.ts'

type Request = z.output<typeof rowsInput>

/** What list rows show of some documents: an excerpt, the chosen latent's tokens in it, its pooled activation. */
export function documentRows(project: ProjectReading, request: Request): readonly DocumentRow[] {
  const subject = subjectOf(project, request.source)
  const marksOf = marksBy(project, subject, request)
  return request.ordinals.flatMap((ordinal) => {
    const document = documentByOrdinal(project.db, subject.corpus.corpus, ordinal)
    if (document === null) return []
    const text = textOf(project.db, subject.channel.channel, ordinal) ?? ''
    const { marks, activation } = marksOf(ordinal)
    const from = excerptStart(text, marks, request.characters)
    const excerpt = text.slice(from, from + request.characters)
    const shown = marks.filter((mark) => mark.end > from && mark.start < from + excerpt.length)
    const { id, metadata } = document
    return [{ ordinal, id, excerpt, from, characters: text.length, marks: shown, activation, metadata }]
  })
}

type Marked = { readonly marks: readonly Mark[]; readonly activation: number | null }

function marksBy(project: ProjectReading, { encoding }: Subject, { latent, ordinals }: Request): (ordinal: number) => Marked {
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

/** Where an excerpt begins so that the strongest token is in its first third; the text's start where that shows it. */
function excerptStart(text: string, marks: readonly Mark[], characters: number): number {
  const strongest = marks.reduce<Mark | null>(
    (best, mark) => (best === null || mark.activation > best.activation ? mark : best),
    null,
  )
  if (text.length <= characters || strongest === null || strongest.end <= characters * 0.6) return 0
  const wanted = Math.min(Math.max(0, strongest.start - Math.floor(characters / 4)), text.length - characters)
  const space = text.slice(wanted, wanted + 30).search(/\s/)
  return wanted + (space >= 0 && wanted + space + 1 <= strongest.start ? space + 1 : 0)
}

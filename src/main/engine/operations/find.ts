import type { z } from 'zod'
import type { findInput, Found } from '../../../contract/find.ts'
import { listAnalyses } from '../store/analyses.ts'
import type { Connection } from '../store/connection.ts'
import { listCorpora, type StoredCorpus } from '../store/corpora.ts'
import { documentById, documentByOrdinal } from '../store/documents.ts'
import { listFindings } from '../store/findings.ts'
import { latentLists } from '../store/latent-lists.ts'
import type { StoredLens } from '../store/lenses.ts'
import { documentsByIdStart, textPart, textsWithWords } from '../store/quick-documents.ts'
import { labelsOf } from './labels-of.ts'
import type { ProjectReading } from './project-reading.ts'
import { lensIfAny } from './subjects.ts'

type Request = z.output<typeof findInput>
type Of<Kind extends Found['kind']> = Extract<Found, { kind: Kind }>

/** Recorded analyses that are looked through, the newest first. */
const mostAnalyses = 500
/** Code points of a text in which the excerpt is looked for, and characters of the excerpt. */
const searched = 4000
const excerptLength = 90

/**
 * What a person may want to go to, by a few letters: latents by number or words of the label, documents by the beginning of the id or by
 * words, corpora, analyses, findings and lists by words of their names. Of nothing typed: corpora and lists.
 *
 * Reads tables that are at hand or indexed, never all texts: answers while one types.
 */
export function findAnything(project: ProjectReading, request: Request): readonly Found[] {
  const db = project.dbIfAny
  if (db === null) return []
  const query = request.query.trim()
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const { limit } = request
  const holds = (text: string) => words.every((word) => text.toLowerCase().includes(word))
  const lens = lensIfAny(project, request.lens)
  const corpora = listCorpora(db).filter(({ state }) => state === 'ready')
  const lists = lens === null ? [] : latentLists(db, lens.lens)
  return [
    ...(lens === null || words.length === 0 ? [] : latentsFound(project, lens, words, limit)),
    ...first(corpora, ({ name }) => holds(name), limit).map(({ name, documents }): Of<'corpus'> => ({
      kind: 'corpus',
      name,
      documents,
    })),
    ...first(lists, ({ name }) => holds(name), limit).map(({ name, latents }): Of<'list'> => ({ kind: 'list', name, latents })),
    ...(words.length === 0 ? [] : namedThings(db, holds, limit)),
    ...(words.length === 0 ? [] : documentsFound(db, corpora, query, words, limit)),
  ]
}

function latentsFound(project: ProjectReading, lens: StoredLens, words: readonly string[], limit: number): readonly Found[] {
  const labels = labelsOf(project, lens)
  const found: Of<'latent'>[] = []
  const [only = ''] = words
  const number = words.length === 1 && /^#?\d{1,9}$/.test(only) ? Number(only.replace('#', '')) : null
  if (number !== null && number < lens.dSae) found.push({ kind: 'latent', latent: number, label: labels.get(number)?.text ?? null })
  // Those whose label begins a word so come before those that hold it inside of one.
  const inside: Of<'latent'>[] = []
  for (const [latent, { text }] of labels) {
    if (found.length >= limit) break
    const label = text.toLowerCase()
    if (latent === number || !words.every((word) => label.includes(word))) continue
    const begins = words.every((word) => ` ${label}`.includes(` ${word}`))
    if (begins) found.push({ kind: 'latent', latent, label: text })
    else if (inside.length < limit) inside.push({ kind: 'latent', latent, label: text })
  }
  return [...found, ...inside].slice(0, limit)
}

function namedThings(db: Connection, holds: (text: string) => boolean, limit: number): readonly Found[] {
  const analyses = listAnalyses(db, { offset: 0, limit: mostAnalyses })
  return [
    ...first(analyses, ({ title }) => holds(title), limit).map(({ id, kind, title, ranAt }): Of<'analysis'> => ({
      kind: 'analysis',
      id,
      analysis: kind,
      title,
      ranAt,
    })),
    ...first(listFindings(db), ({ title }) => holds(title), limit).map(({ id, title }): Of<'finding'> => ({
      kind: 'finding',
      id,
      title,
    })),
  ]
}

/** The document of this very id first, then ids that begin so, then texts; corpora in their order. */
function documentsFound(
  db: Connection,
  corpora: readonly StoredCorpus[],
  query: string,
  words: readonly string[],
  limit: number,
): readonly Found[] {
  const found = new Map<string, Of<'document'>>()
  const add = ({ corpus, name, channels }: StoredCorpus, ordinal: number, channel = channels[0], inText = false) => {
    const key = `${corpus} ${ordinal}`
    if (channel === undefined || found.has(key) || found.size >= limit) return
    const id = documentByOrdinal(db, corpus, ordinal)?.id
    if (id === undefined) return
    const excerpt = excerptOf(textPart(db, channel.channel, ordinal, searched), inText ? words : [])
    const shown = channel === channels[0] ? null : channel.name
    found.set(key, { kind: 'document', corpus: name, channel: shown, ordinal, id, excerpt })
  }
  for (const corpus of corpora) {
    const exact = documentById(db, corpus.corpus, query)
    if (exact !== null) add(corpus, exact.ordinal)
  }
  for (const corpus of corpora) for (const ordinal of documentsByIdStart(db, corpus.corpus, query, limit)) add(corpus, ordinal)
  for (const corpus of corpora)
    for (const channel of corpus.channels) {
      if (found.size >= limit) return [...found.values()]
      for (const ordinal of textsWithWords(db, channel.channel, query, limit)) add(corpus, ordinal, channel, true)
    }
  return [...found.values()]
}

/** A line of text around the first of the words that is in it; its beginning where none is. */
function excerptOf(text: string, words: readonly string[]): string {
  const lower = text.toLowerCase()
  const at = words.map((word) => lower.indexOf(word)).find((place) => place >= 0) ?? 0
  const from = at <= excerptLength / 2 ? 0 : text.lastIndexOf(' ', at - 20) + 1
  const part = text
    .slice(from, from + excerptLength)
    .replaceAll(/\s+/g, ' ')
    .trim()
  return `${from > 0 ? '…' : ''}${part}${from + excerptLength < text.length ? '…' : ''}`
}

function first<T>(all: readonly T[], passes: (each: T) => boolean, limit: number): readonly T[] {
  const found: T[] = []
  for (const each of all) {
    if (found.length >= limit) break
    if (passes(each)) found.push(each)
  }
  return found
}

import type { z } from 'zod'
import type {
  DocumentLatent,
  DocumentMarks,
  documentInput,
  documentMarksInput,
  DocumentPage,
  tokenInput,
} from '../../../contract/documents.ts'
import { Failure } from '../../../contract/failure.ts'
import { readDocumentActivations, readDocumentPooled, readDocumentTokens } from '../store/activations/read-document.ts'
import { readLatentTokens } from '../store/activations/read-latent-tokens.ts'
import { documentById, documentByOrdinal, type StoredDocument, textOf } from '../store/documents.ts'
import { precisionOf } from './encoding-settings.ts'
import { labelsOf } from './labels-of.ts'
import type { ProjectReading } from './project-reading.ts'
import { readSubjectOf, type Subject, subjectOf } from './subjects.ts'

type Named = Omit<z.output<typeof documentInput>, 'limit'>

/** One document whole: its text, tokens and strongest latents. Without an encoding, the text alone. */
export function documentPage(project: ProjectReading, request: z.output<typeof documentInput>): DocumentPage {
  const subject = subjectOf(project, request)
  const { corpus, channel, lens, encoding } = subject
  const document = documentNamed(project, subject, request)
  const isRead = lens !== null && encoding?.state === 'ready'
  const tokens = isRead
    ? readDocumentTokens(project.db, encoding.encoding, document.ordinal)
    : { starts: new Int32Array(0), ends: new Int32Array(0) }
  return {
    corpus: corpus.name,
    channel: channel.name,
    channels: corpus.channels.map((each) => each.name),
    lens: isRead ? lens.name : null,
    precision: isRead ? precisionOf(encoding) : null,
    id: document.id,
    ordinal: document.ordinal,
    text: textOf(project.db, channel.channel, document.ordinal) ?? '',
    metadata: document.metadata,
    starts: tokens.starts,
    ends: tokens.ends,
    latents: isRead ? strongest(project, { ...subject, lens, encoding }, document.ordinal, request.limit) : [],
  }
}

/** Where each of some latents is active in a document. */
export function documentMarks(project: ProjectReading, request: z.output<typeof documentMarksInput>): DocumentMarks {
  const subject = readSubjectOf(project, request)
  const { ordinal } = documentNamed(project, subject, request)
  return {
    latents: request.latents.map((latent) => {
      const [found] = readLatentTokens(project.db, subject.encoding.encoding, latent, [ordinal], project.parts)
      return { latent, positions: Int32Array.from(found?.tokens ?? []), activations: found?.activations ?? new Float32Array(0) }
    }),
  }
}

/** The latents active on one token, strongest first. */
export function tokenLatents(project: ProjectReading, request: z.output<typeof tokenInput>): readonly DocumentLatent[] {
  const subject = readSubjectOf(project, request)
  const { ordinal } = documentNamed(project, subject, request)
  const { tokens, latents, activations } = readDocumentActivations(project.db, subject.encoding.encoding, ordinal)
  const labels = labelsOf(project, subject.lens)
  const found: DocumentLatent[] = []
  tokens.forEach((token, at) => {
    const latent = latents[at] ?? 0
    if (token === request.position)
      found.push({ latent, label: labels.get(latent)?.text ?? null, activation: activations[at] ?? 0, tokens: 1 })
  })
  return found.sort((a, b) => b.activation - a.activation || a.latent - b.latent).slice(0, request.limit)
}

export function documentNamed(
  project: ProjectReading,
  { corpus }: Subject,
  { id, ordinal }: Pick<Named, 'id' | 'ordinal'>,
): StoredDocument {
  const document =
    id !== undefined
      ? documentById(project.db, corpus.corpus, id)
      : ordinal !== undefined
        ? documentByOrdinal(project.db, corpus.corpus, ordinal)
        : null
  if (document !== null) return document
  const what = id !== undefined ? `"${id}"` : ordinal !== undefined ? `number ${ordinal + 1}` : 'without an id'
  throw new Failure(
    'not-found',
    `The corpus ${corpus.name} has no document ${what}.`,
    `It has ${corpus.documents} documents; ids are as in the file (or row numbers where it has none).`,
  )
}

function strongest(
  project: ProjectReading,
  { lens, encoding }: { lens: NonNullable<Subject['lens']>; encoding: NonNullable<Subject['encoding']> },
  ordinal: number,
  limit: number,
): DocumentLatent[] {
  const { latents, maxima, tokensActive } = readDocumentPooled(project.db, encoding.encoding, ordinal)
  const labels = labelsOf(project, lens)
  return Array.from(latents.subarray(0, limit), (latent, at) => ({
    latent,
    label: labels.get(latent)?.text ?? null,
    activation: maxima[at] ?? 0,
    tokens: tokensActive[at] ?? 0,
  }))
}

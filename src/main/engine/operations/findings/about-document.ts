import { Failure } from '../../../../contract/failure.ts'
import type { Quotation } from '../../../../contract/findings.ts'
import { documentNamed, documentPage } from '../document-page.ts'
import { documentRows } from '../document-rows.ts'
import { labelsOf } from '../labels-of.ts'
import type { ProjectReading } from '../project-reading.ts'
import { subjectOf } from '../subjects.ts'
import { type Gathered, noEvidence } from './gathered.ts'

type Source = { readonly corpus: string; readonly channel?: string | undefined; readonly lens?: string | undefined }

const keptCharacters = 1200

/** The beginning of a document, or, with a latent, where that is strongest. */
export function aboutDocument(
  project: ProjectReading,
  request: Source & {
    readonly id?: string | undefined
    readonly ordinal?: number | undefined
    readonly latent?: number | undefined
  },
): Gathered {
  const { latent } = request
  const subject = subjectOf(project, request)
  const { ordinal, id } = documentNamed(project, subject, request)
  const page = documentPage(project, { ...request, ordinal, id: undefined, limit: 1 })
  const label = latent === undefined || subject.lens === null ? undefined : labelsOf(project, subject.lens).get(latent)
  const { encoding, lens } = subject
  const read =
    page.lens === null || encoding === null
      ? []
      : [{ corpus: page.corpus, channel: subject.channel.name, encoding: encoding.identity, documents: encoding.documents }]
  return {
    title: `${page.corpus}, document ${id}`,
    evidence: {
      ...noEvidence,
      latent: latent ?? null,
      label: label?.text ?? null,
      labelOrigin: label?.origin ?? null,
      quotations: [excerptOf(project, request, latent, ordinal, id)],
    },
    lens: page.lens === null ? null : lens,
    inputs: read,
  }
}

/** Throws a Failure 'not-found' where the document is gone. */
export function excerptOf(
  project: ProjectReading,
  { corpus, channel, lens }: Source,
  latent: number | undefined,
  ordinal: number,
  id: string,
): Quotation {
  const source = { corpus, channel, lens }
  const [row] = documentRows(project, { source, ordinals: [ordinal], latent, characters: keptCharacters })
  if (row === undefined) throw new Failure('not-found', `The document ${id} is gone.`, 'Open the corpus again.')
  const { channel: read } = subjectOf(project, source)
  return {
    corpus,
    channel: read.name,
    document: id,
    text: row.excerpt,
    from: row.from,
    marks: row.marks,
    activation: row.activation,
  }
}

import type { AnalysisInput } from '../../../../contract/analyses.ts'
import type { Quotation } from '../../../../contract/findings.ts'
import type { Example, LatentPage } from '../../../../contract/latents.ts'
import { documentNamed } from '../document-page.ts'
import { latentExamples } from '../latent-examples.ts'
import { latentPage } from '../latent-page.ts'
import type { ProjectReading } from '../project-reading.ts'
import { readSubjectOf } from '../subjects.ts'
import { excerptOf } from './about-document.ts'
import type { Gathered } from './gathered.ts'

type OfLatent = {
  readonly latent: number
  readonly lens?: string | undefined
  readonly channel?: string | undefined
  readonly corpora?: readonly string[] | undefined
}

const keptExamples = 5
const keptTokens = 20
const searchedExamples = 60

export async function aboutLatent(project: ProjectReading, request: OfLatent): Promise<Gathered> {
  return withQuotations(project, request, examplesOf(project, request).slice(0, keptExamples).map(quotationOf))
}

/** A latent in one document: the example that its page shows of it, else where in the document it is active. */
export async function aboutExample(
  project: ProjectReading,
  request: OfLatent & { readonly corpus: string; readonly ordinal: number },
): Promise<Gathered> {
  const { latent, corpus, ordinal } = request
  const { id } = documentNamed(project, readSubjectOf(project, request), { ordinal })
  const example = examplesOf(project, { ...request, corpora: [corpus] }).find(
    (each) => each.ordinal === ordinal && each.corpus === corpus,
  )
  const quotation = example === undefined ? excerptOf(project, request, latent, ordinal, id) : quotationOf(example)
  const about = await withQuotations(project, { ...request, corpora: undefined }, [quotation])
  return { ...about, title: `${about.title}, in ${id}` }
}

async function withQuotations(
  project: ProjectReading,
  { latent, lens, channel, corpora }: OfLatent,
  quotations: readonly Quotation[],
): Promise<Gathered> {
  const page = await latentPage(project, { latent, lens, channel, corpora: corpora === undefined ? undefined : [...corpora] })
  const { lens: stored } = readSubjectOf(project, {
    corpus: page.perCorpus[0]?.corpus ?? '',
    channel: page.perCorpus[0]?.channel,
    lens: page.lens,
  })
  const label = page.label?.text || null
  return {
    title: label === null ? `Latent ${latent}` : `${label} (latent ${latent})`,
    evidence: {
      latent,
      label,
      labelOrigin: page.label?.origin ?? null,
      topTokens: page.topTokens.slice(0, keptTokens).map(({ token, count }) => ({ token, count })),
      frequencies: page.perCorpus.map((each) => ({
        corpus: each.corpus,
        channel: each.channel,
        documents: each.documents,
        present: each.present,
      })),
      quotations,
    },
    lens: stored,
    inputs: inputsOf(project, page),
  }
}

function inputsOf(project: ProjectReading, { lens, perCorpus }: LatentPage): readonly AnalysisInput[] {
  return perCorpus.map(({ corpus, channel }) => {
    const { encoding } = readSubjectOf(project, { corpus, channel, lens })
    return { corpus, channel, encoding: encoding.identity, documents: encoding.documents }
  })
}

function examplesOf(project: ProjectReading, { latent, lens, channel, corpora }: OfLatent): readonly Example[] {
  const asked = { latent, lens, channel, corpora: corpora === undefined ? undefined : [...corpora] }
  return latentExamples(project, { ...asked, kind: 'top', limit: searchedExamples }).examples
}

function quotationOf({ corpus, channel, document, text, from, marks, activation }: Example): Quotation {
  return { corpus, channel, document, text, from, marks, activation }
}

import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { z } from 'zod'
import { Failure } from '../../../contract/failure.ts'
import type {
  Finding,
  FindingEvidence,
  FindingSettings,
  keepInput,
  Quotation,
  Report,
  reportInput,
} from '../../../contract/findings.ts'
import type { Example } from '../../../contract/latents.ts'
import { reportMark, reportMarkdown, type ReportedNote } from '../findings/report.ts'
import { addFinding, listFindings } from '../store/findings.ts'
import { documentNotes, latentNotes } from '../store/notes.ts'
import { labelHistory } from '../store/labels.ts'
import { lensByHash, listLenses, type StoredLens } from '../store/lenses.ts'
import { clusterEvidence, differenceEvidence, pairEvidence, searchEvidence, trendEvidence } from './analyses/analysis-evidence.ts'
import { recordedAnalysis } from './analyses/recorded.ts'
import { documentNamed, documentPage } from './document-page.ts'
import { documentRows } from './document-rows.ts'
import { labelsOf } from './labels-of.ts'
import { latentExamples } from './latent-examples.ts'
import { latentPage } from './latent-page.ts'
import { keptHypothesis } from './models/hypothesis-finding.ts'
import type { ProjectReading } from './project-reading.ts'
import type { ProjectWriting } from './project-writing.ts'
import { readSubjectOf, subjectOf } from './subjects.ts'

type Request = z.output<typeof keepInput>

const keptExamples = 5
const keptTokens = 20
const keptCharacters = 1200
const presence = 'present where the activation is above the lens’s threshold for the latent on at least one token'
const noEvidence: FindingEvidence = { latent: null, label: null, labelOrigin: null, topTokens: [], frequencies: [], quotations: [] }

/** Keeps a finding with the evidence as it is now, so that it outlives its corpus. */
export async function keepFinding(project: ProjectWriting, request: Request): Promise<Finding> {
  const { title, evidence, lens, ...origin } = await gathered(project, request)
  const { kind, note, requestId } = request
  const settings = { ...settingsOf(project, lens), ...origin }
  const finding = addFinding(project.db, { kind, title, note, evidence, settings, requestId })
  project.changed('findings')
  return finding
}

/** The report, and where it was written when a place was named. Never over a file that is no report. */
export async function makeReport(project: ProjectReading, { out }: z.output<typeof reportInput>): Promise<Report> {
  const db = project.dbIfAny
  const findings = db === null ? [] : listFindings(db)
  const labels = db === null ? [] : listLenses(db).flatMap((lens) => personLabels(project, lens))
  const notes = db === null ? [] : [...listLenses(db).flatMap((lens) => notesOn(project, lens)), ...documentNotes(db)]
  const markdown = reportMarkdown({
    project: basename(project.folder),
    etalon: project.place.version,
    at: new Date().toISOString(),
    findings,
    labels,
    notes,
  })
  if (out !== undefined) await writeWhole(out, markdown)
  return { markdown, findings: findings.length, labels: labels.length, out: out ?? null }
}

type Gathered = {
  readonly title: string
  readonly evidence: FindingEvidence
  readonly lens: StoredLens | null
} & Pick<FindingSettings, 'recipe' | 'asked'>

async function gathered(project: ProjectWriting, request: Request): Promise<Gathered> {
  switch (request.kind) {
    case 'latent':
      return aboutLatent(project, request, (await latentExamplesOf(project, request)).slice(0, keptExamples).map(quotationOf))
    case 'example': {
      const { latent, corpus, ordinal } = request
      const subject = readSubjectOf(project, request)
      const { id } = documentNamed(project, subject, { ordinal })
      const example = (await latentExamplesOf(project, { ...request, corpora: [corpus] })).find(
        (each) => each.ordinal === ordinal && each.corpus === corpus,
      )
      const quotation = example === undefined ? excerptOf(project, request, latent, ordinal, id) : quotationOf(example)
      const about = await aboutLatent(project, { ...request, corpora: undefined }, [quotation])
      return { ...about, title: `${about.title}, in ${id}` }
    }
    case 'document':
      return aboutDocument(project, request)
    case 'hypothesis':
      return keptHypothesis(project, request)
    default:
      return aboutAnalysis(project, request)
  }
}

/** Of a recorded analysis, as it was when it ran. */
function aboutAnalysis(project: ProjectWriting, request: Extract<Request, { readonly analysis: number }>): Gathered {
  const recorded = recordedAnalysis(project, request.analysis)
  const { recipe } = recorded
  const lens = lensByHash(project.db, recipe.lensHash)
  if (request.kind === 'difference' && recorded.kind === 'diff')
    return { ...differenceEvidence(recorded.result, request.latent), lens, recipe }
  if (request.kind === 'difference' && recorded.kind === 'trend')
    return { ...trendEvidence(recorded.result, request.latent), lens, recipe }
  if (request.kind === 'pair' && recorded.kind === 'correlate')
    return { ...pairEvidence(recorded.result, request.pair), lens, recipe }
  if (request.kind === 'cluster' && recorded.kind === 'cluster')
    return { ...clusterEvidence(recorded.result, request.cluster), lens, recipe }
  if (request.kind === 'search' && recorded.kind === 'search') return { ...searchEvidence(recorded.result), lens, recipe }
  throw new Failure(
    'bad-input',
    `Analysis ${request.analysis} is of another kind (${recorded.kind}).`,
    'Name one of the right kind.',
  )
}

async function aboutLatent(
  project: ProjectWriting,
  request: {
    readonly latent: number
    readonly lens?: string | undefined
    readonly channel?: string | undefined
    readonly corpora?: readonly string[] | undefined
  },
  quotations: readonly Quotation[],
): Promise<Gathered> {
  const { latent, lens, channel, corpora } = request
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
  }
}

function aboutDocument(project: ProjectWriting, request: Extract<Request, { kind: 'document' }>): Gathered {
  const { latent } = request
  const subject = subjectOf(project, request)
  const { ordinal, id } = documentNamed(project, subject, request)
  const page = documentPage(project, { ...request, ordinal, id: undefined, limit: 1 })
  const quotation = excerptOf(project, request, latent, ordinal, id)
  const label = latent === undefined || subject.lens === null ? undefined : labelsOf(project, subject.lens).get(latent)
  const evidence = {
    ...noEvidence,
    latent: latent ?? null,
    label: label?.text ?? null,
    labelOrigin: label?.origin ?? null,
    quotations: [quotation],
  }
  return { title: `${page.corpus}, document ${id}`, evidence, lens: page.lens === null ? null : subject.lens }
}

async function latentExamplesOf(
  project: ProjectWriting,
  request: { latent: number; lens?: string | undefined; channel?: string | undefined; corpora?: string[] | undefined },
): Promise<readonly Example[]> {
  const { latent, lens, channel, corpora } = request
  return latentExamples(project, { latent, lens, channel, corpora, kind: 'top', limit: 60 }).examples
}

function quotationOf({ corpus, channel, document, text, from, marks, activation }: Example): Quotation {
  return { corpus, channel, document, text, from, marks, activation }
}

function excerptOf(
  project: ProjectReading,
  source: { corpus: string; channel?: string | undefined; lens?: string | undefined },
  latent: number | undefined,
  ordinal: number,
  id: string,
): Quotation {
  const { corpus, channel, lens } = source
  const [row] = documentRows(project, {
    source: { corpus, channel, lens },
    ordinals: [ordinal],
    latent,
    characters: keptCharacters,
  })
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

function settingsOf(project: ProjectReading, lens: StoredLens | null): FindingSettings {
  return {
    etalon: project.place.version,
    lens: lens?.name ?? null,
    lensHash: lens?.hash ?? null,
    hook: lens?.hook ?? null,
    presence,
  }
}

/** The labels that a person wrote: not those that undoing brought back as a machine had them. */
function personLabels(
  project: ProjectReading,
  lens: StoredLens,
): { lens: string; latent: number; text: string; notes: string; at: string }[] {
  return [...labelsOf(project, lens)].flatMap(([latent, { origin, text, notes, at }]) => {
    if (origin !== 'person') return []
    const isMachines = labelHistory(project.db, lens.lens, latent).some(
      (each) => each.origin !== 'person' && each.text === text && each.notes === notes,
    )
    return isMachines ? [] : [{ lens: lens.name, latent, text, notes, at }]
  })
}

function notesOn(project: ProjectReading, lens: StoredLens): readonly ReportedNote[] {
  const notes = latentNotes(project.db, lens.lens)
  if (notes.size === 0) return []
  const labels = labelsOf(project, lens)
  return [...notes].map(([latent, note]) => ({ lens: lens.name, latent, label: labels.get(latent)?.text || null, ...note }))
}

/** A reader of the file sees the old report or the new one, never half of it. Another file in its place is refused. */
async function writeWhole(path: string, text: string): Promise<void> {
  const there = await readFile(path, 'utf8').catch(() => null)
  if (there !== null && !there.includes(reportMark)) {
    throw new Failure(
      'conflict',
      `${path} is there already and is no report of Etalon's.`,
      'Name another file, or move it away first.',
    )
  }
  const draft = `${path}.${process.pid}.tmp`
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(draft, text)
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {})
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOSPC')
      throw new Failure(
        'disk-full',
        `The disk is full; ${path} was not written.`,
        'Free some space and try again; nothing was lost.',
        { cause: error },
      )
    throw new Failure(
      'no-permission',
      `${path} could not be written (${code ?? String(error)}).`,
      'Choose another place with --out.',
      { cause: error },
    )
  }
}

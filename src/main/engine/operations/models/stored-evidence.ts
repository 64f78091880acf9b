import { createHash } from 'node:crypto'
import type { Plan } from '../../../../contract/language-models.ts'
import type { CandidateEvidence, EvidenceDocument } from '../../../../contract/model-requests.ts'
import type { Lens } from '../../lens/lens.ts'
import type { EvidenceSource } from '../../labels/evidence/evidence-source.ts'
import type { LabelEvidence } from '../../labels/evidence/gather-evidence.ts'
import { evidenceSets, noSet, splitDocuments, withDuplicates } from '../../labels/evidence/split-documents.ts'
import { nearestDirections } from '../../sae/nearest-directions.ts'
import { documentByOrdinal } from '../../store/documents.ts'
import type { StoredLens } from '../../store/lenses.ts'
import { documentsKeptForJudging } from '../../store/reserved-documents.ts'
import { type DocumentSpace, placeOf, spaceOf } from '../analyses/document-space.ts'
import { lengthsOf, type Sample } from '../analyses/sample.ts'
import { lensOf } from '../lens-files.ts'
import type { ProjectReading } from '../project-reading.ts'
import { type ReadSubject, readSubjects } from '../subjects.ts'
import { type Parting, partingOf } from './stored-evidence-parting.ts'
import { evidenceReading } from './stored-evidence-reading.ts'
import { type EvidenceRows, evidenceRows } from './stored-evidence-rows.ts'
import { shownEvidence } from './stored-evidence-shown.ts'

export type EvidenceOptions = {
  /** Name or beginning of the hash; absent: the one that read last. */
  readonly lens?: string | undefined
  /** Absent: all that were read. */
  readonly channel?: string | undefined
  /** Absent: all that were read. */
  readonly corpora?: readonly string[] | undefined
  /** Decides which set a document is in. */
  readonly seed: number
  /** Documents that serve for nothing now, with all that is bound to them; besides those kept for judging. */
  readonly hidden?: (document: EvidenceDocumentPlace) => boolean
}

export type EvidenceDocumentPlace = { readonly corpus: string; readonly channel: string; readonly ordinal: number }

/** What passages and documents for labels, scores and judges are drawn from, and the way back from them to the store. */
export type StoredEvidence = {
  readonly lens: StoredLens
  readonly source: EvidenceSource
  /** What is kept together: `by` names units, none where only near-duplicates are; `sets`, documents in each; `largest` of what is bound. */
  readonly parting: { readonly by: readonly string[]; readonly sets: readonly number[]; readonly largest: number }
  /** Whose text may be sent, with how many of its documents. */
  readonly corpora: Plan['corpora']
  /** JSON of what decides which documents may be drawn: the same where nothing was read anew and nothing else is kept for judging. */
  readonly fingerprint: unknown
  /** Before `source.neighbours` is asked of these latents: one pass over the lens's decoder for all of them. */
  prepare(latents: Iterable<number>): Promise<void>
  /** Content hashes of documents and of their near-duplicates, 16 bytes each, none twice: what is remembered as used. */
  hashesOf(documents: ArrayLike<number>): Uint8Array[]
  /** Documents with these contents and all that are bound to them, ascending: what is to be avoided. Unknown contents count for nothing. */
  documentsOfHashes(hashes: readonly Uint8Array[]): Uint32Array
  documentRef(document: number): EvidenceDocument
  shown(evidence: LabelEvidence): CandidateEvidence
}

/** Nearest latents that are read ahead. */
const neighboursKept = 5

/** Bound documents from which a set has several times as many as a drawing takes; below, passages differ by near-duplicates only. */
const plentyBound = 300

/**
 * Opens what one lens read, each channel of each corpus in the encoding that the analyses take, as a source of evidence.
 *
 * Resident are some 60 bytes a document; texts, postings and activations are read as they are asked for. The first time takes a pass over all
 * texts, to find near-duplicates, unless an analysis found them before.
 *
 * Throws a Failure where the lens is gone ('lens-invalid') or a corpus was not read ('not-read').
 */
export async function storedEvidence(project: ProjectReading, options: EvidenceOptions): Promise<StoredEvidence> {
  const { lens: stored, subjects } = readSubjects(project, options)
  const lens = await lensOf(project, stored)
  const tokenizer = await project.tokenizer(lens)
  const space = spaceOf(subjects)
  const rows = evidenceRows(project, space)
  const parting = partingOf(project, wholeSample(project, stored, lens, space), rows)
  const reserved = documentsKeptForJudging(project.db).filter((hash) => rows.documentsWith(hash).length > 0)
  const sets = setsOf(space, rows, parting, reserved, options)
  const neighbours = new Map<number, Uint32Array>()
  const documentRef = (document: number): EvidenceDocument => {
    const { subject, ordinal } = placeOf(space, document)
    const { corpus, channel } = subject
    const id = documentByOrdinal(project.db, corpus.corpus, ordinal)?.id ?? String(ordinal)
    return { corpus: corpus.name, channel: channel.name, document: id, ordinal }
  }
  const sizes = sizesOf(parting.bound, sets)
  return {
    lens: stored,
    source: {
      documents: space.documents,
      groups: sizes.filter((size) => size > 0).length >= plentyBound ? parting.bound : parting.near,
      sets,
      threshold: (latent) => lens.thresholds[latent]!,
      neighbours(latent) {
        const known = neighbours.get(latent)
        if (known === undefined) throw new Error(`the neighbours of latent ${latent} were not prepared`)
        return known
      },
      ...evidenceReading(project, space, tokenizer),
    },
    parting: {
      by: parting.by,
      sets: evidenceSets.map((_, place) => sets.reduce((sum, set) => sum + +(set === place), 0)),
      largest: sizes.reduce((largest, size) => Math.max(largest, size), 0),
    },
    corpora: drawnCorpora(space, rows, sets),
    fingerprint: { encodings: subjects.map(({ encoding }) => encoding.identity), reserved: digestOf(reserved) },
    async prepare(latents) {
      const { decoder } = lens.encoder
      const asked = Uint32Array.from(new Set(latents)).filter((latent) => !neighbours.has(latent))
      const nearest = decoder === null ? null : await nearestDirections(decoder, asked, neighboursKept)
      asked.forEach((latent, at) => neighbours.set(latent, nearest?.[at] ?? new Uint32Array(0)))
    },
    hashesOf(documents) {
      const used = new Set(Array.from(withDuplicates(parting.near, documents), (document) => rows.firstLike(rows.rowOf[document]!)))
      return Array.from(used, (row) => rows.hashOf(row))
    },
    documentsOfHashes(hashes) {
      const documents = hashes.flatMap((hash) => rows.documentsWith(hash))
      return documents.length === 0 ? new Uint32Array(0) : withDuplicates(parting.bound, documents)
    },
    documentRef,
    shown: (evidence) => shownEvidence(evidence, documentRef),
  }
}

/** The same for the same documents, in whatever order. */
function digestOf(hashes: readonly Uint8Array[]): string {
  const digest = createHash('sha256')
  for (const hash of hashes.toSorted((a, b) => Buffer.compare(a, b))) digest.update(hash)
  return digest.digest('hex')
}

/** All documents of a space, in its numbering. */
function wholeSample(
  project: ProjectReading,
  stored: StoredLens,
  lens: Lens,
  { subjects, offsets, documents }: DocumentSpace,
): Sample {
  const subject = new Uint16Array(documents)
  const ordinal = new Uint32Array(documents)
  const tokens = new Uint32Array(documents)
  subjects.forEach(({ corpus, encoding }, at) => {
    const first = offsets[at]!
    subject.fill(at, first, offsets[at + 1])
    for (let each = 0; each < corpus.documents; each++) ordinal[first + each] = each
    tokens.set(lengthsOf(project, encoding.encoding), first)
  })
  return {
    stored,
    lens,
    thresholds: lens.thresholds,
    minTokens: 1,
    subjects,
    names: [''],
    documents,
    group: new Uint8Array(documents),
    subject,
    ordinal,
    tokens,
    ambiguous: 0,
    key: keyOf(subjects),
    places: Uint32Array.from({ length: documents }, (_, at) => at),
  }
}

/** As `sampleOf` names the sample of one group that is all of these: near-duplicates that an analysis of it found are found again. */
function keyOf(subjects: readonly ReadSubject[]): string {
  const corpora = subjects.map(({ corpus }) => corpus.name)
  return `${subjects.map(({ encoding }) => encoding.encoding).join(' ')} ${JSON.stringify([undefined, [{ corpora }]])}`
}

function setsOf(
  space: DocumentSpace,
  rows: EvidenceRows,
  { bound, left, contentKey }: Parting,
  reserved: readonly Uint8Array[],
  { seed, hidden }: EvidenceOptions,
): Uint8Array {
  const hiding = new Uint8Array(space.documents)
  for (const hash of reserved) for (const document of rows.documentsWith(hash)) hiding[document] = 1
  if (hidden !== undefined)
    space.subjects.forEach(({ corpus, channel }, at) => {
      for (let ordinal = 0; ordinal < corpus.documents; ordinal++)
        if (hidden({ corpus: corpus.name, channel: channel.name, ordinal })) hiding[space.offsets[at]! + ordinal] = 1
    })
  return splitDocuments(bound, contentKey, seed, hiding).map((set, document) => (left[document] === 1 ? noSet : set))
}

/** [documents], how many documents with a set go by this number. */
function sizesOf(bound: Uint32Array, sets: Uint8Array): Uint32Array {
  const sizes = new Uint32Array(bound.length)
  for (let document = 0; document < bound.length; document++) if (sets[document] !== noSet) sizes[bound[document]!]!++
  return sizes
}

/** Corpora with how many of their rows may be drawn; those without any are left out. */
function drawnCorpora({ subjects }: DocumentSpace, { rows, starts, rowOf }: EvidenceRows, sets: Uint8Array): Plan['corpora'] {
  const drawn = new Uint8Array(rows)
  for (let document = 0; document < sets.length; document++) if (sets[document] !== noSet) drawn[rowOf[document]!] = 1
  return subjects.flatMap(({ corpus }, at) => {
    if (starts.indexOf(starts[at]!) !== at) return []
    let documents = 0
    for (let row = starts[at]!; row < starts[at]! + corpus.documents; row++) documents += drawn[row]!
    return documents === 0 ? [] : [{ corpus: corpus.name, documents }]
  })
}

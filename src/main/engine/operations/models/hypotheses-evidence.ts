import { discovery, type HeldOut } from '../../hypotheses/hold-out.ts'
import type { CandidateEvidence, EvidenceDocument } from '../../../../contract/model-requests.ts'
import type { EvidenceSource, Postings } from '../../labels/evidence/evidence-source.ts'
import type { LabelEvidence } from '../../labels/evidence/gather-evidence.ts'
import { type EvidenceSet, noSet, splitDocuments } from '../../labels/evidence/split-documents.ts'
import type { Tokenizer } from '../../reader/tokenizer.ts'
import { nearestDirections } from '../../sae/nearest-directions.ts'
import { documentByOrdinal } from '../../store/documents.ts'
import { usedDocuments } from '../../store/label-documents.ts'
import { documentsKeptForJudging } from '../../store/reserved-documents.ts'
import { numbersOf, spaceOf } from '../analyses/document-space.ts'
import type { Sample } from '../analyses/sample.ts'
import type { ProjectReading } from '../project-reading.ts'
import { SizedCache } from '../sized-cache.ts'
import type { SampleTexts } from './judged-documents.ts'
import { likeTexts } from './like-texts.ts'
import { evidenceReading } from './stored-evidence-reading.ts'
import { evidenceRows } from './stored-evidence-rows.ts'
import { shownEvidence } from './stored-evidence-shown.ts'

/** The documents of a comparison as evidence for labels, by their places in the sample. */
export type ComparisonEvidence = {
  readonly source: EvidenceSource
  /** Content hash of a document, 16 bytes. */
  hashOf(document: number): Uint8Array
  /** Of documents, and of all of the comparison that say nearly the same, folded ones too; none twice: what is remembered as used. */
  hashesOf(documents: ArrayLike<number>): Uint8Array[]
  shown(evidence: LabelEvidence): CandidateEvidence
  /** Whether a label of the latent was ever made from a document that is to judge, or from what must not be parted from one. */
  metJudging(latent: number): boolean
  /** Documents that served the latent for something else than this set is for: what has made a label scores none. */
  avoid(latent: number, set: EvidenceSet): readonly number[]
  /** Documents of the discovering half that are kept for the judging of another run. */
  readonly reserved: number
  /** Reads ahead what these latents need. */
  prepare(latents: readonly number[]): Promise<void>
}

type Parted = {
  readonly sample: Sample
  /** Of which it is what was not folded. */
  readonly asked: Sample
  readonly texts: SampleTexts
  readonly heldOut: HeldOut
  /** The documents that will judge. */
  readonly judges: Uint32Array
  readonly seed: number
}

/** Latents of nearest direction that are read ahead, and bytes of postings that are kept. */
const neighboursKept = 5
const bytesKept = 16 * 1024 * 1024

/** Unparted groups from which one passage of each is enough to draw from; below, passages differ by near-duplicates only. */
const plentyBound = 300

/**
 * Opens the discovering half of a comparison as a source of evidence: in no set are documents of the judging half, those that another run
 * keeps for judging with all that is bound to them, and those without tokens. Documents outside the comparison do not take part.
 */
export function comparisonEvidence(
  project: ProjectReading,
  tokenizer: Tokenizer,
  { sample, asked, texts, heldOut, judges, seed }: Parted,
): ComparisonEvidence {
  const space = spaceOf(sample.subjects)
  const rows = evidenceRows(project, space)
  const numbers = numbersOf(space, sample)
  const placeOf = new Int32Array(space.documents).fill(-1)
  numbers.forEach((number, place) => (placeOf[number] = place))
  const { placesLike, hashesOf } = likeTexts(rows, numbersOf(space, asked), texts)
  const hidden = heldOut.half.map((half) => +(half !== discovery))
  let reserved = 0
  for (const place of placesLike(documentsKeptForJudging(project.db))) {
    reserved += 1 - hidden[place]!
    hidden[place] = 1
  }
  const sets = splitDocuments(heldOut.group, texts.keyOf, seed, hidden).map((set, at) => (sample.tokens[at] === 0 ? noSet : set))
  const judging = new Set(Array.from(judges, (place) => heldOut.group[place]!))
  const reading = evidenceReading(project, space, tokenizer)
  const postings = new SizedCache(bytesKept)
  const neighbours = new Map<number, Uint32Array>()
  const usedFor = (latent: number, isAsked: (purpose: EvidenceSet) => boolean) =>
    placesLike(
      usedDocuments(project.db, sample.stored.lens, latent).flatMap(({ hash, purpose }) => (isAsked(purpose) ? [hash] : [])),
    )
  const documentRef = (place: number): EvidenceDocument => {
    const { corpus, channel } = sample.subjects[sample.subject[place]!]!
    const ordinal = sample.ordinal[place]!
    const id = documentByOrdinal(project.db, corpus.corpus, ordinal)?.id ?? String(ordinal)
    return { corpus: corpus.name, channel: channel.name, document: id, ordinal }
  }
  return {
    source: {
      documents: sample.documents,
      groups: groupsIn(heldOut.group, sets) >= plentyBound ? heldOut.group : lowestOf(texts.near),
      sets,
      threshold: (latent) => sample.thresholds[latent]!,
      postings: (latent) =>
        postings.get(
          String(latent),
          () => placed(reading.postings(latent), placeOf),
          ({ documents }) => 12 * documents.length + 200,
        ),
      read: (document, latent) => reading.read(numbers[document]!, latent),
      topTokens: reading.topTokens,
      documentsWith(token) {
        const found = reading.documentsWith(token)
        return found === null ? null : Array.from(found, (number) => placeOf[number]!).filter((place) => place >= 0)
      },
      neighbours(latent) {
        const known = neighbours.get(latent)
        if (known === undefined) throw new Error(`the neighbours of latent ${latent} were not prepared`)
        return known
      },
    },
    hashOf: (document) => rows.hashOf(rows.rowOf[numbers[document]!]!),
    hashesOf,
    shown: (evidence) => shownEvidence(evidence, documentRef),
    metJudging: (latent) => usedFor(latent, (purpose) => purpose === 'making').some((place) => judging.has(heldOut.group[place]!)),
    avoid: (latent, set) => usedFor(latent, (purpose) => purpose !== set),
    reserved,
    async prepare(latents) {
      const { decoder } = sample.lens.encoder
      const nearest = decoder === null ? null : await nearestDirections(decoder, Uint32Array.from(latents), neighboursKept)
      latents.forEach((latent, at) => neighbours.set(latent, nearest?.[at] ?? new Uint32Array(0)))
    },
  }
}

/** Of the documents in the sample, by their places; both ascend in the same order. */
function placed({ documents, maxima, positions }: Postings, placeOf: Int32Array): Postings {
  const isIn = (_: number, at: number) => placeOf[documents[at]!]! >= 0
  return {
    documents: documents.filter(isIn).map((number) => placeOf[number]!),
    maxima: maxima.filter(isIn),
    positions: positions.filter(isIn),
  }
}

/** How many groups have a document in a set. */
function groupsIn(group: Uint32Array, sets: Uint8Array): number {
  return new Set(group.filter((_, at) => sets[at] !== noSet)).size
}

/** [documents], the lowest document with the same number. */
function lowestOf(numbers: Uint32Array): Uint32Array {
  const lowest = new Map<number, number>()
  return numbers.map((number, document) => {
    const first = lowest.get(number)
    if (first === undefined) lowest.set(number, document)
    return first ?? document
  })
}

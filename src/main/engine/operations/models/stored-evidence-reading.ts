import { postingOf } from '../../labels/evidence/drawing.ts'
import type { DocumentReading, EvidenceSource, Postings } from '../../labels/evidence/evidence-source.ts'
import type { Tokenizer } from '../../reader/tokenizer.ts'
import { readDocumentTokens } from '../../store/activations/read-document.ts'
import { readLatentTokens } from '../../store/activations/read-latent-tokens.ts'
import { readPostings } from '../../store/activations/read-postings.ts'
import { documentsWithWord } from '../../store/documents-with-word.ts'
import { textOf } from '../../store/documents.ts'
import { type DocumentSpace, placeOf } from '../analyses/document-space.ts'
import { rankedTokens } from '../latent-page.ts'
import type { ProjectReading } from '../project-reading.ts'
import { SizedCache } from '../sized-cache.ts'

/** Bytes of postings, of documents and of looked-up words that are kept, each. */
const bytesKept = 16 * 1024 * 1024

/** Top tokens of a latent that are told. */
const tokensTold = 16

/** A word in more than one document of so many is found as fast by trying documents at random. */
const commonWord = 10

type ReadPart = Pick<EvidenceSource, 'postings' | 'read' | 'topTokens' | 'documentsWith'>

/** What is stored of latents and documents, by the numbers of a space; what was asked for last is kept. */
export function evidenceReading(project: ProjectReading, space: DocumentSpace, tokenizer: Tokenizer): ReadPart {
  const kept = { postings: new SizedCache(bytesKept), documents: new SizedCache(bytesKept), words: new SizedCache(bytesKept) }
  const postings = (latent: number): Postings =>
    kept.postings.get(
      String(latent),
      () => postingsIn(project, space, latent),
      ({ documents }) => 12 * documents.length + 200,
    )
  return {
    postings,
    read(document, latent) {
      const { subject, ordinal } = placeOf(space, document)
      const { encoding } = subject.encoding
      const decoded = kept.documents.get(
        String(document),
        () => decode(project, encoding, subject.channel.channel, ordinal),
        ({ text, starts }) => 2 * text.length + 12 * starts.length + 200,
      )
      const activations = new Float32Array(decoded.starts.length)
      if (postingOf(postings(latent), document) < 0) return { ...decoded, activations }
      const [active] = readLatentTokens(project.db, encoding, latent, [ordinal], project.parts)
      active!.tokens.forEach((token, at) => (activations[token] = active!.activations[at]!))
      return { ...decoded, activations }
    },
    topTokens: (latent) => Uint32Array.from(rankedTokens(project, space.subjects, latent).slice(0, tokensTold), ({ id }) => id),
    documentsWith(token) {
      const word = wholeWord(tokenizer.display(token))
      return word === null
        ? null
        : kept.words.get(
            word,
            () => documentsHolding(project, space, word),
            (found) => 4 * (found?.length ?? 0) + 200,
          )
    },
  }
}

function decode(project: ProjectReading, encoding: number, channel: number, ordinal: number): Omit<DocumentReading, 'activations'> {
  return { text: textOf(project.db, channel, ordinal) ?? '', ...readDocumentTokens(project.db, encoding, ordinal) }
}

function postingsIn(project: ProjectReading, { subjects, offsets }: DocumentSpace, latent: number): Postings {
  const parts = subjects.map(({ encoding }) => readPostings(project.db, encoding.encoding, latent))
  const size = parts.reduce((sum, { ordinals }) => sum + ordinals.length, 0)
  const joined = { documents: new Uint32Array(size), maxima: new Float32Array(size), positions: new Uint32Array(size) }
  let to = 0
  parts.forEach(({ ordinals, maxima, positions }, subject) => {
    const offset = offsets[subject]!
    for (let at = 0; at < ordinals.length; at++) joined.documents[to + at] = offset + ordinals[at]!
    joined.maxima.set(maxima, to)
    joined.positions.set(positions, to)
    to += ordinals.length
  })
  return joined
}

/** The word that a token begins and ends, without the space before it; null for others. */
function wholeWord(token: string): string | null {
  return /^\s([\p{L}\p{N}]+)$/u.exec(token)?.[1] ?? null
}

/** Null where it is in very many, or in none: then it only begins longer words. */
function documentsHolding(
  project: ProjectReading,
  { subjects, offsets, documents }: DocumentSpace,
  word: string,
): Uint32Array | null {
  const most = Math.floor(documents / commonWord)
  const found: number[] = []
  for (const [at, { channel }] of subjects.entries()) {
    const ordinals = documentsWithWord(project.db, channel.channel, word, most - found.length)
    if (ordinals === null) return null
    for (const ordinal of ordinals) found.push(offsets[at]! + ordinal)
  }
  return found.length === 0 ? null : Uint32Array.from(found)
}

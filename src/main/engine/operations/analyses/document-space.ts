import type { ProjectReading } from '../project-reading.ts'
import type { ReadSubject } from '../subjects.ts'
import { readPostings } from '../../store/activations/read-postings.ts'
import type { Postings } from '../../analysis/retrieve/latent-scores.ts'
import type { Sample } from './sample.ts'

/** The documents of several corpora numbered through, those of the first corpus first. */
export type DocumentSpace = {
  readonly subjects: readonly ReadSubject[]
  /** [subjects + 1] */
  readonly offsets: Uint32Array
  readonly documents: number
}

export function spaceOf(subjects: readonly ReadSubject[]): DocumentSpace {
  const offsets = new Uint32Array(subjects.length + 1)
  subjects.forEach(({ corpus }, at) => (offsets[at + 1] = offsets[at]! + corpus.documents))
  return { subjects, offsets, documents: offsets[subjects.length]! }
}

/** Which corpus a number is of, and the ordinal in it. */
export function placeOf(
  { subjects, offsets }: DocumentSpace,
  number: number,
): { readonly subject: ReadSubject; readonly ordinal: number } {
  let at = subjects.length - 1
  while (at > 0 && offsets[at]! > number) at--
  return { subject: subjects[at]!, ordinal: number - offsets[at]! }
}

/** The sample's documents by their numbers in the space, ascending. */
export function numbersOf({ offsets }: DocumentSpace, sample: Sample): Uint32Array {
  return sample.ordinal.map((ordinal, at) => offsets[sample.subject[at]!]! + ordinal)
}

/** A latent's postings over the whole space. */
export function postingsIn(project: ProjectReading, { subjects, offsets }: DocumentSpace, latent: number) {
  const parts = subjects.map(({ encoding }) => readPostings(project.db, encoding.encoding, latent))
  const size = parts.reduce((sum, part) => sum + part.ordinals.length, 0)
  const joined = { ordinals: new Uint32Array(size), maxima: new Float32Array(size), tokensActive: new Uint32Array(size) }
  let to = 0
  parts.forEach(({ ordinals, maxima, tokensActive }, at) => {
    const offset = offsets[at]!
    for (let place = 0; place < ordinals.length; place++) joined.ordinals[to + place] = offset + ordinals[place]!
    joined.maxima.set(maxima, to)
    joined.tokensActive.set(tokensActive, to)
    to += ordinals.length
  })
  return joined satisfies Postings
}

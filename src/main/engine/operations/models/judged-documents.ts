import type { JudgedDocuments } from '../../hypotheses/judge.ts'
import { textOf } from '../../store/documents.ts'
import { duplicatesIn } from '../analyses/document-keys.ts'
import type { Sample } from '../analyses/sample.ts'
import type { ProjectReading } from '../project-reading.ts'

/** The documents of a sample, by their places in it. */
export type SampleTexts = Omit<JudgedDocuments, 'count'> & {
  /** [documents], equal where texts are nearly the same. */
  readonly near: Uint32Array
  /** The same of the sample that was asked for, what was folded in it too. */
  readonly nearOfAsked: Uint32Array
}

/**
 * The texts of a sample as they are shown to a language model.
 *
 * @param sample of `asked`, or a part of it
 */
export function textsOfSample(project: ProjectReading, sample: Sample, asked: Sample): SampleTexts {
  const duplicates = duplicatesIn(project, asked)
  return {
    nearOfAsked: duplicates.groups,
    near: Uint32Array.from(sample.places, (place) => duplicates.groups[place]!),
    numberOf: (document) => document,
    keyOf: (document) => duplicates.contentKey(sample.places[document]!),
    textOf(document) {
      const { channel } = sample.subjects[sample.subject[document]!]!
      return textOf(project.db, channel.channel, sample.ordinal[document]!) ?? ''
    },
  }
}

/** Some of them, in their order, numbered as they are in the sample. */
export function drawnFrom({ numberOf, textOf: text, keyOf }: Omit<JudgedDocuments, 'count'>, places: Uint32Array): JudgedDocuments {
  return {
    count: places.length,
    numberOf: (document) => numberOf(places[document]!),
    textOf: (document) => text(places[document]!),
    keyOf: (document) => keyOf(places[document]!),
  }
}

/** Corpora with how many documents of a sample are among those marked [documents]; corpora without any are left out. */
export function corporaOf(sample: Sample, marked: ArrayLike<number>): { readonly corpus: string; readonly documents: number }[] {
  const counts = sample.subjects.map(() => 0)
  for (let at = 0; at < sample.documents; at++) if (marked[at] !== 0) counts[sample.subject[at]!]!++
  return sample.subjects.flatMap(({ corpus }, at) => (counts[at] === 0 ? [] : [{ corpus: corpus.name, documents: counts[at]! }]))
}

import type { z } from 'zod'
import type { Example, ExampleList, examplesInput } from '../../../contract/latents.ts'
import { examplesAmong } from '../store/activations/examples-among.ts'
import { readDocumentTokens } from '../store/activations/read-document.ts'
import { readExamples, type StoredExample, type StoredExamples } from '../store/activations/read-examples.ts'
import { matchingOrdinals } from '../store/document-filter.ts'
import { documentByOrdinal, textOf } from '../store/documents.ts'
import { foldDuplicates } from './fold-duplicates.ts'
import { refuseOutside } from './latent-page.ts'
import type { ProjectReading } from './project-reading.ts'
import { type ReadSubject, readSubjects } from './subjects.ts'

const shownPerBand = 5

type Found = { readonly subject: ReadSubject; readonly example: StoredExample; readonly band: number | null }

/** Examples of a latent over all corpora asked for: the strongest, or five from each fifth of its range. Near-duplicates are folded. */
export function latentExamples(project: ProjectReading, request: z.output<typeof examplesInput>): ExampleList {
  const { lens, subjects } = readSubjects(project, request)
  refuseOutside(request.latent, lens)
  const stored = subjects.map((subject) => ({ subject, ...examplesOf(project, subject, request) }))
  const maximum = Math.max(0, ...stored.map((each) => each.largest))
  const found = stored
    .flatMap(({ subject, top, sampled, edges }): Found[] =>
      request.kind === 'top'
        ? top.map((example) => ({ subject, example, band: null }))
        : sampled.map((example) => ({ subject, example, band: bandOf(example.maximum, maximum, edges.length - 1) })),
    )
    .sort(
      (a, b) =>
        b.example.maximum - a.example.maximum ||
        a.subject.encoding.encoding - b.subject.encoding.encoding ||
        a.example.ordinal - b.example.ordinal,
    )
  const bands = stored[0] === undefined ? 0 : stored[0].edges.length - 1
  const perBand = (band: number) =>
    shown(
      project,
      found.filter((each) => each.band === band),
      shownPerBand,
    )
  return {
    maximum,
    bands: Array.from({ length: bands }, (_, at) => [(maximum * at) / bands, (maximum * (at + 1)) / bands] as const),
    examples:
      request.kind === 'top'
        ? shown(project, found, request.limit)
        : Array.from({ length: bands }, (_, at) => perBand(bands - 1 - at)).flat(),
  }
}

/** Those kept when the corpus was read; of documents with certain metadata they are chosen anew. */
function examplesOf(
  project: ProjectReading,
  { corpus, encoding: { encoding } }: ReadSubject,
  { latent, where }: z.output<typeof examplesInput>,
): StoredExamples {
  if (where === undefined || Object.keys(where).length === 0) return readExamples(project.db, encoding, latent)
  const among = matchingOrdinals(project.db, { corpus: corpus.corpus, channels: [], where })
  return examplesAmong(project.db, { encoding, latent, among, cache: project.parts })
}

/** Folding looks at more than are shown, so that what it folds is made up for. */
function shown(project: ProjectReading, found: readonly Found[], limit: number): readonly Example[] {
  return foldDuplicates(found.slice(0, limit * 3).map((each) => exampleOf(project, each))).slice(0, limit)
}

function bandOf(value: number, maximum: number, bands: number): number {
  return maximum === 0 ? 0 : Math.min(bands - 1, Math.floor((value / maximum) * bands))
}

function exampleOf(project: ProjectReading, { subject, example, band }: Found): Example {
  const { corpus, channel, encoding } = subject
  const { starts, ends } = readDocumentTokens(project.db, encoding.encoding, example.ordinal)
  const text = textOf(project.db, channel.channel, example.ordinal) ?? ''
  const last = example.first + example.activations.length - 1
  const from = example.first === 0 ? 0 : (starts[example.first] ?? 0)
  const to = last >= starts.length - 1 ? text.length : (ends[last] ?? text.length)
  const marks = Array.from(example.activations, (activation, at) => ({
    start: starts[example.first + at] ?? 0,
    end: ends[example.first + at] ?? 0,
    activation,
  })).filter((mark) => mark.activation > 0)
  return {
    corpus: corpus.name,
    channel: channel.name,
    document: documentByOrdinal(project.db, corpus.corpus, example.ordinal)?.id ?? String(example.ordinal),
    ordinal: example.ordinal,
    text: text.slice(from, to),
    from,
    start: starts[example.position] ?? 0,
    end: ends[example.position] ?? 0,
    activation: example.maximum,
    marks,
    band,
    duplicates: [],
  }
}

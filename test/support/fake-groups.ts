import type { DocumentGroup, DocumentRef, Quote } from '../../src/contract/analyses.ts'
import { Failure } from '../../src/contract/failure.ts'
import { inRanges } from '../../src/contract/ordinal-ranges.ts'
import { metadataTexts } from '../../src/renderer/client/metadata-texts.ts'
import type { FakeCorpus } from './fake-corpora.ts'
import { type FakeLatent, marksOf } from './fake-latents.ts'
import type { FakeProject } from './fake-project.ts'

/** Documents of a group in a fake project: of each corpus which take part. */
export type FakeGroup = {
  readonly group: DocumentGroup
  readonly name: string
  readonly parts: readonly { readonly corpus: FakeCorpus; readonly takesPart: Uint8Array }[]
  readonly documents: number
  readonly medianTokens: number
}

export function groupIn(project: FakeProject, group: DocumentGroup, where: Readonly<Record<string, string>> = {}): FakeGroup {
  const wanted = Object.entries({ ...where, ...group.where })
  const parts = group.corpora.map((name) => {
    if (!project.read.has(name))
      throw new Failure('not-read', `The corpus ${name} was not read yet.`, 'Read it with the lens, then run this again.')
    const corpus = project.corpus(name)
    const picked = group.ordinals === undefined ? null : inRanges(group.ordinals[name] ?? '', corpus.documents)
    const takesPart = Uint8Array.from({ length: corpus.documents }, (_, ordinal) => {
      if (picked?.[ordinal] === 0) return 0
      const metadata = wanted.length === 0 ? {} : corpus.metadata(ordinal)
      return Number(wanted.every(([column, value]) => metadataTexts(metadata[column]).includes(value)))
    })
    return { corpus, takesPart }
  })
  const lengths = parts.flatMap(({ corpus, takesPart }) =>
    [...takesPart.keys()].filter((ordinal) => takesPart[ordinal] === 1).map((ordinal) => corpus.words(ordinal).length),
  )
  if (lengths.length === 0)
    throw new Failure('not-found', 'No document has such metadata.', 'Choose another value, or leave the condition out.')
  lengths.sort((a, b) => a - b)
  const values = Object.entries(group.where ?? {}).map(([column, value]) => `${column} = ${value}`)
  return {
    group,
    name: group.name ?? [group.corpora.join(' + '), ...values].join(', '),
    parts,
    documents: lengths.length,
    medianTokens: lengths[lengths.length >> 1] ?? 0,
  }
}

/** Documents of a group in which a latent is present. */
export function presentOf(group: FakeGroup, latent: FakeLatent | undefined): readonly (readonly number[])[] {
  const words = [...(latent?.words.keys() ?? [])]
  return group.parts.map(({ corpus, takesPart }) => {
    const found = new Set<number>()
    for (const word of words) for (const ordinal of corpus.postings[word] ?? []) if (takesPart[ordinal] === 1) found.add(ordinal)
    return [...found]
  })
}

export const countOf = (present: readonly (readonly number[])[]) => present.reduce((sum, each) => sum + each.length, 0)

export const refOf = (corpus: FakeCorpus, ordinal: number): DocumentRef => ({
  corpus: corpus.name,
  document: corpus.id(ordinal),
  ordinal,
})

/** What surrounds the strongest token of a latent in a document; its beginning where the latent is absent. */
export function quoteOf(corpus: FakeCorpus, ordinal: number, latent: FakeLatent): Quote {
  const text = corpus.text(ordinal)
  const marks = marksOf(corpus, latent, ordinal)
  const best = marks.reduce((a, b) => (b.activation > a.activation ? b : a), marks[0] ?? { start: 0, end: 0, activation: 0 })
  const from = Math.max(0, best.start - 120)
  return {
    ...refOf(corpus, ordinal),
    channel: 'text',
    text: text.slice(from, from + 320),
    from,
    start: marks.length === 0 ? null : best.start,
    end: marks.length === 0 ? null : best.end,
    activation: best.activation,
    marks: marks.filter(({ start, end }) => end > from && start < from + 320),
  }
}

/** The documents of a group where a latent is strongest. */
export function strongestQuotes(project: FakeProject, group: FakeGroup, latent: number, count: number): readonly Quote[] {
  const made = project.latents[latent]
  if (made === undefined) return []
  return presentOf(group, made)
    .flatMap((ordinals, part) => {
      const corpus = group.parts[part]?.corpus
      return corpus === undefined
        ? []
        : ordinals.map((ordinal) => ({ corpus, ordinal, at: project.pooled(corpus, latent)[ordinal] ?? 0 }))
    })
    .sort((a, b) => b.at - a.at)
    .slice(0, count)
    .map(({ corpus, ordinal }) => quoteOf(corpus, ordinal, made))
}

export const labelIn = (project: FakeProject, latent: number): string | null =>
  project.labels.get(latent)?.at(-1)?.text ?? project.latents[latent]?.label ?? null

/** Two-sided p of a standard normal (Abramowitz and Stegun 26.2.17; error below 1e-7). */
export function twoSided(z: number): number {
  const x = Math.abs(z)
  const t = 1 / (1 + 0.2316419 * x)
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return Math.min(1, 2 * (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * series)
}

/** Benjamini and Hochberg's q of each p. */
export function qValues(p: readonly number[]): readonly number[] {
  const order = p.map((_, index) => index).sort((a, b) => (p[b] ?? 1) - (p[a] ?? 1))
  const q = p.map(() => 1)
  let least = 1
  order.forEach((index, place) => {
    least = Math.min(least, ((p[index] ?? 1) * p.length) / (p.length - place))
    q[index] = least
  })
  return q
}

import type { DifferingLatent, DocumentFilter, DocumentOrder, DocumentRow, Mark } from '../../src/contract/documents.ts'
import { Failure } from '../../src/contract/failure.ts'
import type { Operations } from '../../src/contract/operations.ts'
import { wordDifference } from '../../src/main/engine/analysis/compare/text-difference.ts'
import { foundWords } from '../../src/main/engine/operations/found-words.ts'
import { type FakeCorpus, spansOf } from './fake-corpora.ts'
import { activationOf, marksOf } from './fake-latents.ts'
import { type FakeProject, fieldText } from './fake-project.ts'

type RowsAsked = Parameters<Operations['documents']['rows']>[0]

/** Rows, documents and their latents of a fake project. */
export function fakeDocumentOperations(project: FakeProject): Operations['documents'] {
  const labelOf = (latent: number) => project.labels.get(latent)?.at(-1)?.text ?? project.latents[latent]?.label ?? null

  function passes(corpus: FakeCorpus, ordinal: number, filter: DocumentFilter, pooled: Float32Array | null): boolean {
    const metadata = corpus.metadata(ordinal)
    return (
      (filter.text === undefined || corpus.text(ordinal).toLowerCase().includes(filter.text.toLowerCase())) &&
      Object.entries(filter.where ?? {}).every(([column, value]) => fieldText(metadata[column]) === value) &&
      (filter.onlyPresent !== true || (pooled?.[ordinal] ?? 0) > 0) &&
      (filter.latents ?? []).every(
        ({ latent, is, above = 0 }) =>
          project.read.has(corpus.name) && (project.pooled(corpus, latent)[ordinal] ?? 0) > above === (is === 'present'),
      )
    )
  }

  function order(input: Parameters<Operations['documents']['order']>[0]): DocumentOrder {
    const panes = input.panes.map(({ corpus }) => project.corpus(corpus))
    const [first] = panes
    if (first === undefined) return { ordinals: [], rows: 0, paired: 0 }
    const pooled = panes.map((corpus) =>
      input.latent === undefined || !project.read.has(corpus.name) ? null : project.pooled(corpus, input.latent),
    )
    const places = panes.map(
      (corpus) => new Map(Array.from({ length: corpus.documents }, (_, ordinal) => [corpus.id(ordinal), ordinal])),
    )
    const ids = [...new Set(places.flatMap((each) => [...each.keys()]))]
    const rows = ids
      .map((id) => places.map((each) => each.get(id) ?? -1))
      .filter((row) =>
        row.some((ordinal, pane) => ordinal >= 0 && passes(panes[pane] ?? first, ordinal, input.filter, pooled[pane] ?? null)),
      )
      .filter((row) =>
        row.every((ordinal, pane) => {
          const own = input.panes[pane]?.filter ?? {}
          return Object.keys(own).length === 0 || (ordinal >= 0 && passes(panes[pane] ?? first, ordinal, own, pooled[pane] ?? null))
        }),
      )
    const value = (row: readonly number[], pane: number) => pooled[pane]?.[row[pane] ?? -1] ?? 0
    if (input.order === 'activation')
      rows.sort((a, b) => Math.max(...panes.map((_, p) => value(b, p))) - Math.max(...panes.map((_, p) => value(a, p))))
    if (input.order === 'difference') rows.sort((a, b) => value(b, 0) - value(b, 1) - (value(a, 0) - value(a, 1)))
    const keyOf = (row: readonly number[]): string => {
      const pane = row.findIndex((ordinal) => ordinal >= 0)
      const [corpus, ordinal] = [panes[pane] ?? first, row[pane] ?? 0]
      if (input.order === 'length') return String(corpus.text(ordinal).length)
      return input.order === 'id' ? corpus.id(ordinal) : fieldText(corpus.metadata(ordinal)[input.column ?? ''])
    }
    if (input.order === 'length' || input.order === 'id' || input.order === 'column') {
      const sign = input.descending === true ? -1 : 1
      const keys = new Map(rows.map((row) => [row, keyOf(row)]))
      rows.sort((a, b) => sign * (keys.get(a) ?? '').localeCompare(keys.get(b) ?? '', 'en', { numeric: true }))
    }
    return {
      ordinals: panes.map((_, pane) => Int32Array.from(rows, (row) => row[pane] ?? -1)),
      rows: rows.length,
      paired: rows.filter((row) => row.every((ordinal) => ordinal >= 0)).length,
    }
  }

  const strongestOf = (marks: readonly Mark[]) =>
    marks.reduce<Mark | null>((most, mark) => (most === null || mark.activation > most.activation ? mark : most), null)

  function lit(corpus: FakeCorpus, ordinal: number, latent: number | undefined) {
    if (latent === undefined || !project.read.has(corpus.name)) return { marks: [], activation: null }
    const marks = marksOf(corpus, project.latents[latent] ?? { words: new Map(), label: null, origin: null }, ordinal)
    return { marks, activation: strongestOf(marks)?.activation ?? 0 }
  }

  function row(corpus: FakeCorpus, ordinal: number, { latent, characters, beside = [], words }: RowsAsked): DocumentRow {
    const text = corpus.text(ordinal)
    const { marks, activation } = lit(corpus, ordinal, latent)
    const besides = beside.map((each) => ({ latent: each, ...lit(corpus, ordinal, each) }))
    const found = words === undefined ? [] : foundWords(text, words)
    const best = found[0] ?? strongestOf(latent === undefined ? (besides[0]?.marks ?? []) : marks)
    const from = best === null || best.end < characters * 0.6 ? 0 : Math.max(0, best.start - Math.floor(characters / 3))
    const isShown = ({ start, end }: { readonly start: number; readonly end: number }) => end > from && start < from + characters
    return {
      ordinal,
      id: corpus.id(ordinal),
      excerpt: text.slice(from, from + characters),
      from,
      characters: text.length,
      marks: marks.filter(isShown),
      activation,
      beside: besides.map((each) => ({ ...each, marks: each.marks.filter(isShown) })),
      found: found.filter(isShown),
      metadata: corpus.metadata(ordinal),
    }
  }

  function find(corpus: FakeCorpus, id: string | undefined, ordinal: number | undefined): number {
    const found = ordinal ?? Array.from({ length: corpus.documents }, (_, each) => each).find((each) => corpus.id(each) === id)
    if (found === undefined || found >= corpus.documents)
      throw new Failure(
        'not-found',
        `There is no document ${id ?? ordinal} in ${corpus.name}.`,
        'Look whether the corpus was imported again.',
      )
    return found
  }

  function latentsOf(words: readonly number[], ordinal: number, limit: number) {
    const found = new Map<number, { positions: number[]; activations: number[] }>()
    words.forEach((word, position) => {
      for (const latent of project.byWord.get(word) ?? []) {
        const entry = found.get(latent) ?? { positions: [], activations: [] }
        entry.positions.push(position)
        entry.activations.push(
          activationOf(project.latents[latent] ?? { words: new Map(), label: null, origin: null }, word, ordinal, position),
        )
        found.set(latent, entry)
      }
    })
    return [...found]
      .map(([latent, { positions, activations }]) => ({
        latent,
        label: labelOf(latent),
        activation: Math.max(...activations),
        tokens: positions.length,
        positions: Int32Array.from(positions),
        activations: Float32Array.from(activations),
      }))
      .sort((a, b) => b.activation - a.activation)
      .slice(0, limit)
  }

  return {
    order: async (input) => order(input),
    rows: async (input) => {
      const corpus = project.corpus(input.source.corpus)
      return input.ordinals.map((ordinal) => row(corpus, ordinal, input))
    },
    difference: async ({ first, second, limit }) => {
      const sides = [first, second].map(({ corpus: name, id, ordinal }) => {
        const corpus = project.corpus(name)
        const at = find(corpus, id, ordinal)
        return { text: corpus.text(at), latents: project.read.has(name) ? latentsOf([...corpus.words(at)], at, Infinity) : null }
      })
      const words = wordDifference(sides[0]?.text ?? '', sides[1]?.text ?? '')
      if (sides.some(({ latents }) => latents === null))
        return { ...words, latents: [], unread: 'One of the two was not read yet.' }
      const numbers = new Set(sides.flatMap(({ latents }) => (latents ?? []).map(({ latent }) => latent)))
      const latents = [...numbers].map((latent): DifferingLatent => {
        const [a, b] = sides.map((side) => side.latents?.find((each) => each.latent === latent))
        const activations = [a?.activation ?? 0, b?.activation ?? 0] as const
        const maximum = 1.2 * Math.max(...activations)
        const tokens = [a?.tokens ?? 0, b?.tokens ?? 0] as const
        return { latent, label: labelOf(latent), activations, tokens, maximum, share: (activations[1] - activations[0]) / maximum }
      })
      latents.sort((a, b) => Math.abs(b.share) - Math.abs(a.share) || a.latent - b.latent)
      return { ...words, latents: latents.slice(0, limit), unread: null }
    },
    get: async ({ corpus: name, channel = 'text', id, ordinal, limit }) => {
      const corpus = project.corpus(name)
      const at = find(corpus, id, ordinal)
      const read = project.read.has(name)
      const empty = new Int32Array()
      return {
        corpus: name,
        channel,
        channels: ['text'],
        lens: read ? 'small-english' : null,
        precision: read ? 'float32' : null,
        id: corpus.id(at),
        ordinal: at,
        text: corpus.text(at),
        metadata: corpus.metadata(at),
        ...(read ? { starts: corpus.spans(at).starts, ends: corpus.spans(at).ends } : { starts: empty, ends: empty }),
        latents: read
          ? latentsOf([...corpus.words(at)], at, limit).map(({ positions: _, activations: __, ...latent }) => latent)
          : [],
      }
    },
    marks: async ({ corpus: name, id, ordinal, latents }) => {
      const corpus = project.corpus(name)
      const at = find(corpus, id, ordinal)
      const all = latentsOf([...corpus.words(at)], at, Infinity)
      return {
        latents: latents.map((latent) => {
          const { positions = new Int32Array(), activations = new Float32Array() } =
            all.find((each) => each.latent === latent) ?? {}
          return { latent, positions, activations }
        }),
      }
    },
    token: async ({ corpus: name, id, ordinal, position }) => {
      const corpus = project.corpus(name)
      const at = find(corpus, id, ordinal)
      return latentsOf([corpus.words(at)[position] ?? -1], at, 20).map(({ positions: _, activations: __, ...latent }) => latent)
    },
    read: async ({ text, limit }) => {
      const { starts, ends, words } = spansOf(text)
      const latents = latentsOf(
        words.map((word) => project.vocabulary.numbers.get(word) ?? -1),
        1,
        limit,
      )
      return { lens: 'small-english', text, starts, ends, latents }
    },
  }
}

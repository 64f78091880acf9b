import type { DocumentFilter, DocumentOrder, DocumentRow, Mark } from '../../src/contract/documents.ts'
import { Failure } from '../../src/contract/failure.ts'
import type { Operations } from '../../src/contract/operations.ts'
import { type FakeCorpus, spansOf } from './fake-corpora.ts'
import { activationOf, marksOf } from './fake-latents.ts'
import { type FakeProject, fieldText } from './fake-project.ts'

/** Rows, documents and their latents of a fake project. */
export function fakeDocumentOperations(project: FakeProject): Operations['documents'] {
  const labelOf = (latent: number) => project.labels.get(latent)?.at(-1)?.text ?? project.latents[latent]?.label ?? null

  function passes(corpus: FakeCorpus, ordinal: number, filter: DocumentFilter, pooled: Float32Array | null): boolean {
    const metadata = corpus.metadata(ordinal)
    return (
      (filter.text === undefined || corpus.text(ordinal).toLowerCase().includes(filter.text.toLowerCase())) &&
      Object.entries(filter.where ?? {}).every(([column, value]) => fieldText(metadata[column]) === value) &&
      (filter.onlyPresent !== true || (pooled?.[ordinal] ?? 0) > 0)
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
    const value = (row: readonly number[], pane: number) => pooled[pane]?.[row[pane] ?? -1] ?? 0
    if (input.order === 'activation')
      rows.sort((a, b) => Math.max(...panes.map((_, p) => value(b, p))) - Math.max(...panes.map((_, p) => value(a, p))))
    if (input.order === 'difference') rows.sort((a, b) => value(b, 0) - value(b, 1) - (value(a, 0) - value(a, 1)))
    return {
      ordinals: panes.map((_, pane) => Int32Array.from(rows, (row) => row[pane] ?? -1)),
      rows: rows.length,
      paired: rows.filter((row) => row.every((ordinal) => ordinal >= 0)).length,
    }
  }

  function row(corpus: FakeCorpus, ordinal: number, latent: number | undefined, characters: number): DocumentRow {
    const text = corpus.text(ordinal)
    const read = project.read.has(corpus.name) && latent !== undefined
    const marks = read ? marksOf(corpus, project.latents[latent] ?? { words: new Map(), label: null, origin: null }, ordinal) : []
    const best = marks.reduce<Mark | null>((most, mark) => (most === null || mark.activation > most.activation ? mark : most), null)
    const from = best === null || best.end < characters * 0.6 ? 0 : Math.max(0, best.start - Math.floor(characters / 3))
    return {
      ordinal,
      id: corpus.id(ordinal),
      excerpt: text.slice(from, from + characters),
      from,
      characters: text.length,
      marks: marks.filter(({ start, end }) => end > from && start < from + characters),
      activation: read ? (best?.activation ?? 0) : null,
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
    rows: async ({ source, ordinals, latent, characters }) => {
      const corpus = project.corpus(source.corpus)
      return ordinals.map((ordinal) => row(corpus, ordinal, latent, characters))
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

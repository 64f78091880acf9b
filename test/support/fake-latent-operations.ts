import { Failure } from '../../src/contract/failure.ts'
import type { LabelFileSummary } from '../../src/contract/label-files.ts'
import type { Example, LabelEvidence, LabelVersion, LatentPage, LatentRow } from '../../src/contract/latents.ts'
import type { Operations } from '../../src/contract/operations.ts'
import type { FakeCorpus } from './fake-corpora.ts'
import type { FakeJobs } from './fake-jobs.ts'
import { marksOf } from './fake-latents.ts'
import { fakeLatentTable, passes, type RowsOf } from './fake-latent-table.ts'
import type { FakeProject } from './fake-project.ts'

/** What the fake finds in every label file: twelve new labels, and a row that holds none. */
const labelFile: LabelFileSummary = {
  format: 'jsonl',
  about: { model: null, sae: null, hook: null, dSae: null, lens: null },
  added: 12,
  scored: 0,
  equal: 0,
  skipped: { count: 1, first: [{ file: 'labels.jsonl', line: 13, reason: 'has no label' }] },
  notices: { count: 0, first: [] },
}

/** The latent table, latent pages and labels of a fake project. */
export function fakeLatentOperations(project: FakeProject, jobs: FakeJobs): Pick<Operations, 'latents' | 'labels'> {
  const readCorpora = () => project.corpora.filter(({ name }) => project.read.has(name))
  const present = new Map<string, number>()

  function presentIn(corpus: FakeCorpus, latent: number): number {
    const key = `${corpus.name}/${latent}`
    const known = present.get(key)
    if (known !== undefined) return known
    const words = [...(project.latents[latent]?.words.keys() ?? [])]
    const count =
      words.length === 1
        ? (corpus.postings[words[0] ?? -1]?.length ?? 0)
        : new Set(words.flatMap((word) => corpus.postings[word] ?? [])).size
    present.set(key, count)
    return count
  }

  function labelOf(latent: number): LabelVersion | null {
    const own = project.labels.get(latent)?.at(-1)
    if (own !== undefined) return own
    const made = project.latents[latent]
    if (made?.label == null || made.origin === null) return null
    return {
      id: -latent - 1,
      text: made.label,
      notes: '',
      origin: made.origin,
      author: made.origin === 'person' ? 'you' : 'small-english',
      change: null,
      score: made.origin === 'language-model' ? 0.83 : null,
      scoredOn: made.origin === 'language-model' ? 20 : null,
      at: '2026-11-02T09:12:00Z',
      current: true,
      withdrawn: false,
    }
  }

  function rowOf(latent: number, corpora: readonly FakeCorpus[], panes: readonly (FakeCorpus | null)[]): LatentRow {
    const label = labelOf(latent)
    const documents = corpora.reduce((sum, each) => sum + each.documents, 0)
    const inPanes = panes.map((corpus) => (corpus === null ? null : presentIn(corpus, latent) / corpus.documents))
    const [first, ...others] = inPanes
    const compared = others.filter((share) => share !== null)
    const difference = first == null || compared.length === 0 ? null : first - Math.max(...compared)
    const spread = 1.96 * Math.sqrt((2 * 0.06) / (panes[0]?.documents ?? 1))
    const documentFrequency = corpora.reduce((sum, each) => sum + presentIn(each, latent), 0) / Math.max(1, documents)
    return {
      latent,
      label: label?.text ?? null,
      origin: label?.origin ?? null,
      score: label?.score ?? null,
      starred: project.stars.has(latent),
      flag: project.notes.get(latent)?.flag ?? null,
      noted: (project.notes.get(latent)?.note ?? '') !== '',
      documentFrequency,
      tokenDensity: documentFrequency / 31,
      maxActivation: documentFrequency === 0 ? 0 : Math.max(0, ...(project.latents[latent]?.words.values() ?? [])) * 0.98,
      panes: inPanes,
      difference,
      interval: difference === null ? null : [Math.max(-1, difference - spread), Math.min(1, difference + spread)],
      meaning: null,
    }
  }

  const rowsOf: RowsOf = ({ corpora, panes = [], sort = 'documentFrequency', descending = true, ...filter }) => {
    const counted = readCorpora().filter(({ name }) => corpora?.includes(name) ?? true)
    if (counted.length === 0) throw new Failure('not-read', 'No corpus of this project was read yet.', 'Read a corpus first.')
    const compared = panes.map((name) => (project.read.has(name) ? project.corpus(name) : null))
    const value = (row: LatentRow) => {
      if (sort === 'label') return (row.label ?? '\uffff').toLowerCase()
      if (sort === 'differenceSize') return Math.abs(row.difference ?? 0)
      if (sort.startsWith('pane-')) return row.panes[Number(sort.slice(5)) - 1] ?? -Infinity
      return row[sort as 'documentFrequency'] ?? -Infinity
    }
    return project.latents
      .map((_, latent) => rowOf(latent, counted, compared))
      .filter((row) => passes(project, row, filter))
      .sort((a, b) => (value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : 0) * (descending ? -1 : 1) || a.latent - b.latent)
  }

  function page(latent: number): LatentPage {
    const corpora = readCorpora()
    const row = rowOf(latent, corpora, [])
    const words = [...(project.latents[latent]?.words ?? [])]
    const edges = Array.from({ length: 21 }, (_, bin) => (bin * row.maxActivation) / 20)
    return {
      latent,
      lens: 'small-english',
      label: labelOf(latent),
      starred: row.starred,
      threshold: row.maxActivation / 10,
      documentFrequency: row.documentFrequency,
      tokenDensity: row.tokenDensity,
      maxActivation: row.maxActivation,
      perCorpus: corpora.map((corpus) => {
        const count = presentIn(corpus, latent)
        const share = count / corpus.documents
        const spread = 1.96 * Math.sqrt((share * (1 - share) + 0.001) / corpus.documents)
        return {
          corpus: corpus.name,
          channel: 'text',
          documents: corpus.documents,
          present: count,
          documentFrequency: share,
          interval: [Math.max(0, share - spread), Math.min(1, share + spread)] as const,
          tokenDensity: share / 31,
          maxActivation: row.maxActivation,
        }
      }),
      topTokens: words.slice(0, 20).map(([word, strength]) => ({
        token: ` ${project.vocabulary.words[word]}`,
        count: corpora.reduce((sum, corpus) => sum + (corpus.postings[word]?.length ?? 0), 0),
        meanActivation: strength * 0.6,
      })),
      histogram: {
        edges,
        counts: corpora.map((corpus) => {
          const counts = Array.from({ length: 20 }, () => 0)
          for (const value of project.pooled(corpus, latent))
            if (value > 0) {
              const bin = Math.min(19, Math.floor((20 * value) / row.maxActivation))
              counts[bin] = (counts[bin] ?? 0) + 1
            }
          return { corpus: corpus.name, counts }
        }),
      },
      neighbours: [1, 2, 3, 4, 5].map((step) => neighbour(latent + step * 7, { cosine: 0.8 / step })),
      together: [1, 2, 3, 4].map((step) => neighbour(latent + step * 11, { npmi: 0.6 / step, documents: 120 / step })),
    }
  }

  function neighbour<T>(latent: number, measure: T) {
    const known = latent % project.latents.length
    return { latent: known, label: labelOf(known)?.text ?? null, ...measure }
  }

  function examples(latent: number, kind: 'top' | 'quantile', limit: number): readonly Example[] {
    const made = project.latents[latent]
    if (made === undefined) return []
    const found = readCorpora()
      .flatMap((corpus) => [...project.pooled(corpus, latent)].map((activation, ordinal) => ({ corpus, ordinal, activation })))
      .filter(({ activation }) => activation > 0)
      .sort((a, b) => b.activation - a.activation)
    const chosen =
      kind === 'top' ? found.slice(0, limit) : found.filter((_, index) => index % Math.ceil(found.length / limit) === 0)
    return chosen.map(({ corpus, ordinal, activation }, index) => {
      const text = corpus.text(ordinal)
      const marks = marksOf(corpus, made, ordinal)
      const best = marks.reduce((a, b) => (b.activation > a.activation ? b : a), marks[0] ?? { start: 0, end: 0, activation })
      const from = Math.max(0, best.start - 160)
      return {
        corpus: corpus.name,
        channel: 'text',
        document: corpus.id(ordinal),
        ordinal,
        text: text.slice(from, from + 400),
        from,
        start: best.start,
        end: best.end,
        activation,
        marks: marks.filter(({ start, end }) => end > from && start < from + 400),
        band: kind === 'top' ? null : Math.min(4, Math.floor((5 * activation) / (found[0]?.activation ?? 1))),
        duplicates: index === 1 ? [{ corpus: corpus.name, document: corpus.id(0), ordinal: 0 }] : [],
      }
    })
  }

  function setLabel(latent: number, text: string, notes: string, change: string | null): LabelVersion {
    const before = project.labels.get(latent) ?? [labelOf(latent)].filter((version) => version !== null)
    const version: LabelVersion = {
      id: latent * 1000 + before.length + 1,
      text,
      notes,
      origin: 'person',
      author: 'you',
      change,
      score: null,
      scoredOn: null,
      at: new Date().toISOString(),
      current: true,
      withdrawn: false,
    }
    project.labels.set(latent, [...before.map((each) => ({ ...each, current: false })), version])
    jobs.changed('labels')
    return version
  }

  function evidenceOf(latent: number): LabelEvidence | null {
    const made = project.latents[latent]
    if (made?.label == null || made.origin !== 'language-model') return null
    return {
      label: made.label,
      origin: made.origin,
      score: 0.83,
      scoreHard: 0.71,
      sameAs: latent > 9 ? 4 : null,
      examples: markedPhrases(latent),
    }
  }

  /** Phrases with the strongest token marked, as lenses bring them. */
  function markedPhrases(latent: number): readonly string[] {
    return examples(latent, 'top', 4).map(({ text, from, start, end }) => {
      const at = start - from
      return `${text.slice(Math.max(0, at - 60), at)}<<${text.slice(at, end - from)}>>${text.slice(end - from, end - from + 40)}`
    })
  }

  return {
    latents: {
      list: async ({ offset, limit, ...asked }) => {
        const rows = rowsOf(asked)
        return { lens: 'small-english', dSae: project.latents.length, total: rows.length, rows: rows.slice(offset, offset + limit) }
      },
      ...fakeLatentTable(project, jobs, rowsOf),
      groups: async ({ latent }) => ({
        values: 3,
        groups: ['english', 'german', null].map((value, at) => {
          const [documents, present] = [400 - at * 150, Math.max(0, ((latent * 7) % 90) - at * 20)]
          const share = present / documents
          return { value, documents, present, documentFrequency: share, interval: [share * 0.8, share * 1.2 + 0.01] as const }
        }),
      }),
      logits: async ({ latent }) =>
        latent % 2 === 1
          ? {
              head: null,
              reason: 'The reader was exported without its head, and its config does not say that its embeddings are its head.',
            }
          : {
              head: 'tied',
              promoted: [' sorry', ' cannot', ' unable', 'ly'].map((token, at) => ({ token, weight: 0.6 - at / 10 })),
              suppressed: [' yes', '\n', ' great'].map((token, at) => ({ token, weight: at / 10 - 0.4 })),
            },
      get: async ({ latent }) => page(latent),
      examples: async ({ latent, kind, limit }) => {
        const found = examples(latent, kind, limit)
        const maximum = page(latent).maxActivation
        const bands =
          kind === 'top' ? [] : [0, 1, 2, 3, 4].map((band) => [(band * maximum) / 5, ((band + 1) * maximum) / 5] as const)
        return { maximum, bands, examples: found }
      },
    },
    labels: {
      history: async ({ latent }) => project.labels.get(latent) ?? [labelOf(latent)].filter((version) => version !== null),
      evidence: async ({ latent }) => evidenceOf(latent),
      set: async ({ latent, text, notes }) => setLabel(latent, text, notes, null),
      revert: async ({ id }) => {
        for (const [latent, versions] of project.labels) {
          const version = versions.find((each) => each.id === id)
          if (version !== undefined) return setLabel(latent, version.text, version.notes, `back to version ${id}`)
        }
        throw new Failure('not-found', `No label version ${id}.`, 'Reload the history.')
      },
      star: async ({ latent, starred }) => {
        if (starred) project.stars.add(latent)
        else project.stars.delete(latent)
        jobs.changed('labels')
      },
      compare: async () => ({ ...labelFile, otherSae: null, conflicts: { person: 0, machine: 0, first: [] } }),
      imports: async () => [],
      undoImport: async ({ import: id, redo }) => ({
        id,
        file: 'labels.jsonl',
        versions: 12,
        undone: !redo,
        at: '2026-11-02T09:00:00.000Z',
      }),
      import: async () => ({ ...labelFile, import: 1, written: 12, conflicts: { taken: 0, both: 0, kept: 0 } }),
      export: async ({ format, out }) => ({
        labels: 1,
        versions: 1,
        format,
        leftOut: null,
        text: out === undefined ? '{"latent":4,"label":"x"}\n' : null,
        out: out ?? null,
      }),
    },
  }
}

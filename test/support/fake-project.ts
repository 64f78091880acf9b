import type { CorpusSummary, EncodingSummary } from '../../src/contract/corpora.ts'
import type { EndpointSummary } from '../../src/contract/language-models.ts'
import type { LabelVersion } from '../../src/contract/latents.ts'
import type { Note } from '../../src/contract/notes.ts'
import type { ModelRunSummary } from '../../src/contract/model-requests.ts'
import type { RecordedAnalysis } from '../../src/contract/recorded-analyses.ts'
import {
  corpusOfRows,
  emptyVocabulary,
  type FakeCorpus,
  fillVocabulary,
  madeUpCorpus,
  realCorpus,
  type Vocabulary,
} from './fake-corpora.ts'
import { fakeEndpoints, fakeRuns } from './fake-model-records.ts'
import { type FakeLatent, latentsByWord, makeLatents, pooledOf } from './fake-latents.ts'

/** What the fake engine answers from. */
export type FakeProject = {
  readonly vocabulary: Vocabulary
  readonly corpora: readonly FakeCorpus[]
  readonly latents: readonly FakeLatent[]
  readonly byWord: ReadonlyMap<number, readonly number[]>
  readonly stars: Set<number>
  readonly labels: Map<number, LabelVersion[]>
  readonly notes: Map<number, Note>
  readonly lists: Map<string, readonly number[]>
  readonly states: Map<string, CorpusSummary['state']>
  readonly read: Set<string>
  /** By name, and runs by number; a project without a past has none. */
  readonly endpoints: Map<string, EndpointSummary>
  readonly runs: Map<number, ModelRunSummary>
  /** The endpoint whose embeddings were chosen for searches (null: the bundled embedder), and how many labels it has embedded. */
  readonly embedding: { endpoint: string | null; embedded: number }
  /** Analyses that ran, by number. */
  readonly recorded: Map<number, RecordedAnalysis>
  /** The keychain, where the host is a desktop; null in a browser. */
  readonly keys: Map<string, string> | null
  pooled(corpus: FakeCorpus, latent: number): Float32Array
  corpus(name: string): FakeCorpus
}

const odd = [
  'Plain text\nwith a second line\tand a tab.',
  'Terminal \u001b[31mred\u001b[0m and a bell\u0007, bidi \u202etxt.exe\u202c, zero\u200bwidth, \ufeffBOM.',
  '<script>alert(1)</script> **not bold** [link](javascript:alert(1)) \\u0000',
  'שלום עולם and العربية mixed with English, 日本語 and 👩‍👩‍👧 👍🏽.',
  `${'unbroken'.repeat(4000)}`,
  '',
]

/** A project over the real texts where they lie beside the repository, else over made-up ones. */
export function smallProject(): FakeProject {
  const vocabulary = emptyVocabulary()
  const real = [
    'model-answers/gpt4_0314',
    'model-answers/claude-2',
    'model-answers/llama-2-7b-chat-hf',
    'model-answers/text_davinci_003',
    'wikipedia_movies',
    'politeness',
  ]
    .map((file) => realCorpus(`${file}.jsonl.gz`, vocabulary))
    .filter((corpus) => corpus !== null)
  const strange = corpusOfRows(
    'odd inputs',
    odd.map((text, index) => ({ id: `odd-${index}`, text, metadata: { kind: 'odd' } })),
    vocabulary,
  )
  if (real.length > 0) return projectOf(vocabulary, [...real, strange], 2048)
  fillVocabulary(vocabulary, 3000)
  return projectOf(
    vocabulary,
    [madeUpCorpus('first', 400, 1, vocabulary), madeUpCorpus('second', 400, 2, vocabulary), strange],
    2048,
  )
}

/** Two corpora of many made-up documents. */
export function largeProject(documents = 100_000, latents = 16_384): FakeProject {
  const vocabulary = emptyVocabulary()
  fillVocabulary(vocabulary, 20_000)
  return projectOf(
    vocabulary,
    [madeUpCorpus('first half', documents, 1, vocabulary), madeUpCorpus('second half', documents, 2, vocabulary)],
    latents,
  )
}

function projectOf(vocabulary: Vocabulary, corpora: readonly FakeCorpus[], count: number): FakeProject {
  const latents = makeLatents(vocabulary, count)
  const pooledCache = new Map<string, Float32Array>()
  return {
    vocabulary,
    corpora,
    latents,
    byWord: latentsByWord(latents),
    stars: new Set([4, 13]),
    labels: new Map(),
    notes: new Map([[22, { note: '', flag: 'fires on two things' }]]),
    lists: new Map(),
    states: new Map(corpora.map(({ name }, index) => [name, index === 4 ? 'changed' : index === 5 ? 'new' : 'ready'])),
    read: new Set(corpora.slice(0, 4).map(({ name }) => name)),
    endpoints: new Map(fakeEndpoints.map((endpoint) => [endpoint.name, endpoint])),
    runs: new Map(fakeRuns.map((run) => [run.run, run])),
    embedding: { endpoint: null, embedded: 792 },
    recorded: new Map(),
    keys: null,
    pooled(corpus, latent) {
      const key = `${corpus.name}/${latent}`
      const kept = pooledCache.get(key)
      if (kept !== undefined) return kept
      const made = pooledOf(corpus, latents[latent] ?? { label: null, origin: null, words: new Map() })
      if (pooledCache.size > 50) pooledCache.clear()
      pooledCache.set(key, made)
      return made
    },
    corpus(name) {
      const found = corpora.find((each) => each.name === name)
      if (found === undefined) throw new Error(`No corpus ${name}.`)
      return found
    },
  }
}

/** A field as the text that a filter or an example shows. */
export const fieldText = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value)

export function summaryOf(project: FakeProject, corpus: FakeCorpus): CorpusSummary {
  const state = project.states.get(corpus.name) ?? 'ready'
  const { id: _, ...metadata } = { id: '', ...corpus.metadata(0) }
  const imported = state !== 'new'
  return {
    name: corpus.name,
    kind: 'jsonl.gz',
    source: `${corpus.name}.jsonl.gz`,
    bytes: corpus.tokens * 3,
    state,
    documents: imported ? corpus.documents : 0,
    skipped: state === 'changed' ? 3 : 0,
    channels: imported
      ? [
          { name: 'text', field: 'text', role: null },
          ...('prompt' in metadata ? [{ name: 'prompt', field: 'prompt', role: 'user' }] : []),
        ]
      : [],
    columns: Object.entries(metadata).map(([name, value]) => ({
      name,
      kind: typeof value === 'number' ? 'number' : Array.isArray(value) ? 'list' : 'text',
      examples: [
        ...new Set([0, 1, 2, 50, 100, 150].map((row) => fieldText(corpus.metadata(row)[name])).filter((text) => text !== '')),
      ],
    })),
    encodings: project.read.has(corpus.name) ? [encodingOf(corpus)] : [],
  }
}

export function encodingOf(corpus: FakeCorpus): EncodingSummary {
  return {
    corpus: corpus.name,
    channel: 'text',
    lens: 'small-english',
    lensHash: '5f1c2a',
    state: 'ready',
    documents: corpus.documents,
    tokens: corpus.tokens,
    nonzeros: corpus.tokens * 24,
    seconds: corpus.tokens / 9000,
    device: 'cpu',
    deviceReason: 'there is no other device here',
    precision: 'float32',
    agreement: null,
  }
}

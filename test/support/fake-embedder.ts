import { Failure } from '../../src/contract/failure.ts'
import type { EmbedderChoice, EndpointSummary, PlannedLabels } from '../../src/contract/language-models.ts'
import type { Operations } from '../../src/contract/operations.ts'
import type { FakeJobs } from './fake-jobs.ts'
import type { FakeProject } from './fake-project.ts'

/** Labels by text, as if many were of one. */
const labels = 1204

/** The labels that a run would embed. */
export const fakePlannedLabels = ({ embedding: { embedded } }: FakeProject): PlannedLabels => ({
  lens: 'small-english',
  labels,
  embedded,
  phrases: embedded === 0 ? 180 : 0,
})

/** As when a run has embedded all of them. */
export function embedAll(project: FakeProject): unknown {
  project.embedding.embedded = labels
  return { lens: 'small-english', labels, embedded: labels, missing: 0, reasons: {}, dimensions: 1536 }
}

/** The choice of what compares words with labels. */
export function fakeEmbedderOperations(
  project: FakeProject,
  jobs: FakeJobs,
  named: (name: string) => EndpointSummary,
): Pick<Operations['languageModels'], 'embedder' | 'embedderTerms' | 'setEmbedder'> {
  const { embedding } = project
  const embedder = (): EmbedderChoice => {
    const { endpoint: name } = embedding
    const endpoint = name === null ? undefined : project.endpoints.get(name)
    if (name === null) return { endpoint: null, model: 'bundled', url: null, local: true, problem: null }
    const problem = endpoint?.embedding == null ? `${name} names no embedding model.` : null
    return {
      endpoint: name,
      model: endpoint?.embedding?.model ?? '',
      url: endpoint?.url ?? null,
      local: endpoint?.local ?? false,
      problem,
    }
  }
  return {
    embedder: async () => embedder(),
    embedderTerms: async ({ name }) => {
      const { url, local, embedding: offered } = named(name)
      if (offered === null) throw new Failure('bad-input', `${name} names no embedding model.`, 'Give it one.')
      return {
        id: `${name} ${url} ${offered.model}`,
        endpoint: name,
        model: offered.model,
        url,
        local,
        price: offered.price,
        tokensEach: 4,
        lenses: [{ lens: 'small-english', labels, embedded: embedding.embedded }],
      }
    },
    setEmbedder: async ({ endpoint }) => {
      embedding.endpoint = endpoint
      jobs.changed('models', 'analyses')
      return embedder()
    },
  }
}

/** What answers a comparison in the fake project. */
export const fakeCompared = ({ embedding, endpoints }: FakeProject) =>
  embedding.endpoint === null
    ? { endpoint: null, model: 'bundled', labels, leftOut: 0 }
    : {
        endpoint: embedding.endpoint,
        model: endpoints.get(embedding.endpoint)?.embedding?.model ?? '',
        labels,
        leftOut: labels - embedding.embedded,
      }

import { Failure } from '../../contract/failure.ts'
import type { Job } from '../../contract/jobs.ts'
import type { Endpoint, EndpointSummary, Plan } from '../../contract/language-models.ts'
import type { ModelRequestKind, ModelRunSummary } from '../../contract/model-requests.ts'
import type { Operations } from '../../contract/operations.ts'
import { endpointNamed, readEndpoints, removeEndpoint, saveEndpoint } from './endpoint-settings.ts'
import type { Host } from './host.ts'
import { isLocal } from './language-model/is-local.ts'
import { keyOf, type KeyPlaces } from './language-model/key-of.ts'
import { asEmbedder, type LabelEmbedder } from './label-embedder.ts'

/** What the workers of an open project answer. */
export type AskModels = {
  query<Output>(path: string): (input?: unknown) => Promise<Output>
  act<Output>(path: string): (input?: unknown) => Promise<Output>
  work<Output>(path: string): (input?: unknown) => Promise<Output>
  changed(): void
  readonly places: KeyPlaces
  readonly embedder: LabelEmbedder
}

/** Endpoints are this user's and lie in the home folder, keys in the keychain or the environment; neither is part of a project. */
export function languageModelOperations(
  host: Host,
  { query, act, work, changed, places, embedder }: AskModels,
): Operations['languageModels'] {
  const described = async (endpoint: Endpoint): Promise<EndpointSummary> => ({
    ...endpoint,
    key: (await keyOf(endpoint, places))?.from ?? null,
    local: isLocal(endpoint.url),
  })
  /** The endpoint as a kind of request asks it. */
  const endpointFor = async (kind: ModelRequestKind, name: string) => {
    const endpoint = await endpointNamed(host.home, name)
    return kind === 'embed-labels' ? asEmbedder(endpoint) : endpoint
  }
  const withKey = async (kind: ModelRequestKind, name: string) => {
    const endpoint = await endpointFor(kind, name)
    return { endpoint, key: (await keyOf(endpoint, places))?.key ?? null }
  }
  return {
    endpoints: async () => Promise.all((await readEndpoints(host.home)).map(described)),
    saveEndpoint: async (endpoint) => {
      await saveEndpoint(host.home, endpoint)
      changed()
      return described(endpoint)
    },
    removeEndpoint: async ({ name }) => {
      await removeEndpoint(host.home, name)
      await host.secrets?.set(name, null)
      changed()
    },
    setKey: async ({ name, key }) => {
      const endpoint = await endpointNamed(host.home, name)
      if (host.secrets === undefined)
        throw new Failure(
          'unsupported',
          'Keys are kept in the system keychain, which only the desktop window reaches.',
          `Set the environment variable ${endpoint.keyVariable ?? 'ETALON_KEY'} instead.`,
        )
      await host.secrets.set(name, key === '' ? null : key)
      changed()
      return described(endpoint)
    },
    plan: async ({ request }) =>
      work<Plan>('models.plan')({ request, endpoint: await endpointFor(request.kind, request.endpoint) }),
    run: async ({ request, ...confirmed }) =>
      act<Job>('models.run')({ request, ...confirmed, ...(await withKey(request.kind, request.endpoint)) }),
    resume: async ({ run, budget }) => {
      const { kind, endpoint } = await query<ModelRunSummary>('models.runById')({ run })
      return act<Job>('models.resume')({ run, budget, ...(await withKey(kind, endpoint)) })
    },
    abandon: act('models.abandon'),
    runs: query('models.runs'),
    ledger: query('models.ledger'),
    embedder: embedder.embedder,
    embedderTerms: embedder.embedderTerms,
    setEmbedder: embedder.setEmbedder,
    prompts: query('models.prompts'),
    setPrompt: act('models.setPrompt'),
    resetPrompt: act('models.resetPrompt'),
  }
}

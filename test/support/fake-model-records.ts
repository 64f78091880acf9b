import type { EndpointSummary, LedgerRow, Stage } from '../../src/contract/language-models.ts'
import type { ModelRequest, ModelRequestKind, ModelRunSummary } from '../../src/contract/model-requests.ts'

/** One on this machine without a key, one elsewhere with a key and a price. */
export const fakeEndpoints: readonly EndpointSummary[] = [
  {
    name: 'ollama',
    url: 'http://127.0.0.1:11434/v1',
    model: 'llama3.1:8b',
    concurrency: 2,
    contextTokens: 8192,
    timeout: 300,
    price: null,
    embedding: null,
    keyVariable: null,
    key: null,
    local: true,
  },
  {
    name: 'openai',
    url: 'https://api.openai.com/v1',
    model: 'gpt-5-mini',
    concurrency: 8,
    contextTokens: 128_000,
    timeout: 120,
    price: { input: 0.25, output: 2, currency: 'USD' },
    embedding: { model: 'text-embedding-3-small', price: { input: 0.02, currency: 'USD' } },
    keyVariable: 'OPENAI_API_KEY',
    key: 'environment',
    local: false,
  },
]

/** Runs in every state, the newest first. The one under way has no job: its program ended with it. */
export const fakeRuns: readonly ModelRunSummary[] = [
  run(6, 'label', 'ollama', 'running', '2026-11-21T15:02:00Z', null, null),
  run(5, 'score', 'openai', 'stopped', '2026-11-21T11:20:00Z', 'The budget was reached.', null),
  run(
    4,
    'label',
    'openai',
    'stopped',
    '2026-11-20T17:41:00Z',
    'openai did not accept the key, or asks for one. It says: Incorrect API key.',
    null,
  ),
  run(3, 'label', 'openai', 'done', '2026-11-20T10:05:00Z', null, { labelled: 97, accepted: 71, short: 3, missing: 2 }),
  run(2, 'score', 'openai', 'abandoned', '2026-11-19T16:30:00Z', null, null),
  run(1, 'check', 'openai', 'done', '2026-11-19T16:24:00Z', null, { answer: 'ready' }),
]

function run(
  number: number,
  kind: ModelRequestKind,
  endpoint: 'ollama' | 'openai',
  state: ModelRunSummary['state'],
  startedAt: string,
  reason: string | null,
  result: unknown,
): ModelRunSummary {
  const model = endpoint === 'ollama' ? 'llama3.1:8b' : 'gpt-5-mini'
  const ended = state === 'done' || state === 'abandoned'
  return {
    run: number,
    kind,
    request: null,
    endpoint,
    model,
    state,
    reason,
    budget: endpoint === 'openai' && kind !== 'check' ? { cost: 2.5 } : {},
    job: null,
    startedAt,
    endedAt: ended ? startedAt.replace(':00Z', ':48Z') : null,
    result,
  }
}

type Typical = { readonly stage: Stage; readonly calls: number; readonly inputTokens: number; readonly outputTokens: number }

/** Calls for each latent, and tokens of each call. */
export function stageOfKind(request: ModelRequest): readonly Typical[] {
  switch (request.kind) {
    case 'check':
      return [{ stage: 'check', calls: 1, inputTokens: 15, outputTokens: 3 }]
    case 'label':
      return [
        { stage: 'label', calls: request.candidates, inputTokens: 1430, outputTokens: 82 },
        ...(request.score ? [{ stage: 'score' as const, calls: 4 * request.candidates, inputTokens: 1210, outputTokens: 24 }] : []),
      ]
    case 'score':
      return [{ stage: 'score', calls: 4 * request.methods.length, inputTokens: 1210, outputTokens: 24 }]
    case 'hypotheses':
      return [
        { stage: 'summarise', calls: 1, inputTokens: 4200, outputTokens: 600 },
        { stage: 'verify', calls: 400, inputTokens: 2300, outputTokens: 40 },
      ]
    case 'judge-pair':
      return [{ stage: 'verify', calls: 80, inputTokens: 2300, outputTokens: 40 }]
    case 'name-clusters':
      return [{ stage: 'name', calls: 8, inputTokens: 3100, outputTokens: 90 }]
    case 'rerank':
      return [{ stage: 'rerank', calls: 15, inputTokens: 5200, outputTokens: 60 }]
    case 'embed-labels':
      return [{ stage: 'embed', calls: 13, inputTokens: 260, outputTokens: 0 }]
  }
}

/** What a run was charged. */
export function runLedger(kind: ModelRequestKind, state: ModelRunSummary['state']): readonly LedgerRow[] {
  const row = (
    stage: Stage,
    calls: number,
    inputTokens: number,
    outputTokens: number,
    failed: Record<string, number> = {},
  ): LedgerRow => ({
    stage,
    endpoint: 'openai',
    model: 'gpt-5-mini',
    calls,
    failed,
    reused: Math.floor(calls / 20),
    inputTokens,
    outputTokens,
    estimated: stage === 'label',
    cost: (inputTokens * 0.25 + outputTokens * 2) / 1e6,
    currency: 'USD',
  })
  if (state === 'running') return []
  if (kind === 'check') return [row('check', 1, 15, 2)]
  const score = row('score', 388, 469_480, 9_312, { 'rate-limited': 12, 'timed-out': 1 })
  return kind === 'label' ? [row('label', 97, 138_710, 7_954), score] : [score]
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from '../../src/contract/failure.ts'
import type { Budget, EndpointSummary, LedgerRow, Plan, Prompt, PromptName } from '../../src/contract/language-models.ts'
import { promptNames } from '../../src/contract/language-models.ts'
import type { ModelRequest, ModelRunSummary } from '../../src/contract/model-requests.ts'
import type { Operations } from '../../src/contract/operations.ts'
import { embedAll, fakeEmbedderOperations, fakePlannedLabels } from './fake-embedder.ts'
import { fakeHypotheses } from './fake-hypotheses.ts'
import type { FakeJobs } from './fake-jobs.ts'
import { fakeJudgement } from './fake-judgements.ts'
import { runLedger, stageOfKind } from './fake-model-records.ts'
import type { FakeProject } from './fake-project.ts'

/** Language models that answer after a moment, in a project with some runs behind it; nothing is sent anywhere. */
export function fakeModelOperations(project: FakeProject, jobs: FakeJobs): Pick<Operations, 'languageModels'> {
  const { endpoints, runs, keys } = project
  const ledgers = new Map([...runs.values()].map(({ run, kind, state }) => [run, runLedger(kind, state)]))
  const own = new Map<PromptName, string>()

  const named = (name: string): EndpointSummary => {
    const found = endpoints.get(name)
    if (found === undefined) throw new Failure('not-found', `There is no endpoint "${name}".`, 'Name one first.')
    const { keyVariable } = found
    return { ...found, key: keys?.has(name) === true ? 'keychain' : keyVariable === null ? null : 'environment' }
  }
  const putRun = (run: ModelRunSummary) => {
    runs.set(run.run, run)
    jobs.changed('models', 'labels')
  }

  function plan(request: ModelRequest): Plan {
    const endpoint = named(request.endpoint)
    const latents = !('of' in request) ? 1 : 'latents' in request.of ? request.of.latents.length : Math.min(240, request.of.limit)
    const stages = stageOfKind(request).map(({ stage, calls: each, inputTokens, outputTokens }) => {
      const calls = each * latents
      const answered = stage === 'score' ? Math.floor(calls / 10) : 0
      const [input, output] = [(calls - answered) * inputTokens, (calls - answered) * outputTokens]
      const cost = endpoint.price === null ? null : (input * endpoint.price.input + output * endpoint.price.output) / 1e6
      return { stage, calls, answered, inputTokens: input, outputTokens: output, cost }
    })
    const read = project.corpora.filter(({ name }) => project.read.has(name))
    const wanted = 'corpora' in request ? request.corpora : undefined
    return {
      id: JSON.stringify([request, endpoint.url, [...own], [...project.labels.values()].map(({ length }) => length)]),
      endpoint: endpoint.name,
      url: endpoint.url,
      model: request.kind === 'embed-labels' ? (endpoint.embedding?.model ?? '') : endpoint.model,
      local: endpoint.local,
      currency: endpoint.price?.currency ?? null,
      stages,
      sampled: latents < 128 ? null : { latents: 64, of: latents, spread: 0.043 },
      minutes: endpoint.local ? null : stages.reduce((sum, { calls }) => sum + calls, 0) / 60,
      labels: request.kind === 'embed-labels' ? fakePlannedLabels(project) : null,
      corpora:
        request.kind === 'check' || request.kind === 'embed-labels'
          ? []
          : read
              .filter(({ name }) => wanted?.includes(name) ?? true)
              .map(({ name, documents }) => ({ corpus: name, documents: Math.min(documents, 20 * latents) })),
      sample:
        request.kind === 'check'
          ? { system: '', user: 'Answer with the one word: ready' }
          : request.kind === 'embed-labels'
            ? { system: '', user: 'asks a question\nnames of cities\nthanks the reader' }
            : {
                system: 'You name what a detector inside a language model responds to.',
                user: `[k3f9a2c] passage 1\n${read[0]?.text(0).slice(0, 300)}\n<script>alert(1)</script> \u202etxt.exe\u202c\n[k3f9a2c] end`,
              },
    }
  }

  function carryOut(run: ModelRunSummary, title: string, tokens: number, budget: Budget) {
    const job = jobs.start('model', title, [{ doing: 'Asking', total: 40, unit: 'answers', seconds: 2 }], () => {
      ledgers.set(run.run, runLedger(run.kind, 'done'))
      if (run.model === 'no-such-model') {
        const message = `${run.endpoint} knows no model ${run.model}, or its address leads nowhere.`
        putRun({ ...run, state: 'stopped', reason: message })
        throw new Failure('not-found', message, 'See the model’s name and the address, which often ends in /v1.')
      }
      if (budget.tokens !== undefined && budget.tokens < tokens) {
        const stopped = 'The budget was reached.'
        putRun({ ...run, state: 'stopped', reason: stopped })
        return { run: run.run, stopped, result: null }
      }
      const { request } = run
      const judgement =
        request === null ? null : request.kind === 'embed-labels' ? embedAll(project) : fakeJudgement(project, request)
      const result = request?.kind === 'hypotheses' ? fakeHypotheses(project, run, request) : (judgement ?? fakeResults[run.kind])
      putRun({ ...run, state: 'done', endedAt: new Date().toISOString(), result })
      return { run: run.run, stopped: null, result }
    })
    putRun({ ...run, state: 'running', reason: null, job: job.id })
    return job
  }

  function prompt(name: PromptName): Prompt {
    const shipped = readFileSync(join(import.meta.dirname, `../../resources/prompts/${name}.md`), 'utf8')
    const text = own.get(name) ?? shipped
    return { name, text, edited: own.has(name), places: placesIn(shipped) }
  }

  return {
    languageModels: {
      endpoints: async () => [...endpoints.keys()].map(named),
      saveEndpoint: async (endpoint) => {
        endpoints.set(endpoint.name, { ...endpoint, local: /^http:\/\/(127\.|localhost)/.test(endpoint.url), key: null })
        jobs.changed('models')
        return named(endpoint.name)
      },
      removeEndpoint: async ({ name }) => {
        endpoints.delete(name)
        keys?.delete(name)
        jobs.changed('models')
      },
      setKey: async ({ name, key }) => {
        if (keys === null)
          throw new Failure(
            'unsupported',
            'Keys are kept in the keychain, which only the desktop window reaches.',
            'Set ETALON_KEY.',
          )
        if (key === '') keys.delete(name)
        else keys.set(name, key)
        jobs.changed('models')
        return named(name)
      },
      plan: async ({ request }) => plan(request),
      run: async ({ request, plan: id, budget }) => {
        const now = plan(request)
        if (now.id !== id)
          throw new Failure('stale', 'What would be sent has changed since it was shown.', 'Plan it again, and confirm that.')
        const tokens = now.stages.reduce((sum, { inputTokens, outputTokens }) => sum + inputTokens + outputTokens, 0)
        const run: ModelRunSummary = {
          run: Math.max(0, ...runs.keys()) + 1,
          kind: request.kind,
          request: request.kind === 'label' || request.kind === 'score' ? null : request,
          endpoint: now.endpoint,
          model: now.model,
          state: 'running',
          reason: null,
          budget,
          job: null,
          startedAt: new Date().toISOString(),
          endedAt: null,
          result: null,
        }
        return carryOut(run, `${request.kind} with ${now.endpoint}`, tokens, budget)
      },
      resume: async ({ run, budget }) => {
        const found = runs.get(run)
        if (found === undefined) throw new Failure('not-found', `There is no run ${run}.`, 'Reload the runs.')
        return carryOut({ ...found, budget }, `${found.kind} with ${found.endpoint}`, 10_000, budget)
      },
      abandon: async ({ run }) => {
        const found = runs.get(run)
        if (found !== undefined) putRun({ ...found, state: 'abandoned', reason: null, endedAt: new Date().toISOString() })
      },
      runs: async () => [...runs.values()].sort((a, b) => b.run - a.run),
      ledger: async ({ run }) => (run === undefined ? summed([...ledgers.values()].flat()) : (ledgers.get(run) ?? [])),
      ...fakeEmbedderOperations(project, jobs, named),
      prompts: async () => promptNames.map(prompt),
      setPrompt: async ({ name, text }) => {
        const missing = prompt(name).places.filter((place) => !text.includes(`{{${place}}}`))
        if (missing.length > 0)
          throw new Failure(
            'bad-input',
            `The prompt "${name}" lacks the place {{${missing[0]}}}.`,
            'Correct it, or return to the shipped prompt.',
          )
        own.set(name, text)
        jobs.changed('models')
        return prompt(name)
      },
      resetPrompt: async ({ name }) => {
        own.delete(name)
        jobs.changed('models')
        return prompt(name)
      },
    },
  }
}

const fakeResults: Readonly<Record<ModelRequest['kind'], unknown>> = {
  check: { answer: 'ready' },
  label: { labelled: 97, accepted: 71, short: 3, missing: 2 },
  score: { scored: 96, below: 22, missing: 1 },
  hypotheses: null,
  'judge-pair': null,
  'name-clusters': null,
  rerank: null,
  'embed-labels': null,
}

const placesIn = (text: string): readonly string[] => [
  ...new Set(Array.from(text.matchAll(/\{\{([a-z]+)\}\}/g), (match) => match[1] ?? '')),
]

/** Rows of one stage, endpoint and model together. */
function summed(rows: readonly LedgerRow[]): readonly LedgerRow[] {
  const groups = Map.groupBy(rows, ({ stage, endpoint, model }) => `${stage} ${endpoint} ${model}`)
  return [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [
          others.reduce(
            (sum, row) => ({
              ...sum,
              calls: sum.calls + row.calls,
              reused: sum.reused + row.reused,
              inputTokens: sum.inputTokens + row.inputTokens,
              outputTokens: sum.outputTokens + row.outputTokens,
              cost: sum.cost === null ? row.cost : sum.cost + (row.cost ?? 0),
            }),
            first,
          ),
        ],
  )
}

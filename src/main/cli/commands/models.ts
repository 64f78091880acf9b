import { readFile } from 'node:fs/promises'
import { Failure } from '../../../contract/failure.ts'
import { type LedgerRow, promptInput } from '../../../contract/language-models.ts'
import type { ModelRunSummary } from '../../../contract/model-requests.ts'
import { awaitJob } from '../await-job.ts'
import { type Command, type Invocation, type Outcome, textOption, UsageError, wholeNumber } from '../command.ts'
import { budgetFrom, modelOptions, type ModelOutcome, outcomeOf, plannedOrRun } from '../confirm-plan.ts'
import { resultText } from '../model-results.ts'
import { count, counted, inertLine, textTable } from '../text-table.ts'
import { embeddingActions } from './embedding.ts'
import { judgedActions, judgedOptions } from './judging.ts'

export const modelsCommand: Command = {
  name: 'models',
  usage:
    'runs|show|check|resume|abandon|undo|redo|ledger|prompts|judge-pair|name-clusters|embed-labels|embedder <project> [N|NAME] [FILE]',
  summary: 'what language models were asked here, what it cost, and the prompts they get',
  options: { ...modelOptions, ...judgedOptions, lens: { type: 'string' }, reset: { type: 'boolean' } },
  takes: [2, 4],
  run(invocation) {
    const [action = ''] = invocation.positionals
    const act = actions[action]
    if (act === undefined) throw new UsageError(`models takes one of ${Object.keys(actions).join(', ')}.`)
    return act(invocation)
  },
}

const actions: Readonly<Record<string, (invocation: Invocation) => Promise<Outcome>>> = {
  ...judgedActions,
  ...embeddingActions,
  async runs({ engine }) {
    const runs = await engine.operations.languageModels.runs()
    return { json: { runs }, text: runs.length === 0 ? 'No language model was asked here yet.' : runsTable(runs) }
  },
  async show({ engine, positionals }) {
    const number = runFrom(positionals)
    const { languageModels } = engine.operations
    const run = (await languageModels.runs()).find((each) => each.run === number)
    if (run === undefined) throw new Failure('not-found', `There is no run ${number}.`, 'List them: etalon models runs <project>.')
    const result = resultText(run.kind, run.result, await languageModels.endpoints())
    return { json: { run }, text: [runsTable([run]), '', result].join('\n').trimEnd() }
  },
  check(invocation) {
    const endpoint = textOption(invocation.values, 'endpoint')
    if (endpoint === undefined) throw new UsageError('models check takes --endpoint NAME.')
    return plannedOrRun(invocation, { kind: 'check', endpoint }, ({ result }) => {
      const { answer } = result as { readonly answer: string | null }
      return answer === null ? 'It gave no answer that can be used.' : `It answered: ${inertLine(answer)}`
    })
  },
  async resume({ engine, positionals, values, progress }) {
    const job = await engine.operations.languageModels.resume({ run: runFrom(positionals), budget: budgetFrom(values) })
    return outcomeOf((await awaitJob(engine, job, progress)) as ModelOutcome, ({ run, stopped }) =>
      stopped === null ? `Run ${run} is done.` : '',
    )
  },
  async abandon({ engine, positionals }) {
    const run = runFrom(positionals)
    await engine.operations.languageModels.abandon({ run })
    return { json: { abandoned: run }, text: `Run ${run} is given up.` }
  },
  async undo({ engine, positionals }) {
    const run = runFrom(positionals)
    const done = await engine.operations.review.undoRun({ run })
    const kept = done.kept === 0 ? '' : `; ${counted(done.kept, 'label')} that a person changed since stand`
    return { json: { run, ...done }, text: `${counted(done.withdrawn, 'label')} of run ${run} withdrawn${kept}.` }
  },
  async redo({ engine, positionals }) {
    const run = runFrom(positionals)
    const { restored } = await engine.operations.review.redoRun({ run })
    return { json: { run, restored }, text: `${counted(restored, 'label')} of run ${run} count again.` }
  },
  async ledger({ engine, positionals }) {
    const ledger = await engine.operations.languageModels.ledger(positionals[2] === undefined ? {} : { run: runFrom(positionals) })
    return { json: { ledger }, text: ledger.length === 0 ? 'Nothing was spent.' : ledgerTable(ledger) }
  },
  async prompts({ engine, positionals, values }) {
    const [, , given, file] = positionals
    const { languageModels } = engine.operations
    const prompts = await languageModels.prompts()
    if (given === undefined) {
      const rows = prompts.map(({ name, edited, places }) => [
        name,
        edited ? "this project's own" : 'as shipped',
        places.join(', '),
      ])
      return { json: { prompts }, text: textTable([{ title: 'prompt' }, { title: '' }, { title: 'places' }], rows) }
    }
    const parsed = promptInput.safeParse({ name: given })
    if (!parsed.success)
      throw new UsageError(`There is no prompt "${given}"; there are ${prompts.map(({ name }) => name).join(', ')}.`)
    const { name } = parsed.data
    if (values['reset'] === true) await languageModels.resetPrompt({ name })
    else if (file !== undefined) await languageModels.setPrompt({ name, text: await textOf(file) })
    const prompt = (await languageModels.prompts()).find((each) => each.name === name)
    return { json: { prompt }, text: prompt?.text ?? '' }
  },
}

function runFrom(positionals: readonly string[]): number {
  return wholeNumber(positionals[2] ?? '', 'the number of a run', { min: 1, max: Number.MAX_SAFE_INTEGER })
}

async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    throw new Failure('not-found', `${file} cannot be read.`, 'Check the path.', { cause: error })
  })
}

function runsTable(runs: readonly ModelRunSummary[]): string {
  return textTable(
    [{ title: 'N', align: 'right' }, { title: 'kind' }, { title: 'asked' }, { title: 'began' }, { title: 'state' }, { title: '' }],
    runs.map(({ run, kind, endpoint, model, startedAt, state, reason }) => [
      String(run),
      kind,
      `${endpoint} (${model})`,
      startedAt.slice(0, 16).replace('T', ' '),
      state,
      reason ?? '',
    ]),
  )
}

function ledgerTable(rows: readonly LedgerRow[]): string {
  return textTable(
    [
      { title: 'stage' },
      { title: 'endpoint' },
      { title: 'model' },
      { title: 'answers', align: 'right' },
      { title: 'reused', align: 'right' },
      { title: 'failed', align: 'right' },
      { title: 'tokens in', align: 'right' },
      { title: 'tokens out', align: 'right' },
      { title: 'cost', align: 'right' },
    ],
    rows.map((row) => [
      row.stage,
      row.endpoint,
      row.model,
      count(row.calls),
      count(row.reused),
      count(Object.values(row.failed).reduce((sum, tries) => sum + tries, 0)),
      `${count(row.inputTokens)}${row.estimated ? ' (partly estimated)' : ''}`,
      count(row.outputTokens),
      row.cost === null ? '' : `${row.cost.toFixed(4)} ${row.currency ?? ''}`,
    ]),
  )
}

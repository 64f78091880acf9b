import type { Plan, PlannedLabels, PlannedSample } from '../../contract/language-models.ts'
import type { ModelRequest } from '../../contract/model-requests.ts'
import { modelRequest } from '../../contract/model-requests.ts'
import { awaitJob, durationText } from './await-job.ts'
import { type Invocation, numberOption, type Outcome, textOption, UsageError, type Values } from './command.ts'
import { count, counted, inertLine, textTable } from './text-table.ts'

/** What every command takes that asks a language model. */
export const modelOptions = {
  endpoint: { type: 'string' },
  confirm: { type: 'string' },
  'max-tokens': { type: 'string' },
  'max-cost': { type: 'string' },
} as const

/** Whose answer is the run's result; `run` is its number, `stopped` why it ended early. */
export type ModelOutcome = { readonly run: number; readonly stopped: string | null; readonly result: unknown }

/**
 * Shows what a request would send where and at what cost; with `--confirm` and the plan's id it is sent.
 * @param text what a person reads of the result
 */
export async function plannedOrRun(
  { engine, values, progress }: Pick<Invocation, 'engine' | 'values' | 'progress'>,
  given: unknown,
  text: (outcome: ModelOutcome) => string,
): Promise<Outcome> {
  const request = checkedRequest(given)
  const confirmed = textOption(values, 'confirm')
  const { languageModels } = engine.operations
  if (confirmed === undefined) {
    const plan = await languageModels.plan({ request })
    return { json: { plan, sent: false }, text: planText(plan) }
  }
  const job = await languageModels.run({ request, plan: confirmed, budget: budgetFrom(values) })
  return outcomeOf((await awaitJob(engine, job, progress)) as ModelOutcome, text)
}

export function outcomeOf(outcome: ModelOutcome, text: (outcome: ModelOutcome) => string): Outcome {
  const stopped = outcome.stopped === null ? '' : `${outcome.stopped} Go on with: etalon models resume <project> ${outcome.run}\n`
  return { json: { ...outcome, sent: true }, text: `${stopped}${text(outcome)}`.trimEnd() }
}

export function budgetFrom(values: Values): { tokens?: number; cost?: number } {
  const tokens = numberOption(values, 'max-tokens', { min: 1, max: Number.MAX_SAFE_INTEGER })
  const cost = textOption(values, 'max-cost')
  if (cost !== undefined && !(Number(cost) >= 0)) throw new UsageError(`--max-cost takes an amount of money, not "${cost}".`)
  return { ...(tokens === undefined ? {} : { tokens }), ...(cost === undefined ? {} : { cost: Number(cost) }) }
}

function checkedRequest(given: unknown): ModelRequest {
  const parsed = modelRequest.safeParse(given)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new UsageError(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not understood'}`)
}

function planText(plan: Plan): string {
  const money = (cost: number | null) => (cost === null ? '' : `${cost.toFixed(4)} ${plan.currency ?? ''}`)
  const table = textTable(
    [
      { title: 'stage' },
      { title: 'requests', align: 'right' },
      { title: 'answered before', align: 'right' },
      { title: 'tokens in', align: 'right' },
      { title: 'tokens out', align: 'right' },
      { title: 'cost', align: 'right' },
    ],
    plan.stages.map((each) => [
      each.stage,
      count(each.calls),
      count(each.answered),
      count(each.inputTokens),
      count(each.outputTokens),
      money(each.cost),
    ]),
  )
  const where = plan.local ? 'on this machine: no text leaves it' : 'text leaves this machine'
  const texts = plan.corpora.map(({ corpus, documents }) => `${corpus} (${counted(documents, 'document')})`)
  return [
    `Nothing was sent. This would ask ${plan.model} at ${inertLine(plan.url)} (${where}):`,
    '',
    table,
    '',
    ...(plan.sampled === null ? [] : [sampledText(plan.sampled)]),
    ...(plan.minutes === null ? [] : [`It would take about ${durationText(plan.minutes * 60)}.`]),
    ...(plan.labels === null ? [] : [labelsText(plan.labels)]),
    ...(texts.length === 0 ? [] : [`Passages come from: ${texts.map(inertLine).join(', ')}.`]),
    ...(plan.sample === null
      ? []
      : ['', 'The first request, as it would be sent:', ...indented(plan.sample.system), ...indented(plan.sample.user)]),
    '',
    `To send it, give the same command with: --confirm ${plan.id}`,
  ].join('\n')
}

function sampledText({ latents, of, spread }: PlannedSample): string {
  const percent = Math.max(1, Math.ceil(100 * spread))
  return `Counted on ${count(latents)} of ${count(of)} latents, drawn at random: all tokens lie within ${percent} % of this, with 95 % confidence.`
}

function labelsText({ lens, labels, embedded, phrases }: PlannedLabels): string {
  const before = embedded === 0 ? '' : ` (${counted(embedded, 'other')} embedded before)`
  const beside = phrases === 0 ? '' : `, and ${counted(phrases, 'fixed phrase')} that chance is measured by`
  return inertLine(`It would send the text of ${counted(labels - embedded, 'label')} of ${lens}${before}${beside}.`)
}

function indented(text: string): readonly string[] {
  return text === '' ? [] : text.split('\n').map((line) => `  | ${inertLine(line)}`)
}

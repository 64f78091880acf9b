import { type AddedLens, type LensPlan, type LensRequest, lensRequest } from '../../contract/lenses.ts'
import { awaitJob } from './await-job.ts'
import { decimalOption } from './analysis-options.ts'
import { type Invocation, numberOption, type Outcome, textOption, UsageError, type Values } from './command.ts'
import { addedText, planText } from './lens-texts.ts'
import { typedYes } from './terminal.ts'

export function addedLens(invocation: Invocation): Promise<Outcome> {
  const { values } = invocation
  if (values['reader'] === undefined || values['sae'] === undefined)
    throw new UsageError(
      'lens add takes --reader and --sae: each a folder, a file, or a repository of the hub as owner/name[@revision][:folder].',
    )
  return plannedOrAdded(invocation, requestFrom(values))
}

export function downloadedLens(invocation: Invocation, catalogue: string): Promise<Outcome> {
  const { reader, name } = textsOf(invocation.values)
  return plannedOrAdded(invocation, {
    catalogue,
    ...(reader === undefined ? {} : { reader }),
    ...(name === undefined ? {} : { name }),
  })
}

/** Shows what would be downloaded and, once that is confirmed or where it is nothing, adds the lens. */
async function plannedOrAdded({ engine, values, progress }: Invocation, request: LensRequest): Promise<Outcome> {
  const { lenses } = engine.operations
  progress('Looking at reader and SAE')
  const plan = await lenses.plan({ request })
  if (!(await isConfirmed(plan, values))) {
    const text = `${planText(plan)}\n\nNothing was downloaded. To go on, give the same command with --yes.`
    return { json: { plan, added: null }, text }
  }
  const job = await lenses.add({ request, plan: plan.id, anyway: values['anyway'] === true })
  const added = (await awaitJob(engine, job, progress)) as AddedLens
  return { json: { plan, added }, text: addedText(added) }
}

async function isConfirmed(plan: LensPlan, values: Values): Promise<boolean> {
  if (plan.missing === 0 || values['yes'] === true) return true
  if (values['json'] === true) return false
  process.stderr.write(`\r${planText(plan)}\n\n`)
  return (await typedYes('Download this?')) ?? false
}

function textsOf(values: Values): Partial<Record<'reader' | 'sae' | 'hook' | 'as' | 'outer' | 'name' | 'labels', string>> {
  const given = ['reader', 'sae', 'hook', 'as', 'outer', 'name', 'labels'].map((each) => [each, textOption(values, each)] as const)
  return Object.fromEntries(given.filter(([, text]) => text !== undefined))
}

function requestFrom(values: Values): LensRequest {
  const parsed = lensRequest.safeParse({
    ...textsOf(values),
    k: numberOption(values, 'k', { min: 1, max: 1_000_000 }),
    inputScale: decimalOption(values, 'input-scale', Number.MIN_VALUE, Number.MAX_VALUE),
    centre: values['centre'] === true ? true : undefined,
    contextSize: numberOption(values, 'context-size', { min: 2, max: 1_000_000 }),
  })
  if (parsed.success) return parsed.data
  const { as, outer, name } = textsOf(values)
  if (as !== undefined && !['raw', 'user', 'assistant'].includes(as))
    throw new UsageError(`--as takes raw, user or assistant, not "${as}".`)
  if (outer !== undefined && !['none', 'bos', 'own'].includes(outer))
    throw new UsageError(`--outer takes none, bos or own, not "${outer}".`)
  throw new UsageError(`--name takes letters, digits, dots and dashes, not "${name ?? ''}".`)
}

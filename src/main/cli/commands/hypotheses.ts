import { decimalOption } from '../analysis-options.ts'
import { type Command, numberOption, textOption, UsageError, type Values, wholeNumber } from '../command.ts'
import { modelOptions, plannedOrRun } from '../confirm-plan.ts'
import { resultText } from '../model-results.ts'

/** How documents are put before a judge. */
export const judgingOptions = {
  documents: { type: 'string' },
  'per-call': { type: 'string' },
  characters: { type: 'string' },
  seed: { type: 'string' },
} as const

export const hypothesesCommand: Command = {
  name: 'hypotheses',
  usage: '<project> ANALYSIS --endpoint NAME',
  summary: 'how the sides of a diff differ, in sentences that are then judged on other documents',
  options: {
    ...modelOptions,
    ...judgingOptions,
    latents: { type: 'string' },
    hypotheses: { type: 'string' },
    gate: { type: 'string' },
  },
  takes: [2, 2],
  async run(invocation) {
    const { values, positionals, engine } = invocation
    const request = {
      kind: 'hypotheses',
      endpoint: endpointFrom(values),
      analysis: analysisFrom(positionals[1]),
      latents: numberOption(values, 'latents', { min: 1, max: 500 }),
      hypotheses: numberOption(values, 'hypotheses', { min: 1, max: 10 }),
      gate: decimalOption(values, 'gate', 0, 1),
      ...judgingFrom(values),
    }
    const endpoints = await engine.operations.languageModels.endpoints()
    return plannedOrRun(invocation, request, ({ result }) => resultText('hypotheses', result, endpoints))
  },
}

export function endpointFrom(values: Values): string {
  const endpoint = textOption(values, 'endpoint')
  if (endpoint === undefined) throw new UsageError('This takes --endpoint NAME (etalon endpoints list).')
  return endpoint
}

export function analysisFrom(given: string | undefined): number {
  return wholeNumber(given ?? '', 'the number of an analysis', { min: 1, max: Number.MAX_SAFE_INTEGER })
}

/** Figures that were not given are left out: then the contract's count. */
export function judgingFrom(values: Values) {
  return {
    documents: numberOption(values, 'documents', { min: 10, max: 100_000 }),
    perCall: numberOption(values, 'per-call', { min: 1, max: 50 }),
    characters: numberOption(values, 'characters', { min: 200, max: 1_000_000 }),
    seed: numberOption(values, 'seed', { min: 0, max: 2 ** 31 }),
  }
}

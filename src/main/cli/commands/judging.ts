import { Failure } from '../../../contract/failure.ts'
import { type PairRequest, pairRequest } from '../../../contract/pair-request.ts'
import { corporaFrom, type Invocation, numberOption, type Outcome, textOption, UsageError, wholeNumber } from '../command.ts'
import { plannedOrRun } from '../confirm-plan.ts'
import { resultText } from '../model-results.ts'
import { analysisFrom, endpointFrom, judgingFrom, judgingOptions } from './hypotheses.ts'

/** What the actions below take beside what every request to a model takes. */
export const judgedOptions = {
  ...judgingOptions,
  a: { type: 'string' },
  b: { type: 'string' },
  between: { type: 'string' },
  channel: { type: 'string' },
  corpus: { type: 'string', multiple: true },
  'per-cluster': { type: 'string' },
} as const

/** Actions of `models` that have texts judged. */
export const judgedActions: Readonly<Record<string, (invocation: Invocation) => Promise<Outcome>>> = {
  async 'judge-pair'(invocation) {
    const { values } = invocation
    const request = {
      kind: 'judge-pair',
      endpoint: endpointFrom(values),
      ...((await recordedPair(invocation)) ?? writtenPair(invocation)),
      ...judgingFrom(values),
    }
    return plannedOrRun(invocation, request, ({ result }) => resultText('judge-pair', result, []))
  },
  'name-clusters'(invocation) {
    const { values, positionals } = invocation
    const { perCall, characters, seed } = judgingFrom(values)
    const request = {
      kind: 'name-clusters',
      endpoint: endpointFrom(values),
      analysis: analysisFrom(positionals[2]),
      perCluster: numberOption(values, 'per-cluster', { min: 0, max: 10_000 }),
      perCall,
      characters,
      seed,
    }
    return plannedOrRun(invocation, request, ({ result }) => resultText('name-clusters', result, []))
  },
}

/** A pair of a recorded analysis, counted from 1, with its labels, documents and latents; null where none is named. */
async function recordedPair({ positionals: [, , analysis, place], engine }: Invocation): Promise<PairRequest | null> {
  if (analysis === undefined) return null
  const recorded = await engine.operations.analyses.get({ id: analysisFrom(analysis) })
  if (recorded.kind !== 'correlate') throw new UsageError(`Analysis ${analysis} is a ${recorded.kind}: it has no pairs.`)
  const pair = recorded.result.pairs[wholeNumber(place ?? '', 'the place of a pair', { min: 1, max: 10_000 }) - 1]
  if (pair === undefined) throw new UsageError(`Analysis ${analysis} lists ${recorded.result.pairs.length} pairs.`)
  const { request, hindered } = pairRequest(recorded.result, pair)
  if (request === null) throw new Failure('bad-input', hindered, 'Name the properties yourself, with --a and --b.')
  return request
}

/** Two properties in words, and the documents. */
function writtenPair(invocation: Invocation): PairRequest {
  const { values } = invocation
  const [a, b] = [textOption(values, 'a'), textOption(values, 'b')]
  if (a === undefined || b === undefined)
    throw new UsageError('models judge-pair takes ANALYSIS PAIR, or --a TEXT and --b TEXT: two properties in words.')
  return { a, b, ...corporaFrom(values), ...channelsFrom(invocation) }
}

/** `--between A,B`: the first property is asked of the one, the second of the other; else `--channel` of both. */
function channelsFrom({ values }: Invocation): { channel?: string; channelOfB?: string } {
  const between = textOption(values, 'between')
  if (between === undefined) {
    const channel = textOption(values, 'channel')
    return channel === undefined ? {} : { channel }
  }
  const [channel = '', channelOfB = '', ...more] = between.split(',').map((part) => part.trim())
  if (channel === '' || channelOfB === '' || more.length > 0)
    throw new UsageError('--between takes two channels, such as prompt,text.')
  return { channel, channelOfB }
}
